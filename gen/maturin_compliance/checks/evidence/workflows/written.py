"""Where the value of a step's input is written: the input itself, a row of the matrix, or an environment.

A problem belongs on that line, and its fix has to speak of the key that stands there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import job_of
from maturin_compliance.expand.release import JobRun, Origin, StepRun
from maturin_compliance.expression import Value
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node, Template

ONE_VALUE = re.compile(
    r"\s*\$\{\{\s*(?P<context>matrix|env)\.(?P<path>[\w-]+(?:\.[\w-]+)*)(?:\s*\|\|.*)?\s*\}\}\s*"
)
DEEPEST = 5
"""How often a value may point to another one; more would be a circle."""


@dataclass(frozen=True, slots=True)
class Written:
    """The line to edit. ``key`` is what the value stands under there, ``path`` its dotted name in ``matrix``
    ("" for what stands in no matrix), ``text`` the value as it stands, None where the line has none.
    ``listed`` tells that it is an item of a list.
    """

    location: Location
    key: str
    path: str
    text: str | None
    listed: bool = False


def of_input(subject: Subject, origin: Origin, name: str) -> Written:
    """Give where an input of the step in which something happens gets its value; without one, the step."""
    job, step = job_of(subject, origin), step_of(subject, origin)
    inputs = step.step.inputs.items() if step else ()
    found = next(((key, value) for key, value in inputs if key.lower() == name), None)
    if found is None or job is None or step is None:
        return Written(origin.location, name, "", None)
    key, template = found
    return follow(job, step, Written(template.location, key, "", _text(template)))


def of_runner(job: JobRun) -> Written:
    """Give where a job gets its runner."""
    node = job.job.runs_on
    if node is None or not node.is_scalar:
        return Written((node or job.job).location, "runs-on", "", None)
    return follow(job, None, Written(node.location, "runs-on", "", str(node.value)))


def follow(job: JobRun, step: StepRun | None, found: Written, depth: int = 0) -> Written:
    """Give where a value really is written that may be no more than the name of another one."""
    match = ONE_VALUE.fullmatch(found.text or "")
    if match is None or depth > DEEPEST:
        return found
    if match["context"] == "matrix":
        after = _in_matrix(job, match["path"])
    else:
        after = _in_environment(job, step, match["path"])
    if after is None:
        return found
    return follow(job, step, after, depth + 1)


def _in_environment(job: JobRun, step: StepRun | None, name: str) -> Written | None:
    levels = (step.step.env if step else {}, job.job.env, job.workflow.env)
    value = next((level[name] for level in levels if name in level), None)
    return Written(value.location, name, "", _text(value)) if value else None


def _text(value: Template) -> str:
    return "" if value.value is None else str(value.value)


def _in_matrix(job: JobRun, path: str) -> Written | None:
    """The row that gives a job its value of ``matrix.path``, None where no row does."""
    axis, *below = path.split(".")
    for row in candidates(job, axis):
        node: Node | None = row.mapping.get(axis) if row.is_row else row.node
        for name in below:
            node = node.mapping.get(name) if node else None
        if node is not None and node.is_scalar:
            listed = not row.is_row and not below
            return Written(node.location, path.rpartition(".")[2], path, _scalar(node), listed)
    return None


def candidates(job: JobRun, axis: str) -> Iterator["Row"]:
    """Give the parts of a matrix that hold for a job: entries of ``include``, then items of an axis."""
    yield from rows(job)
    yield from _items(job, axis)


def _scalar(node: Node) -> str:
    return node.text if node.text is not None else str(node.value)


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a matrix that holds for a job: an entry of ``include`` (``is_row``), or an item of an axis."""

    node: Node
    is_row: bool

    @property
    def mapping(self) -> Mapping[str, Node]:
        """Its keys."""
        return self.node.mapping


def rows(job: JobRun) -> Iterator[Row]:
    """Give the entries of ``include`` that say nothing else than the job's combination, the fullest first."""
    matrix = matrix_of(job)
    entries = matrix["include"].items if "include" in matrix else ()
    combination = job.combination or {}
    fits = [entry for entry in entries if entry.mapping and _holds(entry, combination)]
    yield from (Row(entry, True) for entry in sorted(fits, key=lambda entry: -len(entry.mapping)))


def _items(job: JobRun, axis: str) -> Iterator[Row]:
    matrix, value = matrix_of(job), (job.combination or {}).get(axis)
    for item in matrix[axis].items if axis in matrix else ():
        if equal(item, value):
            yield Row(item, False)


def matrix_of(job: JobRun) -> Mapping[str, Node]:
    """Give the keys of a job's matrix as written; empty where it has none, or an expression makes it."""
    strategy = job.job.strategy
    return strategy.matrix.mapping if strategy and strategy.matrix else {}


def _holds(entry: Node, combination: Mapping[str, Value]) -> bool:
    return all(key in combination and equal(node, combination[key]) for key, node in entry.mapping.items())


def equal(node: Node, value: Value) -> bool:
    """Tell whether a value of a combination may be what a node says; what an expression makes may be any."""
    if isinstance(value, dict):
        return set(node.mapping) == set(value) and all(equal(node.mapping[key], value[key]) for key in value)
    if isinstance(value, list):
        return len(node.items) == len(value) and all(map(equal, node.items, value))
    if isinstance(node.value, str) and "${{" in node.value:
        return True
    return node.is_scalar and node.value == value


def compared(job: JobRun, place: Written) -> Iterator[Location]:
    """Give the lines of a job that compare a value of its matrix with the one written now."""
    path, text = re.escape(f"matrix.{place.path}"), re.escape(f"'{place.text}'")
    wanted = re.compile(rf"{path}\s*[=!]=\s*{text}")
    jobs = job.workflow.document.mapping.get("jobs")
    node = jobs.mapping.get(job.job.id) if jobs and place.path else None
    for part in node.walk() if node else ():
        if part.is_scalar and wanted.search(str(part.value)):
            yield part.location
