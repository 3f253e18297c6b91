"""Which wheels of a release some job tests, and where the others could be tested."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence import trial
from maturin_compliance.checks.evidence.pipeline import (
    active,
    active_steps,
    distribution,
    job_of,
    name_of,
    released_builds,
)
from maturin_compliance.checks.evidence.runners import may_test
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import (
    Activity,
    Build,
    Download,
    Install,
    JobRun,
    Publish,
    StepRun,
    Test,
    Upload,
)
from maturin_compliance.facts import Runner

CONTAINERS = frozenset({"uraimo/run-on-arch-action", "addnab/docker-run-action"})
"""Actions that run a script in a container of their own, which is not looked into."""

SYSTEMS: Mapping[str, str] = {"darwin": "macos", "windows": "windows", "linux": "linux"}
"""A part of a Rust target and the operating system of the runner that can test it."""


@dataclass(frozen=True, slots=True)
class State:
    """``tested`` are file names; ``untested`` the builds with the wheels of them that no job tests.

    Wheels of which the files do not tell whether a job tests them are in neither.
    """

    tested: frozenset[str]
    untested: tuple[tuple[Build, tuple[str, ...]], ...]


def activities(subject: Subject) -> Iterator[Activity]:
    """What the jobs of the release do."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            yield from step.activities


def state(subject: Subject) -> State:
    """Tell which wheels of the release are tested. Raises Skip where it has none."""
    builds = released_builds(subject)
    tested = frozenset(_tested(subject))
    unseen = frozenset(_unseen(subject))
    published = frozenset(wheel.filename for wheel in subject.expansion.release.wheels)
    untested: dict[tuple[object, ...], tuple[Build, tuple[str, ...]]] = {}
    for build in builds:
        names = (wheel.filename for wheel in build.wheels)
        left = tuple(n for n in names if n in published and n not in tested | unseen)
        if left and not tests_itself(subject, build):
            key = (build.origin.workflow, build.origin.job, build.origin.location, build.target)
            first, before = untested.get(key, (build, ()))
            untested[key] = (first, (*before, *left))
    return State(tested, tuple(untested.values()))


def _tested(subject: Subject) -> Iterator[str]:
    for job in active(subject.expansion.release.runs):
        kinds = (Test, Install) if _calls_tests(job) else (Test,)
        for activity in job.activities:
            if isinstance(activity, kinds) and activity.wheel:
                yield activity.wheel


def tested_instead(subject: Subject, build: Build) -> tuple[str, ...]:
    """The wheels that the job of a build tests."""
    job = job_of(subject, build.origin)
    found = (a.wheel for a in (job.activities if job else ()) if isinstance(a, Test) and a.wheel)
    return tuple(dict.fromkeys(found))


def tests_itself(subject: Subject, build: Build) -> bool:
    """Whether the build tool runs tests on what it built: cibuildwheel with a test command."""
    if build.tool != "cibuildwheel":
        return False
    pyproject = subject.project.package.pyproject
    table = pyproject.tools.get("cibuildwheel") if pyproject else None
    if table is not None and any("test-command" in node.mapping for node in table.walk()):
        return True
    job = job_of(subject, build.origin)
    steps = job.steps if job else ()
    return any(name.startswith("CIBW_TEST_COMMAND") for step in steps for name in step.env)


def _unseen(subject: Subject) -> Iterator[str]:
    for job in active(subject.expansion.release.runs):
        if any(map(hides_tests, active_steps(job))) or _untold(job, distribution(subject)):
            for activity in job.activities:
                if isinstance(activity, Build):
                    yield from (wheel.filename for wheel in activity.wheels)
                elif isinstance(activity, Download):
                    yield from activity.files


def _untold(job: JobRun, name: str) -> bool:
    """Whether a job tests a wheel of a folder, and the files do not tell which of this package."""
    installs = [a for a in job.activities if isinstance(a, Install) and a.source == "folder"]
    told = any(a.wheel and a.wheel.partition("-")[0] == name for a in installs)
    return bool(installs) and not told and (_calls_tests(job) or any(isinstance(a, Test) for a in job.activities))


def _calls_tests(job: JobRun) -> bool:
    """Whether a step runs tests by way of another program (``timeout 300 pytest``)."""
    return any(may_test(command.words) for step in active_steps(job) for command in step.commands)


def tries_out(subject: Subject, build: Build) -> bool:
    """Whether the job of a build tests what it makes and hands nothing on, as a job for tests does.

    A combination without an upload is none where other combinations of its job upload.
    """
    job = job_of(subject, build.origin)
    if job is None or any(_hands_on(other) for other in _combinations(subject, job)):
        return False
    return any(isinstance(a, Test) or (isinstance(a, Install) and a.source == "folder") for a in job.activities)


def _combinations(subject: Subject, job: JobRun) -> Iterator[JobRun]:
    """A job with every combination of its matrix."""
    runs = (*subject.expansion.release.runs, *subject.expansion.runs)
    run = next(run for run in runs if job in run.jobs)
    return (other for other in active([run]) if other.name == job.name)


def _hands_on(job: JobRun) -> bool:
    return any(isinstance(a, (Upload, Publish)) for a in job.activities)


def hides_tests(step: StepRun) -> bool:
    """Whether a step runs a script in a container of its own."""
    if name_of(step) in CONTAINERS:
        return True
    return any(command.words[:2] == ("docker", "run") for command in step.commands)


def for_target(build: Build) -> str:
    """The target as a message adds it."""
    return f" for {code(build.target)}" if build.target else ""


def how_to_test(subject: Subject, build: Build) -> str:
    """The lines that test the wheels of a build on a machine that can run them."""
    found = native_runner(subject, build)
    if (other := trial.elsewhere(subject, build, found.label if found else None)) is not None:
        return other
    lines = [
        *([f"runs-on: {found.label}"] if found else []),
        "steps:",
        "  # after the build",
        *trial.setup(build),
        *(f"  - run: {line}" for line in trial.steps(subject, build)),
    ]
    job = job_of(subject, build.origin)
    if found and job and not can_run(job, build):
        why = (
            f"{code(job.runner)} cannot run them, or its installer picks another wheel. "
            f"Build and test them on {code(found.label)}"
        )
    else:
        why = "Install and test them in the job that built them"
    return f"{why}:\n\n" + fence("\n".join(lines), "yaml")


def native_runner(subject: Subject, build: Build) -> Runner | None:
    """A hosted runner that runs what a build makes, None where there is none."""
    return runner_for(subject, system(build.target or ""), architecture(build.target or ""))


def runner_for(subject: Subject, os: str, machine: str) -> Runner | None:
    """The newest hosted runner of a system and an architecture whose label does not move and is free."""
    found = [
        runner
        for runner in subject.facts.runners
        if (runner.os, runner.architecture, runner.status) == (os, machine, "available")
        and not runner.moves
        and not runner.label.endswith(("-large", "-xlarge", "-slim"))
    ]
    return max(found, key=lambda r: tuple(map(int, r.version.split("."))), default=None)


def system(target: str) -> str:
    """The operating system of a Rust target, in the words of runners; "" for others."""
    return next((os for part, os in SYSTEMS.items() if part in target and "android" not in target), "")


def architecture(target: str) -> str:
    """The runner architecture that runs a Rust target natively; "" where none is hosted."""
    machine = target.partition("-")[0]
    return {"x86_64": "x64", "i686": "x64", "aarch64": "arm64", "universal2": "arm64"}.get(machine, "")


def can_run(job: JobRun, build: Build) -> bool:
    """Whether the runner of a job is of the build's system and architecture."""
    target = build.target or ""
    return (job.os, job.architecture) == (system(target), architecture(target))
