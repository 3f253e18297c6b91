"""Pythons that a release has wheels for, and those that some job tests on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.testing.containers import containers
from maturin_compliance.checks.evidence.testing.hatch import hatch_python
from maturin_compliance.checks.evidence.testing.tried import of_package
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, released_builds
from maturin_compliance.checks.text import code
from maturin_compliance.expand.release import JobRun, StepRun, Test, Wheel

CLASSIFIER = re.compile(r"Programming Language :: Python :: 3\.(?P<minor>\d+)")
_WHEEL = re.compile(r"-(?P<kind>cp|pp)3(?P<minor>\d+)-(?P<abi>[\w.]+)-[^-]+\.whl$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A Python to test on; any of the minors ``instead`` does as well, as for the ends of a stable ABI."""

    name: str
    instead: range = range(0)


def untested_pythons(subject: Subject) -> tuple[str, ...]:
    """The Pythons of wheels that no job tests on, oldest first. Raises Skip where that is not decided."""
    released_builds(subject)
    tests = list(tests_of(subject))
    if not tests:
        raise Skip("no workflow runs tests of the package")
    untold = [(job, step, test) for job, step, test in tests if _python(subject, test) is None]
    for job, step, test in untold:
        if not containers(job, step):
            raise Skip(f"could not be decided from the files: on which Python {code(test.tool)} runs its tests")
    # Where hatch has its own say, the matrix counts here: that it does not decide is a fault of its own.
    known = {name for _, _, test in tests for name in (_python(subject, test), test.python) if name}
    wheels = [wheel for wheel in subject.expansion.release.wheels if not wheel.may_be_absent]
    wanted = {one for wheel in wheels for one in _served(subject, wheel)}
    left = {one.name for one in wanted if known.isdisjoint({one.name, *(f"3.{minor}" for minor in one.instead)})}
    # The Python of a container is not told, and may be any usual one.
    return tuple(sorted((n for n in left if not (untold and re.fullmatch(r"3\.\d+", n))), key=_age))


def tests_of(subject: Subject) -> Iterator[tuple[JobRun, StepRun, Test]]:
    """The tests of the package in all workflows."""
    for job in active(subject.expansion.runs):
        for step in active_steps(job):
            for activity in step.activities:
                if isinstance(activity, Test) and of_package(activity):
                    yield job, step, activity


def _python(subject: Subject, test: Test) -> str | None:
    """The Python that a test runs on: that of the wheel it is bound to, else what is told of the command."""
    bound = _WHEEL.search(test.wheel or "")
    if bound and "abi3" not in bound["abi"]:
        return _name(bound["kind"], bound["minor"], bound["abi"])
    node = hatch_python(subject, test)
    return str(node.value) if node else test.python


def _name(kind: str, minor: str, abi: str) -> str:
    """A Python as setup-python names it."""
    threads = "t" if re.fullmatch(r"cp\d+t", abi) else ""
    return f"{'pypy' if kind == 'pp' else ''}3.{minor}{threads}"


def _served(subject: Subject, wheel: Wheel) -> Iterator[Wanted]:
    """The supported Pythons that a wheel is for; of a stable ABI the oldest, and the newest claimed."""
    found = re.fullmatch(r"(?P<kind>cp|pp)3(?P<minor>\d+)", wheel.interpreter.split(".")[0])
    supported = need.supported_pythons(subject)
    if found is None or "emscripten" in (wheel.target or ""):
        return
    minor, bound = int(found["minor"]), {"abi3", "abi3t"}.isdisjoint(wheel.abi.split("."))
    if bound and minor in (_pypys(subject) if found["kind"] == "pp" else supported):
        yield Wanted(_name(found["kind"], found["minor"], wheel.abi))
    elif not bound:
        admitted = [one for one in supported if one >= minor and _admits(subject, one)]
        yield from (Wanted(f"3.{one}", range(minor, one)) for one in admitted[:1])
        claimed = _claimed(subject).intersection(admitted)
        if claimed:
            yield Wanted(f"3.{max(claimed)}", range(max(claimed), admitted[-1] + 1))


def _pypys(subject: Subject) -> tuple[int, ...]:
    on = subject.facts.as_of
    return tuple(one.minor for one in subject.facts.pypys if one.dropped is None or one.dropped > on)


def _claimed(subject: Subject) -> set[int]:
    pyproject = subject.project.package.pyproject
    classifiers = pyproject.project.classifiers if pyproject and pyproject.project else ()
    return {int(found["minor"]) for one in classifiers if (found := CLASSIFIER.fullmatch(one.value))}


def _admits(subject: Subject, minor: int) -> bool:
    pyproject = subject.project.package.pyproject
    python = pyproject.project.python if pyproject and pyproject.project else None
    return python is None or python.contains(f"3.{minor}.1")


def _age(name: str) -> tuple[bool, int, bool]:
    return name.startswith("pypy"), int(name.rpartition(".")[2].rstrip("t")), name.endswith("t")


def named(name: str) -> str:
    """A Python as a reader names it."""
    return name.replace("pypy", "PyPy ")
