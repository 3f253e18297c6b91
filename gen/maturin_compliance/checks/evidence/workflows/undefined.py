"""Values that an expression asks for and nothing defines: GitHub takes an empty text for them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import takewhile

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.expressions import Expression, expressions
from maturin_compliance.checks.evidence.workflows.variables import Variables
from maturin_compliance.checks.text import code, codes
from maturin_compliance.expression import ExpressionError, references
from maturin_compliance.model.node import Node
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Action, Job, Workflow

DEFINED = frozenset({"matrix", "inputs", "env", "needs", "steps"})
"""The contexts that a workflow itself fills."""
MOST = 1000
"""Different paths that are followed in one document; nobody writes so many."""
SHOWN = 6
"""Names that a repair lists where none of them is near."""


@dataclass(frozen=True, slots=True)
class Lack:
    """A name that is not there: what is ``said`` before it, the path that leads to it, the names that are."""

    said: str
    before: str
    name: str
    known: frozenset[str]
    elsewhere: bool = False


def undefined(subject: Subject) -> Iterator[Problem]:
    """The paths of contexts that lead nowhere, each at the line that asks."""
    project = subject.project
    known = Variables(project)
    for workflow in project.workflows:
        for expression, path in _asked(workflow.document):
            lack = _of_workflow(project, known, workflow, expression, path)
            yield from _problem(lack, expression, path)
    for action in project.actions.values():
        for expression, path in _asked(action.document):
            yield from _problem(_of_action(action, path), expression, path)


def _asked(document: Node) -> Iterator[tuple[Expression, str]]:
    """What the expressions of a document ask for, up to so many paths in so many jobs."""
    seen: set[tuple[tuple[str, ...], str]] = set()
    for expression in expressions(document):
        for path in _paths(expression):
            seen.add((expression.keys[:2], path))
            if len(seen) > MOST:
                return
            yield expression, path


def _paths(expression: Expression) -> tuple[str, ...]:
    try:
        found = references(expression.parsed())
    except ExpressionError:
        return ()
    return tuple(
        path for path in found if path.split(".")[0] in DEFINED and path.split(".")[1:2] not in ([], ["*"])
    )


def _problem(lack: Lack | None, expression: Expression, path: str) -> Iterator[Problem]:
    if lack is not None:
        message = f"{lack.said} {code(lack.name)}: {code(path)} is empty"
        yield Problem(message, expression.location, _other(lack), warned=True)


def _other(lack: Lack) -> str:
    if lack.elsewhere:
        return "Set it under `env` of this workflow: those of another one, even a caller's, are not seen here."
    near = get_close_matches(lack.name, sorted(lack.known))
    if near:
        best = max(near, key=lambda other: _alike_from_the_start(other, lack.name))
        return f"Write {code(f'{lack.before}.{best}')}."
    if lack.known and len(lack.known) <= SHOWN:
        return f"Write one that is there: {codes(f'{lack.before}.{other}' for other in sorted(lack.known))}."
    return "Define it, or write the value itself."


def _alike_from_the_start(one: str, other: str) -> int:
    pairs = zip(one.lower(), other.lower(), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _lack(said: str, before: str, name: str, known: Iterable[str]) -> Lack | None:
    names = frozenset(known)
    return None if name.lower() in {one.lower() for one in names} else Lack(said, before, name, names)


def _of_action(action: Action, path: str) -> Lack | None:
    context, name = path.split(".")[:2]
    if context == "inputs":
        return _lack("the action has no input", context, name, action.inputs)
    steps = (step.id for step in action.steps if step.id)
    return _lack("the action has no step", context, name, steps) if context == "steps" else None


def _of_workflow(
    project: Project, known: Variables, workflow: Workflow, expression: Expression, path: str
) -> Lack | None:
    context, name = path.split(".")[:2]
    if context == "inputs":
        triggers = (workflow.trigger(event) for event in ("workflow_dispatch", "workflow_call"))
        return _lack(
            "the workflow has no input", context, name, (n for one in triggers if one for n in one.inputs)
        )
    if context == "env":
        others = known.instead(workflow, name)
        elsewhere = known.set_elsewhere(name)
        return None if others is None else Lack("nothing sets the variable", context, name, others, elsewhere)
    job = workflow.jobs.get(expression.keys[1]) if expression.keys[:1] == ("jobs",) else None
    return _of_job(project, workflow, job, expression, path) if job is not None else None


def _of_job(project: Project, workflow: Workflow, job: Job, expression: Expression, path: str) -> Lack | None:
    context, name = path.split(".")[:2]
    if context == "needs":
        return _needed(project, workflow, job, path)
    if context == "steps":
        return _lack(f"job {code(job.id)} has no step", context, name, (step.id for step in job.steps if step.id))
    axes = None if expression.keys[2:3] == ("strategy",) else _axes(job)
    if axes is None:
        return None
    return _lack(
        f"the matrix of job {code(job.id)} has no" if axes else f"job {code(job.id)} has no matrix, and so no",
        context,
        name,
        axes,
    )


def _axes(job: Job) -> frozenset[str] | None:
    """The keys of a job's matrix; None where an expression gives them."""
    matrix = job.strategy.matrix if job.strategy else None
    if matrix is None:
        return frozenset()
    rows = matrix.mapping.get("include")
    if matrix.is_scalar or (rows is not None and (rows.is_scalar or any(row.is_scalar for row in rows.items))):
        return None
    found = {name for name in matrix.mapping if name not in {"include", "exclude"}}
    return frozenset(found | {name for row in (rows.items if rows else ()) for name in row.mapping})


def _needed(project: Project, workflow: Workflow, job: Job, path: str) -> Lack | None:
    """A job that is not needed, or an output that the needed one does not give."""
    _, name, *rest = path.split(".")
    needs = [need.value for need in job.needs]
    lack = _lack(f"job {code(job.id)} does not need", "needs", name, needs)
    other = next((workflow.jobs[known] for known in workflow.jobs if known.lower() == name.lower()), None)
    if lack is not None or other is None or rest[:1] != ["outputs"] or rest[1:2] in ([], ["*"]):
        return lack
    given = _outputs(project, other)
    return (
        None
        if given is None
        else _lack(f"job {code(other.id)} has no output", f"needs.{name}.outputs", rest[1], given)
    )


def _outputs(project: Project, job: Job) -> Iterable[str] | None:
    """The outputs of a job or of the workflow that it calls; None where that is not among the files."""
    if job.uses is None:
        return job.outputs
    path = job.uses.value.removeprefix("./")
    called = next((workflow for workflow in project.workflows if workflow.path == path), None)
    trigger = called.trigger("workflow_call") if called else None
    return trigger.outputs if trigger else None
