"""Which of a release's wheels are tried before they are uploaded, where, and with what left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.expand.release import Activity, Expansion, JobRun, State, StepRun, Test


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
