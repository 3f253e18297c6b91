"""How a step that publishes proves to the index who it is, and where it cannot."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing import rights
from maturin_compliance.checks.evidence.workflows.pipeline import in_job, job_of
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import JobRun, Publish
from maturin_compliance.location import Location
from maturin_compliance.model.workflow import Permissions

CREDENTIALS = re.compile(r"token|password|pypirc|keyring|netrc", re.IGNORECASE)
"""What a job holds that may give a program a secret in a way that is not followed."""

SCOPE = "id-token"


def unable(subject: Subject, publishes: Sequence[Publish]) -> tuple[Publish, ...]:
    """The uploads that have neither a secret nor the right to an identity."""
    return tuple(publish for publish in publishes if publish.trusted is None and _has_nothing(subject, publish))


def _has_nothing(subject: Subject, publish: Publish) -> bool:
    """Whether the files tell that a job has nothing to sign in with. A called one may have its caller's rights."""
    job = job_of(subject, publish.origin)
    if job is None or " / " in publish.origin.job or job.job.env_from or job.workflow.env_from:
        return False
    if publish.method == "gh-action-pypi-publish":
        return True
    return subject.facts.runner(job.runner or "") is not None and not _holds_a_secret(job)


def _holds_a_secret(job: JobRun) -> bool:
    """Whether something in a job may be a secret: a variable, a script, an input of an action."""
    texts = chain(
        (f"{name} {value}" for step in job.steps for name, value in step.env.items()),
        (f"{name} {value}" for step in job.steps for name, value in step.inputs.items()),
        (step.step.run.text for step in job.steps if step.step.run),
    )
    return any(CREDENTIALS.search(text) for text in texts)


def without_proof(subject: Subject, publishes: Sequence[Publish]) -> Iterator[Problem]:
    """Uploads that the index will refuse, as nothing says who sends them."""
    for publish in unable(subject, publishes):
        job = job_of(subject, publish.origin)
        if job is not None:
            yield _nothing(subject, publish, job)


def _nothing(subject: Subject, publish: Publish, job: JobRun) -> Problem:
    permissions = job.job.permissions or job.workflow.permissions
    misspelt = _misspelt(permissions)
    nothing = f"{in_job(publish.origin)} has nothing to sign in to the index with"
    upload = (publish.origin.location,)
    if misspelt is not None:
        name, place = misspelt
        message = f"{nothing}: {code(name)} is no permission"
        return Problem(message, place, f"Write {code(f'{SCOPE}: write')}.", also=upload)
    own = job.job.permissions
    return Problem(
        f"{nothing}: neither `id-token: write` nor a token",
        own.location if own else job.job.location,
        _identity(subject, job),
        also=upload,
    )


def _identity(subject: Subject, job: JobRun) -> str:
    lines = "\n".join(f"  {line}" for line in rights.with_identity(subject, job.job, job.workflow))
    return (
        f"Let the job ask for an identity, and add {code(job.workflow.path.rpartition('/')[2])} as a trusted "
        "publisher of the project on the index, if it is none yet:\n\n"
        + fence(f"{job.job.id}:\n{lines}", "yaml", job.workflow.path)
    )


def _misspelt(permissions: Permissions | None) -> tuple[str, Location] | None:
    """A permission that was meant as the right to an identity."""
    scopes = permissions.scopes.items() if permissions else ()
    meant = SCOPE.replace("-", "")
    found = ((name, level.location) for name, level in scopes if re.sub(r"[-_ ]", "", name.lower()) == meant)
    return next(((name, place) for name, place in found if name != SCOPE), None)


def from_called(subject: Subject, publishes: Sequence[Publish]) -> Iterator[Problem]:
    """Uploads by identity in a workflow that another calls, which the index does not support."""
    for publish in publishes:
        job = job_of(subject, publish.origin)
        if publish.trusted is not True or job is None or not called(publish):
            continue
        yield Problem(
            f"{in_job(publish.origin)} asks for an identity in a workflow that is called: the index supports no "
            "trusted publisher that is a reusable workflow, and attestations of one fail",
            publish.origin.location,
            f"Move the job that publishes into {code(caller_of(subject, publish))}, and make that the trusted "
            "publisher; what builds may stay in workflows that are called.",
            warned=True,
        )


def called(publish: Publish) -> bool:
    """Whether a step that publishes stands in a workflow that another calls."""
    return " / " in publish.origin.job


def caller_of(subject: Subject, publish: Publish) -> str:
    """The file of the workflow that an event starts, where a step that publishes is in one that it calls."""
    first = publish.origin.job.partition(" / ")[0]
    runs = subject.expansion.release.runs
    found = (run.workflow.path for run in runs if any(a is publish for a in run.activities))
    return next(found, None) or next(
        (w.path for w in subject.project.workflows if first in w.jobs and w.jobs[first].uses),
        publish.origin.workflow,
    )
