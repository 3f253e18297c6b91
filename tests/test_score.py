"""Scores are exact, rounded down, and open about what they leave out."""

import pytest

from maturin_compliance.checks import CATEGORIES, Check, Outcome, Result, Severity
from maturin_compliance.score import score, tally

P, W, F, S = Outcome.PASSED, Outcome.WARNED, Outcome.FAILED, Outcome.SKIPPED
SEVERITIES = {
    "C": Severity.CRITICAL,
    "H": Severity.HIGH,
    "M": Severity.MEDIUM,
    "L": Severity.LOW,
    "I": Severity.INFO,
}


def check(severity: str, category: str = "structure") -> Check:
    """A check of a severity and a category."""
    return Check(
        name="a-check",
        category=category,
        severity=SEVERITIES[severity],
        since="0.1.0",
        docstring="Is a check.",
        function=lambda _: iter(()),
    )


def results(severities: str, *outcomes: Outcome, category: str = "structure") -> list[Result]:
    """One result for each letter of a severity."""
    return [
        Result(check=check(letter, category), outcome=outcome, reason=None, problems=())
        for letter, outcome in zip(severities, outcomes, strict=True)
    ]


@pytest.mark.parametrize(
    ("severities", "outcomes", "wanted"),
    [
        ("", (), None),
        ("HM", (S, S), None),
        ("I", (P,), None),
        ("H", (P,), 10.0),
        ("H", (W,), 5.0),
        ("H", (F,), 0.0),
        ("HMLI", (P, P, P, F), 10.0),
        ("HL", (P, F), 7.5),
        ("HHH", (P, P, F), 6.6),
        ("HHH", (P, F, F), 3.3),
        ("CCCH", (P, P, P, W), 9.1),
        ("LLLLLLL", (P, P, P, P, P, P, W), 9.2),
        ("HM", (P, S), 10.0),
        ("L" * 10, (P,) * 7 + (F,) * 3, 7.0),
        ("L" * 25, (P,) * 24 + (F,), 9.6),
        ("L" * 1000, (P,) * 999 + (W,), 9.9),
        ("L" * 1000, (P,) * 290 + (F,) * 710, 2.9),
    ],
)
def test_weighs_by_severity_and_rounds_down(
    severities: str, outcomes: tuple[Outcome, ...], wanted: float | None
) -> None:
    assert tally(results(severities, *outcomes), cap=True).score == wanted


@pytest.mark.parametrize("tenths", range(101))
def test_a_score_of_whole_tenths_stays_what_it_is(tenths: int) -> None:
    outcomes = (P,) * tenths + (F,) * (100 - tenths)
    assert str(tally(results("L" * 100, *outcomes), cap=False).score) == f"{tenths // 10}.{tenths % 10}"


@pytest.mark.parametrize(
    ("severities", "outcomes", "capped", "free"),
    [
        ("CHHHHH", (F, P, P, P, P, P), 4.0, 7.5),
        ("CHHHHH", (W, P, P, P, P, P), 8.7, 8.7),
        ("CH", (F, F), 0.0, 0.0),
        ("CH", (F, P), 3.7, 3.7),
        ("CH", (S, P), 10.0, 10.0),
        ("HC", (F, P), 6.2, 6.2),
    ],
)
def test_a_critical_failure_caps_a_category(
    severities: str, outcomes: tuple[Outcome, ...], capped: float, free: float
) -> None:
    found = results(severities, *outcomes)
    assert (tally(found, cap=True).score, tally(found, cap=False).score) == (capped, free)


def test_counts_in_the_open() -> None:
    seen = tally(results("HHHI", P, W, S, F), cap=False)
    assert (seen.passed, seen.applicable, seen.skipped) == (1, 3, 1)


@pytest.mark.parametrize(
    ("severities", "outcomes", "wanted"),
    [
        ("HL", (P, P), True),
        ("HL", (P, S), True),
        ("HI", (P, F), False),
        ("HL", (P, W), False),
        ("HL", (S, S), False),
    ],
)
def test_is_perfect_only_when_all_that_applies_passes(
    severities: str, outcomes: tuple[Outcome, ...], wanted: bool
) -> None:
    assert tally(results(severities, *outcomes), cap=False).perfect is wanted


def test_a_cap_stays_in_its_category() -> None:
    found = [
        *results("CHHHHH", F, P, P, P, P, P, category="build"),
        *results("L", P, category="profile"),
    ]
    whole = score(found)
    assert whole.overall.score == 7.6
    assert {name: part.score for name, part in whole.categories.items() if part.applicable} == {
        "build": 4.0,
        "profile": 10.0,
    }
    assert tuple(whole.categories) == CATEGORIES
