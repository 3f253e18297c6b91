"""The tests that workflows run: those of a release's wheels before the upload, and those of other builds."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.expand.release import (
    Activity,
    Build,
    Download,
    Expansion,
    JobRun,
    State,
    StepRun,
    Test,
)


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
    """Give the tests of other builds than the release's, in any workflow.

    Left out are those in jobs that hold wheels of the release, where it is not known what is installed.
    """
    released = {wheel.filename for wheel in expansion.release.wheels}
    files = {job.workflow.path for run in expansion.release.runs for job in run.jobs}
    found = _trials(job for run in expansion.runs for job in run.jobs)
    return tuple(one for one in found if one.test.origin.workflow not in files or _is_of_sources(one, released))


def _is_of_sources(one: Trial, released: Collection[str]) -> bool:
    """Whether a test of a workflow of the release is sure to try none of its wheels; Cargo's never do."""
    if one.test.wheel is not None or one.test.tool == "cargo test":
        return one.test.wheel not in released
    fetched = [a for _, a in live(one.job) if isinstance(a, Download)]
    held = {wheel.filename for _, a in live(one.job) if isinstance(a, Build) for wheel in a.wheels}
    held.update(name for download in fetched for name in download.files)
    return held.isdisjoint(released) and all(download.files for download in fetched)


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
