"""The runners that workflows name, at the lines that write them: ``runs-on`` or a row of a matrix."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import active, jobs, walk_keys
from maturin_compliance.location import Location
from maturin_compliance.model.workflow import Job

AXIS = re.compile(r"\bmatrix((?:\.[\w-]+)+)")
LITERAL = re.compile(r"'([^']+)'")


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the line that writes it; ``key`` is what stands before it there, dots between nested keys."""

    text: str
    location: Location
    key: str


def labels(subject: Subject) -> tuple[Label, ...]:
    """Every label that a job is given, each place once."""
    found = [label for _, job in jobs(subject.project) for label in _written(job)]
    told = {(label.location.path, label.text.lower()) for label in found}
    for run in active((*subject.expansion.release.runs, *subject.expansion.runs)):
        place = run.job.runs_on.location if run.job.runs_on else run.job.location
        if run.runner and not _is_own(run.job) and (place.path, run.runner.lower()) not in told:
            found.append(Label(run.runner, place, "runs-on"))
    return tuple(dict.fromkeys(found))


def _is_own(job: Job) -> bool:
    """Whether a job asks for a runner of the project's own: by the label for such, or by a group."""
    node = job.runs_on
    return node is not None and ("group" in node.mapping or any(one.value == "self-hosted" for one in node.walk()))


def _written(job: Job) -> Iterator[Label]:
    for node in job.runs_on.walk() if job.runs_on and not _is_own(job) else ():
        text = str(node.value) if node.is_scalar else ""
        if "${{" not in text:
            yield Label(text, node.location, "runs-on")
            continue
        yield from (Label(literal, node.location, "runs-on") for literal in LITERAL.findall(text))
        for axis in AXIS.findall(text):
            yield from _rows(job, axis.removeprefix("."))


def _rows(job: Job, axis: str) -> Iterator[Label]:
    matrix = job.strategy.matrix if job.strategy else None
    for keys, node in walk_keys(matrix) if matrix else ():
        path = ".".join(keys[1:] if keys[:1] == ("include",) else keys)
        if path.lower() == axis.lower() and isinstance(node.value, str) and "${{" not in node.value:
            yield Label(node.value, node.location, axis)


def compared(subject: Subject, places: Sequence[Label]) -> tuple[Location, ...]:
    """Where the files of a label compare a matrix with it: conditions, and rows that are excluded."""
    text = places[0].text.lower()
    files = {label.location.path for label in places}
    found = [
        node.location
        for workflow in subject.project.workflows
        for keys, node in (walk_keys(workflow.document) if workflow.path in files else ())
        if isinstance(node.value, str)
        and (f"'{text}'" in node.value.lower() or ("exclude" in keys and node.value.lower() == text))
    ]
    written = {label.location for label in places}
    return tuple(dict.fromkeys(place for place in found if place not in written))
