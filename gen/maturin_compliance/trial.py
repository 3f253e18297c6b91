"""Which of a release's wheels are tried before they are uploaded, where, and with what left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.expand.release import Activity, Expansion, JobRun, State, StepRun, Test, Wheel
from maturin_compliance.location import Location

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
    """Give a step that seems to run tests in the job that builds a wheel, though what it installs is not known.

    Such are commands inside a container or of an action, which these rules do not follow.
    """
    origin = wheel.origin
    for run in expansion.release.runs:
        for job in run.jobs:
            if (job.name, job.combination) == (origin.job, origin.combination) and job.state is not State.SKIPPED:
                found = next((step for step in job.steps if _seems_to_test(step)), None)
                if found is not None:
                    return found.step.location
    return None


def _seems_to_test(step: StepRun) -> bool:
    if step.state is State.SKIPPED or any(isinstance(a, Test) and a.wheel for a in step.activities):
        return False
    script = step.script or (step.step.run.text if step.step.run else "")
    texts = (script, *(value for value in step.inputs.values() if isinstance(value, str)))
    lines = (line for text in texts for line in text.splitlines())
    return any(_RUNS_TESTS.search(line) and "install" not in line for line in lines)


def others(expansion: Expansion) -> tuple[Trial, ...]:
    """Give the tests that run with no wheel of the release installed, in any workflow."""
    released = {wheel.filename for wheel in expansion.release.wheels}
    runs = (job for run in expansion.runs for job in run.jobs)
    return tuple(one for one in _trials(runs) if one.test.wheel not in released)


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
