"""How a check's problems become its result."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from maturin_compliance.checks import CATEGORIES, CHECKS, Outcome, Problem, Severity, Skip, Subject, check, need
from maturin_compliance.checks.engine import grouped
from maturin_compliance.location import Location
from tests.checks.flows import job, kept, publish, release, run, use, wheel
from tests.checks.support import subject


def problem(message: str, line: int, *, warned: bool = False) -> Problem:
    return Problem(message, Location("Cargo.toml", line), "Mend it.", warned=warned)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return subject(tmp_path_factory.mktemp("healthy"), {})


@pytest.mark.parametrize(
    ("problems", "outcome"),
    [
        ([], Outcome.PASSED),
        ([problem("a", 1, warned=True)], Outcome.WARNED),
        ([problem("a", 1)], Outcome.FAILED),
        ([problem("a", 1, warned=True), problem("b", 2)], Outcome.FAILED),
    ],
)
def test_the_worst_problem_counts(problems: list[Problem], outcome: Outcome, healthy: Subject) -> None:
    def has_problems(_subject: Subject) -> Iterator[Problem]:
        yield from problems

    told = check(Severity.LOW)(has_problems).run(healthy)
    assert (told.outcome, told.reason, list(told.problems)) == (outcome, None, problems)


def test_a_check_that_does_not_apply_says_why(healthy: Subject) -> None:
    def applies_nowhere(_subject: Subject) -> Iterator[Problem]:
        yield problem("a", 1)
        raise Skip("there is nothing to look at")

    told = check(Severity.LOW)(applies_nowhere).run(healthy)
    assert (told.outcome, told.reason, told.problems) == (
        Outcome.SKIPPED,
        "there is nothing to look at",
        (),
    )


def test_problems_that_differ_in_their_place_only_are_one() -> None:
    found = grouped((problem("a", 1), problem("b", 2), problem("a", 3), problem("a", 1), problem("a", 3)))
    assert [(p.message, str(p.location), [str(place) for place in p.also]) for p in found] == [
        ("a", "Cargo.toml:1", ["Cargo.toml:3"]),
        ("b", "Cargo.toml:2", []),
    ]


def test_every_category_has_checks_in_the_order_of_the_categories() -> None:
    assert list(dict.fromkeys(one.category for one in CHECKS)) == list(CATEGORIES)


HOSTILE = "a`b|<img src=x>\\u202e\\n## c"
"""Acts as Markdown, HTML and a second line where it is not escaped."""


def test_hostile_names_stay_in_one_line_of_code(tmp_path: Path) -> None:
    looked_at = subject(
        tmp_path,
        {
            "pyproject.toml": f"""
[build-system]
requires = ["{HOSTILE}", "maturin"]
build-backend = "{HOSTILE}"

[project]
name = "orchard"
version = "{HOSTILE}"
readme = "{HOSTILE}"
license = "{HOSTILE}"
license-files = ["{HOSTILE}"]
requires-python = "{HOSTILE}"
classifiers = ["License :: {HOSTILE}", "Private :: {HOSTILE}"]
dependencies = ["{HOSTILE}"]
"{HOSTILE}" = 1

[project.scripts]
"{HOSTILE}" = "{HOSTILE}"

[tool.maturin]
"{HOSTILE}" = 1
module-name = "{HOSTILE}"
python-source = "{HOSTILE}"
bindings = "{HOSTILE}"
profile = "{HOSTILE}"
features = ["{HOSTILE}"]
data = "{HOSTILE}"
"""
        },
    )
    messages = [p.message for one in CHECKS for p in one.run(looked_at).problems]
    hostile = [message for message in messages if "<img" in message]
    assert len(hostile) >= 12
    for message in hostile:
        start = message.index("``")
        assert "\n" not in message
        assert "\u202e" not in message
        assert "<img" not in message[:start]
        assert message.count("``", start) % 2 == 0


@pytest.mark.parametrize(
    ("lines", "location", "also"),
    [
        ([], None, ()),
        ([None], None, ()),
        ([3], 3, ()),
        ([3, None, 1, 3, 2], 3, (1, 2)),
    ],
)
def test_one_problem_names_each_of_its_places_once(
    lines: list[int | None], location: int | None, also: tuple[int, ...]
) -> None:
    def place(line: int | None) -> Location | None:
        return None if line is None else Location("Cargo.toml", line)

    made = Problem.at(map(place, lines), "a", "Mend it.", warned=True)
    assert made == Problem("a", place(location), "Mend it.", True, tuple(Location("Cargo.toml", n) for n in also))


CIBUILDWHEEL = release(job("wheels", use("pypa/cibuildwheel@v3.3.0"), kept("wheels", "wheelhouse")), publish())
UNKNOWN = "- run: docker run -v $PWD:/src example.org/cross maturin build -i 3.12"


@pytest.mark.parametrize(
    ("overlay", "reason"),
    [
        (CIBUILDWHEEL, "cibuildwheel builds the wheels of the release, by way of the build backend"),
        (
            release(job("wheels", run("python -m build"), kept()), publish()),
            "the wheels of the release are built by way of the build backend, not by a call of maturin",
        ),
        (
            release(job("wheels", UNKNOWN, kept()), publish()),
            "what builds the wheels of the release could not be followed",
        ),
        (
            release(
                job("wheels", wheel(arguments="--release --out dist --features ${{ vars.MORE }}"), kept()),
                publish(),
            ),
            "the arguments of the builds are not known",
        ),
        (
            release(job("wheels", wheel(), kept("wheels", "README.md")), publish()),
            "the release does not upload the wheels that maturin builds",
        ),
    ],
)
def test_why_no_build_of_maturin_is_looked_at(tmp_path: Path, overlay: dict[str, str | None], reason: str) -> None:
    with pytest.raises(Skip) as caught:
        need.builds(subject(tmp_path, overlay))
    assert str(caught.value) == reason
