"""Jobs whose tests may run for as long as GitHub lets them."""

from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.pipeline import active, active_steps
from maturin_compliance.expand.release import Build, StepRun, Test
from maturin_compliance.location import Location


@dataclass(frozen=True, slots=True)
class Endless:
    """A job that runs tests without a time limit; ``builds`` tells that it builds wheels too."""

    name: str
    location: Location
    builds: bool


def endless(subject: Subject) -> Iterator[Endless]:
    """The jobs that run tests without a time limit, each once."""
    seen: set[Location] = set()
    for job in active(subject.expansion.runs):
        mine = [step for step in active_steps(job) if any(isinstance(a, Test) for a in step.activities)]
        limited = job.job.timeout_minutes is not None or all(map(_limited, mine))
        if not limited and job.job.location not in seen:
            seen.add(job.job.location)
            yield Endless(job.name, job.job.location, any(isinstance(a, Build) for a in job.activities))


def _limited(step: StepRun) -> bool:
    tests = [a for a in step.activities if isinstance(a, Test)]
    timed = all(any(word.startswith("--timeout") for word in test.words) for test in tests)
    return step.step.timeout_minutes is not None or timed
