"""Tests of a release that the job which publishes does not wait for."""

from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.testing.tried import holds, of_package
from maturin_compliance.checks.evidence.workflows.pipeline import active_steps, needed, publishes, run_of
from maturin_compliance.expand.release import JobRun, Publish, State, Test, WorkflowRun
from maturin_compliance.location import Location


@dataclass(frozen=True, slots=True)
class Unawaited:
    """A job that publishes, and the jobs of its run that test the package beside it or after it.

    ``editable`` is the job of the workflow's own file that ``needs`` what is given here.
    """

    publisher: str
    editable: str
    place: Location
    tests: tuple[JobRun, ...]
    needs: tuple[str, ...]


def unawaited(subject: Subject) -> Iterator[Unawaited]:
    """The jobs that publish beside tests. Raises Skip where no run that publishes tests anything."""
    found = [(run, publish) for publish in publishes(subject) if (run := run_of(subject, publish.origin))]
    if not any(_tests(job) for run, _ in found for job in run.jobs):
        raise Skip("no run that publishes has jobs that test")
    for name, (run, publish) in {publish.origin.job: (run, publish) for run, publish in found}.items():
        before = {name, *needed(run, name)}
        beside = [job for job in run.jobs if job.name not in before and _tests(job) and _concerns(job, publish)]
        beside = [job for job in beside if name not in needed(run, job.name)]
        if beside:
            yield _told(run, name, tuple({job.name: job for job in beside}.values()))


def _tests(job: JobRun) -> bool:
    """Whether a job is sure to run tests of the package: to wait for one that is skipped would skip the upload."""
    steps = active_steps(job) if job.state is State.RUNS else ()
    return any(isinstance(a, Test) and of_package(a) for step in steps for a in step.activities)


def _concerns(job: JobRun, publish: Publish) -> bool:
    """Whether the tests of a job may be of what is uploaded: a job that has other files at hand tests those."""
    held = set(holds(job))
    return not (held and publish.files and held.isdisjoint(publish.files))


def _told(run: WorkflowRun, name: str, tests: tuple[JobRun, ...]) -> Unawaited:
    editable = name.partition(" / ")[0]
    job = run.workflow.jobs[editable]
    wanted = dict.fromkeys(test.name.partition(" / ")[0] for test in tests)
    place = job.needs[0].location if job.needs else job.location
    return Unawaited(name, editable, place, tests, tuple(wanted))
