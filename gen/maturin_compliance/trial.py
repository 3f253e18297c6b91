"""Which of a release's wheels are tried before they are uploaded, where, and with what left out."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.coverage import platform
from maturin_compliance.expand.release import (
    Activity,
    Build,
    Download,
    Expansion,
    JobRun,
    State,
    StepRun,
    Test,
    Wheel,
)
from maturin_compliance.location import Location

_SYSTEMS = {"Linux": "linux", "macOS": "macos", "Windows": "windows"}
_RUN_BY: Mapping[str | None, frozenset[str]] = {
    "x64": frozenset({"x86_64", "x86", "i686", "universal2"}),
    "arm64": frozenset({"arm64", "aarch64", "universal2"}),
}
"""Architectures of wheels that a runner runs by itself."""
_RUNS_TESTS = re.compile(r"(?<![\w-])(?:pytest|unittest)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Trial:
    """A command that runs tests, in the run of a job that holds it."""

    test: Test
    job: JobRun
    certain: bool


def trials(expansion: Expansion) -> Mapping[str, tuple[Trial, ...]]:
    """Give the commands that test a wheel of the release in the release's own runs, by its file name."""
    found: dict[str, list[Trial]] = {}
    for one in _trials(job for run in expansion.release.runs for job in run.jobs):
        if one.test.wheel is not None:
            found.setdefault(one.test.wheel, []).append(one)
    return {name: tuple(several) for name, several in found.items()}


def hint(expansion: Expansion, wheel: Wheel) -> Location | None:
    """Give a step that may test a wheel in the job that builds it or in one that fetches it.

    Such are tests of which it is not known what they install, and commands inside a container or of an action,
    which these rules do not follow.
    """
    jobs = (job for run in expansion.release.runs for job in run.jobs if job.state is not State.SKIPPED)
    steps = (step for job in jobs if _has(job, wheel) for step in job.steps if _may_test(step, job, wheel))
    return next((step.step.location for step in steps), None)


def _has(job: JobRun, wheel: Wheel) -> bool:
    """Whether a job builds a wheel or fetches it, on a machine of the wheel's system."""
    origin = wheel.origin
    if (job.name, job.combination) == (origin.job, origin.combination):
        return True
    fetched = any(isinstance(one, Download) and wheel.filename in one.files for _, one in live(job))
    return fetched and _SYSTEMS.get(platform(wheel).system) == job.os


def _may_test(step: StepRun, job: JobRun, wheel: Wheel) -> bool:
    if step.state is State.SKIPPED or any(isinstance(one, Test) and one.wheel for one in step.activities):
        return False
    builds = (job.name, job.combination) == (wheel.origin.job, wheel.origin.combination)
    if not builds and any(isinstance(one, Test) for one in step.activities):
        return platform(wheel).architecture in _RUN_BY.get(job.architecture, ())
    script = step.script or (step.step.run.text if step.step.run else "")
    texts = (script, *(value for value in step.inputs.values() if isinstance(value, str)))
    lines = (line for text in texts for line in text.splitlines())
    return any(_RUNS_TESTS.search(line) and "install" not in line for line in lines)


def others(expansion: Expansion) -> tuple[Trial, ...]:
    """Give the tests that run with no wheel of the release installed, in any workflow.

    Left out are those in jobs that hold wheels of the release, where it is not known what is installed.
    """
    released = {wheel.filename for wheel in expansion.release.wheels}
    found = _trials(job for run in expansion.runs for job in run.jobs)
    return tuple(one for one in found if one.test.wheel not in released and not _open(one, released))


def _open(one: Trial, released: Collection[str]) -> bool:
    """Whether a test may be of a wheel of the release though that is not known; Cargo's tests are of sources."""
    if one.test.wheel is not None or one.test.tool == "cargo test":
        return False
    held = {wheel.filename for _, a in live(one.job) if isinstance(a, Build) for wheel in a.wheels}
    held |= {name for _, a in live(one.job) if isinstance(a, Download) for name in a.files}
    return any(name in released for name in held)


def live(job: JobRun) -> Iterator[tuple[StepRun, Activity]]:
    """Give what a job's steps do, without jobs and steps that are skipped."""
    if job.state is State.SKIPPED:
        return
    for step in job.steps:
        if step.state is not State.SKIPPED:
            yield from ((step, activity) for activity in step.activities)


def _trials(jobs: Iterator[JobRun]) -> Iterator[Trial]:
    for job in jobs:
        for step, activity in live(job):
            if isinstance(activity, Test):
                certain = job.state is State.RUNS and step.state is State.RUNS
                yield Trial(activity, job, certain)
