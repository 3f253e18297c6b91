"""Why a step that publishes finds nothing: the artifacts that a job downloads, the folder that it publishes."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from posixpath import dirname

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.pipeline import active, active_steps, in_job, is_of_package, job_of, some
from maturin_compliance.checks.evidence.shipping import step_of
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.release import Build, Download, JobRun, Publish, State, StepRun, Upload
from maturin_compliance.location import Location
from maturin_compliance.model.node import Template

SHORTEST = 3
"""Characters that the names of artifacts must begin with alike to be told from others by them."""

FOLDER = ("packages-dir", "packages_dir", "args")
"""Inputs that name what is published."""


def nothing(subject: Subject, publish: Publish) -> Iterator[Problem]:
    """Why a step that publishes finds nothing, as far as the files tell."""
    job = job_of(subject, publish.origin)
    if job is None:
        return
    if publish.beside:
        yield from _elsewhere(subject, job, publish)
    else:
        yield from _not_brought(subject, job, publish)


def _elsewhere(subject: Subject, job: JobRun, publish: Publish) -> Iterator[Problem]:
    """Files that lie in another folder than the one that is published."""
    step = step_of(subject, publish.origin)
    if step is None or _may_move(job, step, publish):
        return
    folders = tuple(dict.fromkeys(dirname(path) or "." for path in publish.beside))
    yield Problem(
        f"{in_job(publish.origin)} publishes {codes(publish.named)}, where nothing lies: the "
        f"{'files are' if len(publish.beside) > 1 else 'file is'} in {some(folders)}",
        _place(step, publish),
        _folder(publish, folders),
    )


def _may_move(job: JobRun, step: StepRun, publish: Publish) -> bool:
    """Whether another step of the job names the folder that is published, and may fill it."""
    folders = [re.split(r"[*?\[]", name)[0].strip("./") for name in publish.named]
    others = (other for other in active_steps(job) if other is not step)
    others = (other for other in others if not any(isinstance(a, (Download, Build)) for a in other.activities))
    texts = [
        " ".join([other.step.run.text if other.step.run else "", *map(str, other.step.inputs.values())])
        for other in others
    ]
    return any(not folder or any(folder in text for text in texts) for folder in folders)


def _place(step: StepRun, publish: Publish) -> Location:
    inputs = step.step.inputs.items()
    return next((value.location for name, value in inputs if name.lower() in FOLDER), publish.origin.location)


def _folder(publish: Publish, folders: Sequence[str]) -> str:
    """What to publish instead."""
    folder = folders[0] if len(folders) == 1 else f"{_beginning(folders)}*"
    if folder == ".":
        return "Download into a folder of its own, such as `path: dist`, and publish the files of that."
    if publish.method != "gh-action-pypi-publish":
        return f"Publish {code(f'{folder}/*')} in place of {codes(publish.named)}."
    if len(folders) > 1:
        return "Download into one folder, with `merge-multiple: true`, and publish that."
    return f"Publish the folder that holds them:\n\n{fence(f'packages-dir: {folder}', 'yaml')}"


def _beginning(names: Sequence[str]) -> str:
    """What names begin with, all of them."""
    letters = takewhile(lambda column: len(set(column)) == 1, zip(*names, strict=False))
    return "".join(column[0] for column in letters)


def _not_brought(subject: Subject, job: JobRun, publish: Publish) -> Iterator[Problem]:
    """Downloads of a job that bring no artifact, where all artifacts of the run are known."""
    steps = [step for step in active_steps(job) if any(isinstance(a, Download) for a in step.activities)]
    downloads = [a for step in steps for a in step.activities if isinstance(a, Download)]
    uploads = _uploads(subject)
    names = {upload.name for upload in uploads if any(is_of_package(subject, file) for file in upload.files)}
    if not downloads or not names or any(download.artifacts for download in downloads):
        return
    if not _all_known(subject, uploads) or any(_from_another_run(step) for step in steps):
        return
    wanted = [found for step in steps if (found := _wanted(step)) is not None]
    if len(wanted) != len(steps):
        return
    yield Problem.at(
        (*(value.location for _, value in wanted), publish.origin.location),
        f"{in_job(publish.origin)} has nothing to publish: no artifact is named "
        f"{codes(str(value.value) for _, value in wanted)}, the run has {some(sorted(map(str, names)))}",
        _wider(steps[0], names, {upload.name for upload in uploads} - names),
    )


def _uploads(subject: Subject) -> tuple[Upload, ...]:
    runs = subject.expansion.release.runs
    return tuple(a for job in active(runs) for a in job.activities if isinstance(a, Upload))


def _all_known(subject: Subject, uploads: Sequence[Upload]) -> bool:
    """Whether the names of all artifacts are known, and every job of the run is followed."""
    calls = (job for job in active(subject.expansion.release.runs) if job.state is State.MAYBE and not job.steps)
    return all(upload.name is not None for upload in uploads) and not any(job.job.uses for job in calls)


def _from_another_run(step: StepRun) -> bool:
    return bool({"run-id", "artifact-ids", "repository"} & {name.lower() for name in step.step.inputs})


def _wanted(step: StepRun) -> tuple[str, Template] | None:
    """The input that says which artifacts a step downloads."""
    inputs = {name.lower(): value for name, value in step.step.inputs.items()}
    known = {name for name, value in step.inputs.items() if isinstance(value, str)}
    return next(((name, inputs[name]) for name in ("name", "pattern") if name in inputs and name in known), None)


def _wider(step: StepRun, names: set[str | None], others: set[str | None]) -> str:
    """How the download takes all artifacts that hold files to publish."""
    kept = [
        f"{name}: {value.value}" for name, value in step.step.inputs.items() if name not in {"name", "pattern"}
    ]
    shared = _beginning([str(name) for name in names])
    lines = [line for line in kept if not line.startswith("merge-multiple")]
    if not others - {None}:
        words = "Download all artifacts of the run: they hold nothing else"
    elif len(shared) >= SHORTEST and not any(str(name).startswith(shared) for name in others):
        words, lines = "Download those that hold what is published", [f"pattern: {shared}*", *lines]
    else:
        return "Let the names of the artifacts that hold wheels begin alike, and download them by that `pattern`."
    text = "".join(f"\n  {line}" for line in [*lines, "merge-multiple: true"])
    return f"{words}:\n\n{fence(f'with:{text}', 'yaml')}"
