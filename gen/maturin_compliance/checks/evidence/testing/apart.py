"""Tests that one workflow leaves out and another runs on the same system."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.testing.cases import Case, cases
from maturin_compliance.checks.evidence.testing.excluded import Call, calls, written
from maturin_compliance.checks.evidence.testing.suite import measures
from maturin_compliance.checks.text import code, codes, listed, many, plural
from maturin_compliance.location import Location


@dataclass(frozen=True, slots=True)
class Difference:
    """Tests that one workflow leaves out on some systems and another runs there."""

    message: str
    places: tuple[Location, ...]
    fix: str


@dataclass(frozen=True, slots=True)
class _Gap:
    """The tests that a workflow leaves out on a system, its calls there, and those of others that run them."""

    system: str
    gone: tuple[Case, ...]
    mine: tuple[Call, ...]
    others: tuple[Call, ...]


def differences(subject: Subject) -> tuple[Difference, ...]:
    """What one workflow leaves out on a system and another runs there. Raises Skip where only one runs pytest."""
    known = cases(subject.project.package).every
    made = _different(call for call in calls(subject) if not measures(call.test.words))
    if not known or len({call.job.workflow.path for call in made}) < 2:
        raise Skip("fewer than two workflows run pytest on test files of this package")
    alike: dict[tuple[object, ...], list[_Gap]] = {}
    for os in ("linux", "macos", "windows"):
        for gap in _gaps(os, known, [call for call in made if call.job.os == os]):
            workflows = tuple(dict.fromkeys(call.job.workflow.path for call in (*gap.mine[:1], *gap.others)))
            alike.setdefault((gap.gone, workflows, written(gap.mine, gap.gone)), []).append(gap)
    return tuple(_difference(several, known) for several in alike.values())


def _different(made: Iterable[Call]) -> list[Call]:
    """The calls without those that other combinations of a job make alike."""
    return list({(call.job.os, call.place, call.folder, call.test.words): call for call in made}.values())


def _gaps(os: str, known: tuple[Case, ...], made: list[Call]) -> Iterator[_Gap]:
    """A call on some files only says nothing about the others: it leaves nothing out."""
    by_workflow: dict[str, list[Call]] = {}
    for call in made:
        by_workflow.setdefault(call.job.workflow.path, []).append(call)
    for path, mine in by_workflow.items():
        others = [call for call in made if call.job.workflow.path != path]
        left = [case for case in known if _all_leave_out(case, mine)]
        gone = [case for case in left if any(call.skips(case) is False for call in others)]
        if gone:
            run = [call for call in others if any(call.skips(case) is False for case in gone)]
            yield _Gap(os, tuple(gone), tuple(mine), tuple(run))


def _difference(gaps: Sequence[_Gap], known: tuple[Case, ...]) -> Difference:
    first = gaps[0]
    mine = [call for gap in gaps for call in gap.mine]
    options = codes(written(mine, first.gone))
    path = first.mine[0].job.workflow.path
    where = many((call.job.workflow.path for call in first.others), "{} runs", "{} run")
    every = len(first.gone) == len(known)
    return Difference(
        f"on {listed(gap.system for gap in gaps)}, {code(path)} leaves out {plural(len(first.gone), 'test')} that "
        f"{where}, by {options}" + (": all that are known, and pytest fails where it finds none" if every else ""),
        tuple(call.place for call in mine if not call.left_out.sure.isdisjoint(first.gone)),
        f"Take {options} away here." if every else _once(options),
    )


def _once(options: str) -> str:
    return (
        "Write the exception once, where every call reads it: a mark in the test files, or `addopts` of pytest in "
        f"`pyproject.toml`. Then take {options} away here."
    )


def _all_leave_out(case: Case, made: list[Call]) -> bool:
    """Whether an option leaves a test out of each call that would run it; False where none would."""
    asked = [call for call in made if case in call.started]
    return bool(asked) and all(case in call.left_out.sure for call in asked)
