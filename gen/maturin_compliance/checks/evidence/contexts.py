"""Values of the matrix that a job asks for and does not have."""

import re
from collections.abc import Iterator, Mapping

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.pipeline import walk_keys
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node
from maturin_compliance.model.workflow import Workflow

EXPRESSION = re.compile(r"\$\{\{(?P<inside>.*?)\}\}", re.DOTALL)
STRING = re.compile(r"'(?:[^']|'')*'")
AXIS = re.compile(r"(?<![\w.-])matrix\.(?P<path>[A-Za-z_][\w-]*(?:\.[\w-]+)*)")


def missing_axes(subject: Subject) -> Iterator[tuple[str, str, bool, Location]]:
    """Each ``matrix.x`` that is empty: job, ``x``, whether the job has a matrix at all, place."""
    for workflow in subject.project.workflows:
        for job, node in _jobs(workflow):
            axes = _axes(node)
            if axes is not None:
                for path, place in _asked(node):
                    if path.lower().partition(".")[0] not in axes:
                        yield job, path, bool(axes), place


def uses_matrix(subject: Subject) -> bool:
    """Whether any job asks for a value of a matrix."""
    return any(True for w in subject.project.workflows for _, node in _jobs(w) for _ in _asked(node))


def _jobs(workflow: Workflow) -> Iterator[tuple[str, Node]]:
    jobs = workflow.document.mapping.get("jobs")
    yield from jobs.mapping.items() if jobs else ()


def _axes(job: Node) -> frozenset[str] | None:
    """The axes of a job's matrix, in lower case; None where an expression gives them."""
    strategy = job.mapping.get("strategy")
    matrix = strategy.mapping.get("matrix") if strategy else None
    if strategy is None or (matrix is None and strategy.mapping):
        return frozenset()
    if matrix is None or matrix.is_scalar:
        return None
    rows = matrix.mapping.get("include")
    if rows is not None and rows.is_scalar:
        return None
    found = {name for name in matrix.mapping if name not in {"include", "exclude"}}
    found |= {name for row in (rows.items if rows else ()) for name in row.mapping}
    return None if any(row.is_scalar for row in (rows.items if rows else ())) else frozenset(map(str.lower, found))


def _asked(job: Node) -> Iterator[tuple[str, Location]]:
    for keys, node in walk_keys(job):
        if isinstance(node.value, str) and keys[:2] != ("strategy", "matrix"):
            for path, line in _paths_in(node.value, bare=keys[-1:] == ("if",)):
                yield path, Location(node.location.path, (node.first_line or node.location.line or 1) + line)


def _paths_in(text: str, *, bare: bool) -> Iterator[tuple[str, int]]:
    """The values that the expressions of a text name, with the line of the text."""
    parts: Mapping[int, str] = {m.start("inside"): m["inside"] for m in EXPRESSION.finditer(text)}
    for start, inside in (parts or ({0: text} if bare else {})).items():
        for found in AXIS.finditer(STRING.sub("", inside)):
            yield found["path"], text.count("\n", 0, start)
