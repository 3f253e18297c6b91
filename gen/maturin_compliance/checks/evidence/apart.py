"""Tests that one workflow leaves out and another runs on the same system."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.excluded import Call, calls, written
from maturin_compliance.checks.evidence.selection import Case, cases
from maturin_compliance.checks.evidence.suite import measures
from maturin_compliance.checks.text import code, codes, many, plural
from maturin_compliance.location import Location


@dataclass(frozen=True, slots=True)
class Difference:
    """Tests that one workflow leaves out on a system and another runs there."""

    message: str
    places: tuple[Location, ...]
    fix: str


def differences(subject: Subject) -> tuple[Difference, ...]:
    """What one workflow leaves out on a system and another runs there. Raises Skip where only one runs pytest."""
    known = cases(subject.project.package)
    made = _different(call for call in calls(subject) if not measures(call.test.words))
    if not known or len({call.job.workflow.path for call in made}) < 2:
        raise Skip("fewer than two workflows run pytest on test files of this package")
    return tuple(
        found
        for os in ("linux", "macos", "windows")
        for found in _differences(os, known, [call for call in made if call.job.os == os])
    )


def _different(made: Iterable[Call]) -> tuple[Call, ...]:
    """The calls without those that other combinations of a job make alike."""
    return tuple({(call.job.os, call.place, call.folder, call.test.words): call for call in made}.values())


def _differences(os: str, known: tuple[Case, ...], made: list[Call]) -> Iterator[Difference]:
    """A call on some files only says nothing about the others: it leaves nothing out."""
    by_workflow: dict[str, list[Call]] = {}
    for call in made:
        by_workflow.setdefault(call.job.workflow.path, []).append(call)
    for path, mine in by_workflow.items():
        others = [call for call in made if call.job.workflow.path != path]
        gone = [
            case for case in known if _all_leave_out(case, mine) and any(c.skips(case) is False for c in others)
        ]
        if gone:
            yield _difference(os, path, gone, mine, others)


def _difference(os: str, path: str, gone: list[Case], mine: list[Call], others: list[Call]) -> Difference:
    options = codes(dict.fromkeys(text for case in gone for text in written(mine, case)))
    run = [call for call in others if any(call.skips(case) is False for case in gone)]
    where = many((call.job.workflow.path for call in run), "{} runs", "{} run")
    return Difference(
        f"on {os}, {code(path)} leaves out {plural(len(gone), 'test')} that {where}, by {options}",
        tuple(call.place for call in mine if any(map(call.leaves_out, gone))),
        "Write the exception once, where every call reads it: a mark in the test files, or `addopts` of pytest in "
        f"`pyproject.toml`. Then take {options} away here.",
    )


def _all_leave_out(case: Case, made: list[Call]) -> bool:
    """Whether an option leaves a test out of each call that would run it; False where none would."""
    asked = [call for call in made if call.starts_on(case)]
    return bool(asked) and all(call.leaves_out(case) for call in asked)
