"""Which wheels of a release some job tests: by name, and by the system and architecture that they are for."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.testing.containers import containers, of_job, started
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    active_steps,
    given,
    job_of,
    name_of,
    own_builds,
    released_builds,
)
from maturin_compliance.coverage import Platform, platform
from maturin_compliance.expand.release import (
    Activity,
    Build,
    Download,
    Expansion,
    Install,
    JobRun,
    StepRun,
    Test,
    Wheel,
)
from maturin_compliance.location import Location

NOT_OF_THE_PACKAGE = frozenset({"cargo", "npm"})
"""Programs whose tests are not of the Python package."""
_TRIES = re.compile(r"(?<!la)test|\binstall\b.*\.whl", re.IGNORECASE)
"""What a container may try a wheel by; one that installs a wheel does so to import it at least."""
_SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
_MACHINES: Mapping[tuple[str | None, str | None], str] = {
    ("linux", "x64"): "x86_64",
    ("linux", "arm64"): "aarch64",
    ("macos", "x64"): "x86_64",
    ("macos", "arm64"): "arm64",
    ("windows", "x64"): "x86_64",
    ("windows", "x86"): "x86",
    ("windows", "arm64"): "arm64",
}
"""Architectures of runners and of setup-python as wheels name them."""


@dataclass(frozen=True, slots=True)
class State:
    """``tested`` are file names, ``reached`` what these are for; ``untested`` the builds with their wheels for a
    platform that no job tests. ``halves`` are the architectures that wheels for universal2 are tested on.

    A wheel is in none of them where the files do not tell which wheel of its platform a job installs: ``unclear``.
    """

    tested: frozenset[str]
    unclear: frozenset[str]
    reached: frozenset[Platform]
    untested: tuple[tuple[Build, tuple[Wheel, ...]], ...]
    halves: frozenset[str]

    @property
    def on_macos(self) -> bool:
        """Whether any wheel for macOS is tested."""
        return any(one.system == "macOS" for one in self.reached)


def state(subject: Subject) -> State:
    """Tell which wheels of the release are tested. Raises Skip where it has none."""
    builds = released_builds(subject)
    made = {wheel.filename: wheel for build in own_builds(subject) for wheel in build.wheels}
    tested = frozenset(test.wheel for _, _, test in _tests(subject) if test.wheel in made and test.wheel)
    unclear = frozenset(perhaps(subject.expansion, made.values())) - tested
    seen = {platform(made[name]) for name in tested | unclear}
    return State(
        tested=tested,
        unclear=unclear,
        reached=frozenset(platform(made[name]) for name in tested),
        untested=tuple(_untested(subject, builds, seen)),
        halves=frozenset(_halves(subject, made)),
    )


def _untested(
    subject: Subject, builds: tuple[Build, ...], seen: Container[Platform]
) -> Iterator[tuple[Build, tuple[Wheel, ...]]]:
    """The builds of platforms that are not seen; the combinations of a step for one target count as one."""
    published = frozenset(wheel.filename for wheel in subject.expansion.release.wheels)
    found: dict[tuple[object, ...], tuple[Build, dict[str, Wheel]]] = {}
    for build in builds:
        left = {w.filename: w for w in build.wheels if w.filename in published and platform(w) not in seen}
        if left:
            key = (build.origin.workflow, build.origin.job, build.origin.location, build.target)
            first, before = found.get(key, (build, {}))
            found[key] = (first, {**before, **left})
    yield from ((build, tuple(wheels.values())) for build, wheels in found.values())


def activities(subject: Subject) -> Iterator[Activity]:
    """What the jobs of the release do."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            yield from step.activities


def tested_instead(subject: Subject, build: Build) -> tuple[str, ...]:
    """The wheels that the job of a build tests."""
    job = job_of(subject, build.origin)
    found = (a.wheel for a in (job.activities if job else ()) if isinstance(a, Test) and a.wheel)
    return tuple(dict.fromkeys(found))


def _tests(subject: Subject) -> Iterator[tuple[JobRun, StepRun, Test]]:
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            yield from ((job, step, a) for a in step.activities if isinstance(a, Test))


def perhaps(expansion: Expansion, wheels: Iterable[Wheel]) -> Mapping[str, Location]:
    """Give the wheels that a step may test, with that step, where the files do not tell which it tests."""
    made = {wheel.filename: wheel for wheel in wheels}
    found: dict[str, Location] = {}
    for job in active(expansion.release.runs):
        held = [made[name] for name in holds(job) if name in made]
        for step in _unclear(job) if held else ():
            machines = machines_of(job, step)
            for wheel in held:
                if not machines or any(runs(machine, wheel) for machine in machines):
                    found.setdefault(wheel.filename, step.step.location)
    return found


def holds(job: JobRun) -> Iterator[str]:
    """The files that a job builds or fetches."""
    for activity in job.activities:
        if isinstance(activity, Build):
            yield from (wheel.filename for wheel in activity.wheels)
        elif isinstance(activity, Download):
            yield from activity.files


def _unclear(job: JobRun) -> Iterator[StepRun]:
    """The steps that run tests of which it is not known what they have installed."""
    source: str | None = None
    for step in active_steps(job):
        tests = [a for a in step.activities if isinstance(a, Test)]
        for activity in step.activities:
            if isinstance(activity, Install):
                source = "nothing" if activity.refused else activity.source
            elif isinstance(activity, Test) and activity.wheel is None and _may_load(activity, source):
                yield step
        if not tests and containers(job, step) and _TRIES.search(f"{_text(step)} {_in_containers(step)}"):
            yield step


def _may_load(test: Test, source: str | None) -> bool:
    """Whether a test may load a wheel, after the last installation of the job that is known."""
    return of_package(test) and (source in {None, "folder"} or not test.followed)


def of_package(test: Test) -> bool:
    """Whether tests are of the Python package; those of Cargo and npm are not."""
    return test.tool.partition(" ")[0] not in NOT_OF_THE_PACKAGE


def _text(step: StepRun) -> str:
    return " ".join((step.script or "", *(value for value in step.inputs.values() if isinstance(value, str))))


def _in_containers(step: StepRun) -> str:
    """The commands that start containers, those of the scripts that a step calls among them."""
    return " ".join(word for words in started(step) for word in words)


def machines_of(job: JobRun, step: StepRun) -> tuple[Platform, ...]:
    """The systems that a step of a job runs on; none where they are not known."""
    if "pyodide" in _text(step):
        return (Platform("Pyodide", "", "wasm32"),)
    found = containers(job, step) or tuple(filter(None, (of_job(job),)))
    if found:
        return found
    machine = _MACHINES.get((job.os, python_architecture(job, step)))
    if job.os is None or machine is None:
        return ()
    return (Platform(_SYSTEMS[job.os], "glibc" if job.os == "linux" else "", machine),)


def python_architecture(job: JobRun, step: StepRun) -> str | None:
    """The architecture of the Python that a step runs on: what setup-python was asked for, else the runner's."""
    before = []
    for other in active_steps(job):
        if other is step:
            break
        if name_of(other) == "actions/setup-python":
            before.append(given(other, "architecture"))
    return (before[-1] if before else "") or job.architecture


def runs(machine: Platform, wheel: Wheel) -> bool:
    """Whether a machine runs a wheel natively."""
    of = platform(wheel)
    if machine.architecture == "wasm32":
        return "emscripten" in (wheel.target or "")
    if (of.system, of.libc) != (machine.system, machine.libc):
        return False
    return of.architecture in {machine.architecture, "universal2"} or not machine.architecture


def _halves(subject: Subject, made: Mapping[str, Wheel]) -> Iterator[str]:
    """The architectures on which wheels for universal2 are tested, or may be."""
    for job, step, test in _tests(subject):
        fat = (
            test.wheel in made and platform(made[test.wheel]).architecture == "universal2" if test.wheel else False
        )
        if fat and test.wheel:
            yield from _architectures(job, step)
    for job in active(subject.expansion.release.runs):
        if any(name in made and platform(made[name]).architecture == "universal2" for name in holds(job)):
            for step in _unclear(job):
                yield from _architectures(job, step)


def _architectures(job: JobRun, step: StepRun) -> Iterator[str]:
    """What a step runs of a fat wheel; cibuildwheel tests both halves on arm64, one under Rosetta."""
    if any(isinstance(a, Build) and a.tool == "cibuildwheel" for a in step.activities):
        yield from {"arm64": ("arm64", "x86_64")}.get(job.architecture or "", ("x86_64",))
        return
    machines = machines_of(job, step)
    yield from (m.architecture for m in machines) if machines else ("arm64", "x86_64")
