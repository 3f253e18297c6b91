"""Why a step that publishes finds nothing: the artifacts that a job downloads, the folder that it publishes."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from posixpath import dirname, normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    active_steps,
    given,
    in_job,
    is_of_package,
    job_of,
    name_of,
    some,
)
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.github.filters import path_pattern
from maturin_compliance.expand.release import Build, Download, JobRun, Publish, State, StepRun, Upload
from maturin_compliance.location import Location
from maturin_compliance.model.node import Template

SHORTEST = 3
"""Characters that the names of artifacts must begin with alike to be told from others by them."""

FOLDER = ("packages-dir", "packages_dir", "args")
"""Inputs that name what is published."""

LEAVING_ACTIONS = frozenset(
    {
        "actions/checkout",
        "actions/setup-python",
        "actions/attest",
        "actions/attest-build-provenance",
        "astral-sh/setup-uv",
        "pypa/gh-action-pypi-publish",
        "step-security/harden-runner",
    }
)
LEAVING_PROGRAMS = frozenset({"cd", "echo", "ls", "maturin", "pip", "pipx", "tree", "twine", "uv", "uvx"})
"""Actions and programs that move no wheels; behind any other the folders may hold what is not known here."""


STRICT = frozenset({"gh-action-pypi-publish", "twine"})
"""Methods that refuse to upload a file that is neither a wheel nor an sdist; uv passes over it."""

DISTRIBUTIONS = (".whl", ".tar.gz", ".zip", "*", "/")
KIND = re.compile(r"(^|/)[^/*?]*[^/*?.]\.(json|xml|md|txt|html|svg|log|toml|lock|info|exe|cdx|spdx|yml|yaml)$")
"""The path of a file of a kind that no distribution is."""

PROGRAM = re.compile(r"(^|/)target/(.*/)?(release|debug)/(?!.*\.(whl|tar\.gz)$)[^/]+$")
"""The path of what cargo builds: wheels lie in ``target/wheels``."""


def nothing(subject: Subject, publish: Publish) -> Iterator[Problem]:
    """Why a step that publishes finds nothing, as far as the files tell."""
    job = job_of(subject, publish.origin)
    if job is None:
        return
    if publish.left:
        yield from _elsewhere(subject, job, publish)
    else:
        yield from _not_brought(subject, job, publish)


def _elsewhere(subject: Subject, job: JobRun, publish: Publish) -> Iterator[Problem]:
    """Files that lie in another folder than the one that is published."""
    step = step_of(subject, publish.origin)
    if step is None or _may_move(job, step, publish):
        return
    folders = sorted({dirname(path) or "." for path in publish.left})
    message = (
        f"{in_job(publish.origin)} publishes {codes(publish.patterns)}, where no file lies: "
        f"{many(folders, 'the files are in {}', 'the files are in {}')}"
    )
    above, apart = dirname(publish.patterns[0]), _apart(job)
    if apart is None or any(dirname(folder) != above for folder in folders):
        yield Problem(message, _place(step, publish), _folder(publish, folders))
        return
    lines = f"with:\n  path: {above}\n  merge-multiple: true"
    yield Problem(
        message,
        apart.origin.location,
        f"Without `merge-multiple` each artifact gets a folder of its own. Bring them together in {code(above)}:"
        f"\n\n{fence(lines, 'yaml', job.workflow.path)}",
        also=(publish.origin.location,),
    )


def _apart(job: JobRun) -> Download | None:
    """The step that downloads several artifacts, each into a folder of its own."""
    for step in active_steps(job):
        for activity in step.activities:
            if isinstance(activity, Download) and not {"name", "merge-multiple"} & step.inputs.keys():
                return activity
    return None


def _may_move(job: JobRun, step: StepRun, publish: Publish) -> bool:
    """Whether another step of the job may fill the folder: an action that is not known, a script that names it."""
    others = [other for other in active_steps(job) if other is not step and not _moves_nothing(other)]
    folders = [re.split(r"[*?\[]", name)[0].strip("./") for name in publish.patterns]
    texts = [other.step.run.text if other.step.run else "" for other in others]
    return not all(texts) or any(not folder or folder in text for text in texts for folder in folders)


def _moves_nothing(step: StepRun) -> bool:
    """Whether a step is followed, or known to leave the files of the job where they are."""
    if any(isinstance(activity, (Download, Build)) for activity in step.activities):
        return True
    if step.uses is not None:
        return name_of(step) in LEAVING_ACTIONS
    return all(command.words[:1] and command.words[0] in LEAVING_PROGRAMS for command in step.commands)


def _place(step: StepRun, publish: Publish) -> Location:
    inputs = step.step.inputs.items()
    return next((value.location for name, value in inputs if name.lower() in FOLDER), publish.origin.location)


def _folder(publish: Publish, folders: Sequence[str]) -> str:
    """What to publish instead."""
    shared = _beginning(folders)
    folder = folders[0] if len(folders) == 1 else f"{shared}*"
    if folder == "." or (len(folders) > 1 and len(shared) < SHORTEST):
        merged = "" if len(folders) == 1 else " with `merge-multiple: true`"
        return f"Download into one folder, such as `path: dist`{merged}, and publish its files."
    if publish.method != "gh-action-pypi-publish":
        return f"Publish {code(f'{folder}/*')} in place of {codes(publish.patterns)}."
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


def strays(subject: Subject, publish: Publish) -> Iterator[Problem]:
    """Artifacts that hold no distribution, downloaded into the folder that is published."""
    job = job_of(subject, publish.origin)
    steps = (
        [step for step in active_steps(job) if _fills(step, publish)] if job and publish.method in STRICT else []
    )
    for step in steps:
        brought = [upload for upload in _uploads(subject) if _takes(step, upload) and _is_stray(subject, upload)]
        if brought:
            found = _wanted(step)
            yield Problem(
                f"{in_job(publish.origin)} publishes {codes(publish.patterns)}, and downloads into it what is no "
                f"distribution: {some(path for upload in brought for path in upload.paths)}",
                found[1].location if found else step.step.location,
                "Download only the artifacts that hold wheels and sdists, by a `pattern` that leaves out "
                f"{some(str(upload.name) for upload in brought)}.",
                also=(*(upload.origin.location for upload in brought), publish.origin.location),
            )


def _fills(step: StepRun, publish: Publish) -> bool:
    """Whether a step lays the files of artifacts directly into the folder that is published whole."""
    folders = {dirname(pattern) or "." for pattern in publish.patterns if pattern.endswith("/*")}
    merges = given(step, "merge-multiple") == "true" or bool(given(step, "name"))
    downloads = any(isinstance(activity, Download) for activity in step.activities)
    return downloads and merges and normpath(given(step, "path") or ".") in folders


def _takes(step: StepRun, upload: Upload) -> bool:
    name, pattern = given(step, "name"), given(step, "pattern")
    if upload.name is None:
        return False
    return upload.name == name if name else not pattern or path_pattern(pattern).fullmatch(upload.name)


def _is_stray(subject: Subject, upload: Upload) -> bool:
    """Whether an artifact surely holds files that are no distributions: each is named, and is of another kind."""
    tree = subject.project.tree
    return bool(upload.paths) and all(
        PROGRAM.search(path) or (not path.endswith(DISTRIBUTIONS) and (path in tree or KIND.search(path)))
        for path in upload.paths
    )
