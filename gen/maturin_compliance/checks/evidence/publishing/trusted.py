"""The job that publishes, with trusted publishing and attestations in place of what it does now."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing import rights, signing_in
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.publishing.tagging import bare
from maturin_compliance.checks.evidence.workflows.pipeline import active_steps, given, job_of, name_of, reference
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.release import Build, Download, JobRun, Publish, StepRun

ACTION = ("pypa/gh-action-pypi-publish", "release/v1")
SECRET = re.compile(r"\bsecrets\.(?!GITHUB_TOKEN\b)([A-Za-z_]\w*)")
FOLDERS = re.compile(r"(?<![\w./-])([\w.-]*\*[\w.*-]*)/\*")
"""A glob for the files in folders that a glob names, such as ``wheels-*/*``."""

MERGES_SINCE = 4
"""The major version from which actions/download-artifact can merge what it downloads."""


def in_place(subject: Subject, publish: Publish) -> str:
    """The job that publishes, with the action in place of what it uses now."""
    job, step = job_of(subject, publish.origin), step_of(subject, publish.origin)
    if job is None or step is None:
        return "Publish with `pypa/gh-action-pypi-publish` by trusted publishing."
    files = _files(subject, job, step)
    lines = [*_head(subject, job, publish), "  steps:", *files.downloads, *_step(step, files.folder)]
    text = f"{trust(subject, (publish,))}\n\n{fence(_job(job, lines), 'yaml', job.workflow.path)}"
    return f"{text}\n\n{files.after}" if files.after else text


def _job(job: JobRun, lines: list[str]) -> str:
    return "\n".join([f"{job.job.id}:", *lines])


def trust(subject: Subject, publishes: Sequence[Publish]) -> str:
    """What to do before the lines are pasted: what the index has to know, which secret to delete."""
    jobs = codes(dict.fromkeys(publish.origin.job.rpartition(" / ")[2] for publish in publishes))
    if all(publish.trusted for publish in publishes):
        return f"Publish with the action that makes attestations; all else in {jobs} stays:"
    if signing_in.called(publishes[0]):
        file = code(signing_in.caller_of(subject, publishes[0]))
        return (
            f"Move {jobs} into {file}, as the index supports no trusted publisher that is a reusable workflow. "
            f"{_add('that file', publishes)}{_deleted(subject, publishes)} All else in {jobs} stays:"
        )
    file = publishes[0].origin.workflow.rpartition("/")[2]
    return f"{_add(code(file), publishes)}{_deleted(subject, publishes)} All else in {jobs} stays:"


def _add(file: str, publishes: Sequence[Publish]) -> str:
    environment = next((publish.environment for publish in publishes if publish.environment), "pypi")
    return (
        f"Add {file} with the environment {code(environment)} as a trusted publisher of the project on the index, "
        "and publish without a token."
    )


def _deleted(subject: Subject, publishes: Sequence[Publish]) -> str:
    """Which secrets nothing needs any more."""
    secrets = _secrets(subject, publishes)
    return f" The secret{'s' * (len(secrets) > 1)} {codes(secrets)} can be deleted then." if secrets else ""


def _secrets(subject: Subject, publishes: Sequence[Publish]) -> tuple[str, ...]:
    """The secrets that the steps which publish with a token are given."""
    found: dict[str, None] = {}
    for publish in publishes:
        job, step = job_of(subject, publish.origin), step_of(subject, publish.origin)
        if publish.trusted is False and job and step:
            given_to = (*job.job.env.values(), *step.step.env.values(), *step.step.inputs.values())
            texts = [str(value.value) for value in given_to]
            texts += [step.step.run.text] if step.step.run else []
            found |= dict.fromkeys(name for text in texts for name in SECRET.findall(text))
    return tuple(found)


def _head(subject: Subject, job: JobRun, publish: Publish) -> Iterator[str]:
    """The runner, the environment and the permissions of a job, where they have to change."""
    if job.os not in {"linux", None}:
        yield "  runs-on: ubuntu-latest"
    if publish.environment is None:
        yield "  environment: pypi"
    lines = rights.with_identity(subject, job.job, job.workflow)
    yield from (f"  {line}" for line in lines)


def _step(step: StepRun, folder: str) -> Iterator[str]:
    """The step that publishes: its own condition, the folder where that is not the usual one."""
    written = step.caller or step.step
    yield f"    # in place of the step in line {written.location.line}"
    start = "- "
    if written.condition is not None:
        yield f"    - if: {quoted(bare(written.condition))}"
        start = "  "
    yield f"    {start}uses: {'@'.join(ACTION)}"
    if folder != "dist":
        yield f"      with:\n        packages-dir: {folder}"


def quoted(condition: str) -> str:
    """A condition as a YAML scalar: in ``${{ }}`` where it could not stand plainly."""
    return f"${{{{ {condition} }}}}" if condition.startswith(("!", "'", '"')) or ": " in condition else condition


@dataclass(frozen=True, slots=True)
class _Files:
    """Where the files to publish lie: the folder, the steps that bring them there, what else names the old one."""

    folder: str
    downloads: tuple[str, ...] = ()
    after: str = ""


def _files(subject: Subject, job: JobRun, upload: StepRun) -> _Files:
    steps = _downloads(job)
    if not steps:
        built = dict.fromkeys(a.out for a in job.activities if isinstance(a, Build))
        folder = next(iter(built), "dist")
        unsure = "" if len(built) == 1 else "The action takes the files from `dist/`: bring them there."
        return _Files(folder, after=unsure)
    folders = dict.fromkeys(given(step, "path") or "." for step in steps)
    if len(folders) == 1 and all(map(_merges, steps)) and not _lies_among_sources(job, upload, folders):
        return _Files(next(iter(folders)).rstrip("/").removeprefix("./") or ".")
    glob = _glob(upload)
    if any(not _merges(step) and _old(subject, step) for step in steps):
        return _Files("dist", after="The action takes the files from one folder: move them into `dist/` before.")
    if all(map(_merges, steps)) and _named(job, upload, folders):
        return _Files("dist", tuple(_gathered(folders)))
    lines = tuple(line for step in steps for line in _download(step, glob))
    return _Files("dist", lines, _elsewhere(job, upload, glob))


def _downloads(job: JobRun) -> list[StepRun]:
    """The steps that bring files to publish: those that bring other artifacts, such as the pages, stay."""
    found = [
        (step, any(_publishable(activity) for activity in step.activities if isinstance(activity, Download)))
        for step in active_steps(job)
        if any(isinstance(activity, Download) for activity in step.activities)
    ]
    known = any(ours for _, ours in found)
    return [step for step, ours in found if ours or not known]


def _publishable(download: Download) -> bool:
    return any(file.endswith((".whl", ".tar.gz")) for file in download.files)


def _named(job: JobRun, upload: StepRun, folders: Iterable[str]) -> bool:
    """Whether another step takes files from a folder that a download names."""
    others = (
        s.step for s in active_steps(job) if s is not upload and not name_of(s).endswith("download-artifact")
    )
    texts = [f"{s.run.text if s.run else ''} {' '.join(str(v) for v in s.inputs.values())}" for s in others]
    names = (re.escape(folder.rstrip("/").removeprefix("./")) for folder in folders if folder != ".")
    return any(re.search(rf"(?<![\w.-]){name}(?![\w.-])", text) for name in names for text in texts)


def _gathered(folders: Iterable[str]) -> Iterator[str]:
    """A step that brings the files of several folders into one, and leaves them to the steps that name those."""
    taken = [folder.rstrip("/").removeprefix("./") for folder in folders]
    sources = " ".join(f"{folder}/*" for folder in taken if folder != "dist")
    yield "    - run: |"
    yield "        mkdir -p dist"
    yield f"        cp {sources} dist/"


def _merges(step: StepRun) -> bool:
    return bool(given(step, "name")) or given(step, "merge-multiple") == "true"


def _lies_among_sources(job: JobRun, upload: StepRun, folders: Iterable[str]) -> bool:
    """Whether the files are downloaded into the checkout itself, where not everything can be published."""
    before = takewhile(lambda step: step is not upload, active_steps(job))
    return "." in folders and any(name_of(step) == "actions/checkout" for step in before)


def _old(subject: Subject, step: StepRun) -> bool:
    used = reference(step.step.uses)
    action = subject.facts.action(used.repository) if used else None
    known = action.at(used.ref) if action and used else None
    return known is not None and known.version.major < MERGES_SINCE


def _glob(step: StepRun) -> str:
    """The folders that the step which publishes takes files from ("wheels-*"), "" where it names none so."""
    texts = [str(value.value) for value in step.step.inputs.values()]
    texts += [" ".join(command.words) for command in step.commands]
    found = (FOLDERS.search(text) for text in texts)
    return next((match[1] for match in found if match), "")


def _download(step: StepRun, glob: str) -> Iterator[str]:
    """A step that downloads, told to lay all files into one folder."""
    inputs = {name: str(value.value) for name, value in step.step.inputs.items()}
    if not {"name", "pattern", "artifact-ids"} & inputs.keys() and glob:
        inputs["pattern"] = glob
    inputs["path"] = "dist"
    if "name" not in inputs:
        inputs["merge-multiple"] = "true"
    used = reference(step.step.uses)
    yield f"    # in place of the step in line {step.step.location.line}"
    yield f"    - uses: {used.written if used else step.uses}"
    yield "      with:"
    yield from (f"        {name}: {value}" for name, value in inputs.items())


def _elsewhere(job: JobRun, upload: StepRun, glob: str) -> str:
    """Which other lines of the job name the folders that are no more."""
    lines = [
        value.location.line
        for step in job.job.steps
        if step is not upload.step and glob
        for value in step.inputs.values()
        if f"{glob}/*" in str(value.value)
    ]
    if not lines:
        return ""
    where = f"line{'s' * (len(lines) > 1)} {' and '.join(map(str, lines))}"
    return f"The files then lie in `dist/`: write `dist/*` for {code(f'{glob}/*')} in {where}."
