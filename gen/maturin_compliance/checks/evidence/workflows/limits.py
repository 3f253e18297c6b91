"""Time limits of jobs that run tests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.testing.runners import runs_tests
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.checks.text import fence, many
from maturin_compliance.expand.release import Build, JobRun, StepRun, Test
from maturin_compliance.location import Location


def endless(subject: Subject) -> Iterator[Problem]:
    """The jobs that run tests without a time limit, a problem for each way to set one."""
    by_place: dict[Location, list[JobRun]] = {}
    for job in active(subject.expansion.runs):
        by_place.setdefault(job.job.location, []).append(job)
    found = [_Untimed(tuple(jobs)) for jobs in by_place.values()]
    for kind in Kind:
        yield from _told(kind, [one for one in found if one.steps and one.kind is kind])


class Kind(StrEnum):
    """What bounds a job that tests: the words of the fix, and the minutes."""

    TESTS = "Limit the job, with room for what its tests compile"
    BUILDS = "The job builds too, so limit the step that tests, with room for what it compiles"
    TOGETHER = "One step builds and tests, so limit the job, with room for the slowest build"


@dataclass(frozen=True, slots=True)
class _Untimed:
    """A job with all its combinations."""

    runs: tuple[JobRun, ...]

    @property
    def steps(self) -> tuple[StepRun, ...]:
        """Its steps that run tests and end when they end, each once; none where the job has a limit."""
        if self.runs[0].job.timeout_minutes is not None:
            return ()
        steps = [
            step for job in self.runs for step in active_steps(job) if runs_tests(step) and not _limited(step)
        ]
        return tuple({step.step.location: step for step in steps}.values())

    @property
    def kind(self) -> Kind:
        """What the limit has to leave room for."""
        if any(isinstance(a, Build) for step in self.steps for a in step.activities):
            return Kind.TOGETHER
        builds = any(isinstance(a, Build) for job in self.runs for a in job.activities)
        return Kind.BUILDS if builds else Kind.TESTS


def _told(kind: Kind, found: Sequence[_Untimed]) -> Iterator[Problem]:
    if found:
        steps = [step.step.location for one in found for step in one.steps]
        minutes = 120 if kind is Kind.TOGETHER else 30
        yield Problem.at(
            steps if kind is Kind.BUILDS else [one.runs[0].job.location for one in found],
            many(
                (one.runs[0].name for one in found),
                "job {} runs tests without a time limit",
                "the jobs {} run tests without a time limit",
            ),
            f"{kind}:\n\n{fence(f'timeout-minutes: {minutes}', 'yaml')}",
            warned=True,
        )


def _limited(step: StepRun) -> bool:
    tests = [a for a in step.activities if isinstance(a, Test)]
    timed = bool(tests) and all(any(word.startswith("--timeout") for word in test.words) for test in tests)
    return step.step.timeout_minutes is not None or timed
