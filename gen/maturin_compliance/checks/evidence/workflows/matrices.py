"""Rows of a matrix that miss what they are meant for."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.expressions import Expression, expressions
from maturin_compliance.checks.evidence.workflows.pipeline import jobs, some
from maturin_compliance.checks.text import code
from maturin_compliance.expression import ExpressionError, references
from maturin_compliance.model.node import Node
from maturin_compliance.model.workflow import Job, Workflow

MOST = 100
"""Axes of a matrix among which misspelt ones are looked for; nobody writes so many."""
CLOSE = 0.8
"""How alike two names are where one is taken for a misspelling of the other."""


def missing_rows(subject: Subject) -> Iterator[Problem]:
    """Rows under ``include`` with a misspelt key, and those under ``exclude`` that no combination matches."""
    for workflow, job in jobs(subject.project):
        matrix = job.strategy.matrix if job.strategy else None
        if matrix is not None:
            yield from _misspelt(workflow, job, matrix)
            yield from _excluding_nothing(job, matrix)


def _misspelt(workflow: Workflow, job: Job, matrix: Node) -> Iterator[Problem]:
    asked, axes = _asked(workflow, job), _axes(matrix)
    if "*" in asked or len(axes) > MOST:
        return
    for row in _rows(matrix, "include"):
        for key, value in row.mapping.items():
            others = (asked & axes) - {other.lower() for other in row.mapping}
            near = [] if key.lower() in asked else get_close_matches(key.lower(), others, n=1, cutoff=CLOSE)
            if near:
                message = f"nothing in job {code(job.id)} asks for {code(f'matrix.{key}')}"
                yield Problem(message, value.location, f"Write {code(near[0])}.", warned=True)


def _asked(workflow: Workflow, job: Job) -> frozenset[str]:
    """The axes that the job's expressions ask for, in lower case; "*" where one asks for all."""
    node = workflow.document.mapping["jobs"].mapping[job.id]
    found = {path for one in expressions(node, ("jobs", job.id)) for path in _paths(one)}
    return frozenset([*path.split("."), "*"][1].lower() for path in found)


def _paths(expression: Expression) -> Iterator[str]:
    try:
        yield from (path for path in references(expression.parsed()) if path.split(".")[0] == "matrix")
    except ExpressionError:
        return


def _axes(matrix: Node) -> frozenset[str]:
    rows = _rows(matrix, "include")
    return frozenset(name.lower() for node in (matrix, *rows) for name in node.mapping)


def _excluding_nothing(job: Job, matrix: Node) -> Iterator[Problem]:
    axes = {key: _plain(node) for key, node in matrix.mapping.items()}
    for row in _rows(matrix, "exclude"):
        for key, value in row.mapping.items():
            known = axes.get(key, {})
            if known and value.is_scalar and "${{" not in (value.text or "") and value.text not in known:
                axis = f"{code(key)} of the matrix of job {code(job.id)}"
                message = f"the row excludes nothing: {axis} has no {code(value.text)}"
                yield Problem(message, value.location, _there(value.text or "", known), warned=True)


def _there(text: str, known: Mapping[str, None]) -> str:
    near = get_close_matches(text, tuple(known)[:MOST], n=1)
    return f"Write {code(near[0])}." if near else f"Write one that is there: {some(known)}."


def _plain(axis: Node) -> Mapping[str, None]:
    """The values of an axis in their order; none where one of them is no plain text."""
    texts = dict.fromkeys(item.text or "" for item in axis.items if item.is_scalar)
    whole = all(item.is_scalar and "${{" not in (item.text or "") for item in axis.items)
    return texts if whole else {}


def _rows(matrix: Node, name: str) -> tuple[Node, ...]:
    found = matrix.mapping.get(name)
    return found.items if found is not None else ()
