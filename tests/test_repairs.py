"""What a repair gains and costs."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from maturin_compliance.checks import Check, Outcome, Problem, Result, Severity, Subject
from maturin_compliance.location import Location
from maturin_compliance.repairs import Repair, cheapest, repairs


def _nothing(_: Subject) -> Iterator[Problem]:
    yield from ()


def result(
    severity: Severity, outcome: Outcome, *problems: Problem, name: str = "a", borrowed: bool = False
) -> Result:
    check = Check(
        name=name,
        category="build",
        severity=severity,
        since="0.1.0",
        docstring="A.",
        function=_nothing,
        url="https://docs.zizmor.sh/audits/" if borrowed else None,
    )
    return Result(check=check, outcome=outcome, reason=None, problems=problems)


def at(*places: str, fix: str = "Mend it.") -> Problem:
    located = [Location(path, int(line)) for path, _, line in (place.partition(":") for place in places)]
    return Problem.at(located, "a", fix)


PASSED = result(Severity.HIGH, Outcome.PASSED)
PASTE = 'In `a`:\n\n```toml title="a"\nb = 1\n\nc = 2\n```\n\nor\n\n````yaml\n```\n````\n'


@pytest.mark.parametrize(
    ("results", "points"),
    [
        pytest.param([PASSED], [], id="nothing to repair"),
        pytest.param([PASSED, result(Severity.HIGH, Outcome.FAILED, at("a:1"))], [Fraction(5)], id="failed"),
        pytest.param([PASSED, result(Severity.HIGH, Outcome.WARNED, at("a:1"))], [Fraction(5, 2)], id="warned"),
        pytest.param([PASSED, result(Severity.INFO, Outcome.FAILED, at("a:1"))], [Fraction(0)], id="no weight"),
        pytest.param(
            [PASSED, result(Severity.LOW, Outcome.FAILED, at("a:1"), borrowed=True)],
            [Fraction(5, 2)],
            id="a borrowed check is gone: 6 of 8 halves become 6 of 6",
        ),
        pytest.param(
            [result(Severity.LOW, Outcome.FAILED, at("a:1"), borrowed=True)], [Fraction(0)], id="nothing is left"
        ),
        pytest.param(
            [PASSED, result(Severity.HIGH, Outcome.SKIPPED), result(Severity.HIGH, Outcome.FAILED, at("a:1"))],
            [Fraction(5)],
            id="skipped checks count nowhere",
        ),
    ],
)
def test_points(results: list[Result], points: list[Fraction]) -> None:
    assert [one.points for one in repairs(results)] == points


@pytest.mark.parametrize(
    ("problems", "places", "files", "lines"),
    [
        ([at()], 1, 1, 0),
        ([at("a:1", "a:2", "b:1"), at("a:1")], 3, 2, 0),
        ([at("a:1", fix=PASTE), at("b:1", fix=PASTE)], 2, 2, 4),
    ],
)
def test_what_there_is_to_edit(problems: list[Problem], places: int, files: int, lines: int) -> None:
    (one,) = repairs([result(Severity.HIGH, Outcome.FAILED, *problems)])
    assert (one.places, one.files, one.lines) == (places, files, lines)


def test_the_cheapest_gains_most_for_what_there_is_to_edit() -> None:
    def found(*results: Result) -> Repair | None:
        return cheapest(repairs(results))

    broad = result(Severity.CRITICAL, Outcome.FAILED, at("a:1", "a:2", "a:3", "a:4", "a:5", "a:6"), name="broad")
    narrow = result(Severity.LOW, Outcome.FAILED, at("a:1"), name="narrow")
    long = result(Severity.LOW, Outcome.FAILED, at("a:1", fix=PASTE), name="long")
    light = result(Severity.INFO, Outcome.FAILED, at("a:1"), name="light")
    best = found(broad, long, narrow, light)
    assert best is not None
    assert best.result.check.name == "narrow"
    assert found(PASSED, light) is None
