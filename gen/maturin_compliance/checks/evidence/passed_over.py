"""An upload to the index that looks for files where none lie, though its job has them elsewhere."""

from collections.abc import Iterator, Sequence
from posixpath import dirname

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.pipeline import in_job, job_of, name_of
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.release import Download, JobRun, Publish, StepRun

_PLAIN_ACTIONS = (
    "actions/checkout",
    "actions/setup-python",
    "actions/download-artifact",
    "actions/attest",
    "astral-sh/setup-uv",
    "pyo3/maturin-action",
    "pypa/gh-action-pypi-publish",
    "step-security/harden-runner",
)
_PLAIN_PROGRAMS = frozenset({"cd", "echo", "ls", "maturin", "pip", "pipx", "tree", "twine", "uv", "uvx"})
"""Actions and programs that move no wheels; behind any other the folders may hold what is not known here."""


def passed_over(subject: Subject, publishes: Sequence[Publish]) -> Iterator[Problem]:
    """Uploads that find nothing, where the files of their job are known and lie elsewhere."""
    for publish in publishes:
        job = job_of(subject, publish.origin)
        if publish.left and job is not None and all(map(_moves_nothing, job.steps)):
            yield _problem(publish, job)


def _moves_nothing(step: StepRun) -> bool:
    if step.uses is not None:
        return name_of(step).startswith(_PLAIN_ACTIONS)
    return all(command.words[:1] and command.words[0] in _PLAIN_PROGRAMS for command in step.commands)


def _problem(publish: Publish, job: JobRun) -> Problem:
    folders = sorted({dirname(path) or "." for path in publish.left})
    message = (
        f"{in_job(publish.origin)} uploads {codes(publish.patterns)}, where no file lies: "
        f"{many(folders, 'they lie in {}', 'they lie in {}')}"
    )
    download = _apart(job)
    above = dirname(publish.patterns[0])
    if download is None or any(dirname(folder) != above for folder in folders):
        one = len(folders) == 1 and folders[0] != "."
        fix = f"Upload {code(f'{folders[0]}/*')}." if one else "Upload the files from where they lie."
        return Problem(message, publish.origin.location, fix)
    lines = f"with:\n  path: {above}\n  merge-multiple: true"
    return Problem(
        message,
        download.origin.location,
        f"Without `merge-multiple` each artifact gets a folder of its own. Bring them together in {code(above)}:"
        f"\n\n{fence(lines, 'yaml', publish.origin.workflow)}",
        also=(publish.origin.location,),
    )


def _apart(job: JobRun) -> Download | None:
    """The step that downloads several artifacts, each into a folder of its own."""
    for step in job.steps:
        for activity in step.activities:
            if isinstance(activity, Download) and not {"name", "merge-multiple"} & step.inputs.keys():
                return activity
    return None
