"""Where a text that a step is given is written: in the step, a matrix, an input's default, a variable."""

from collections.abc import Iterator
from posixpath import normpath

from maturin_compliance.checks.engine import Subject
from maturin_compliance.expand.release import JobRun, StepRun
from maturin_compliance.location import Location
from maturin_compliance.model.node import Template


def written_at(subject: Subject, job: JobRun, step: StepRun, name: str, text: str) -> Location:
    """The place to change so that an input of a step no longer holds a text; the input's where none writes it."""
    given = _input(step, name)
    place = given.location if given is not None else step.step.location
    sources = tuple(_sources(subject, job, step, name))
    exact = (found for value, found in sources if value == text)
    return next(exact, next((found for value, found in sources if text in value), place))


def _input(step: StepRun, name: str) -> Template | None:
    return next((value for key, value in step.step.inputs.items() if key.lower() == name), None)


def _sources(subject: Subject, job: JobRun, step: StepRun, name: str) -> Iterator[tuple[str, Location]]:
    """Texts that may come to stand in an input, the nearest first."""
    own = _input(step, name)
    if own is not None:
        yield str(own.value), own.location
    yield from _matrix(job)
    called = step.caller
    if called is not None and called.uses is not None:
        yield from ((str(value.value), value.location) for value in called.inputs.values())
        action = subject.project.actions.get(normpath(called.uses.value))
        for known in action.inputs.values() if action else ():
            if known.default is not None:
                yield str(known.default.value), known.default.location
    for env in (step.step.env, job.job.env, job.workflow.env):
        yield from ((str(value.value), value.location) for value in env.values())


def _matrix(job: JobRun) -> Iterator[tuple[str, Location]]:
    strategy = job.job.strategy
    for node in strategy.matrix.walk() if strategy and strategy.matrix else ():
        if node.is_scalar:
            yield node.text or str(node.value), node.location
