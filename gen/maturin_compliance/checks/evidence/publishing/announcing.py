"""The GitHub release and the upload to the index: which of them comes first."""

from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    active_steps,
    given,
    in_job,
    name_of,
    needed,
    run_of,
    within,
)
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import JobRun, Publish, StepRun, WorkflowRun
from maturin_compliance.location import Location

ANNOUNCERS = frozenset(
    {"softprops/action-gh-release", "ncipollo/release-action", "actions/create-release", "fnkr/github-action-ghr"}
)
"""Actions that create a GitHub release, unless they are told to draft one."""

DRAFTER = "release-drafter/release-drafter"
"""The action that creates a release only where it is told to publish what it drafts."""


def announcers(subject: Subject) -> tuple[tuple[JobRun, StepRun, Location], ...]:
    """The jobs of the release that create a GitHub release, with the step and the line that does."""
    found = []
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            created = [c for c in step.commands if c.words[:3] == ("gh", "release", "create")]
            created = [c for c in created if "--draft" not in c.words and "-d" not in c.words]
            if created:
                found.append((job, step, created[0].location))
            elif _announces(step):
                found.append((job, step, step.step.location))
    return tuple(found)


def _announces(step: StepRun) -> bool:
    if name_of(step) == DRAFTER:
        return given(step, "publish") == "true"
    return name_of(step) in ANNOUNCERS and given(step, "draft") != "true"


def too_early(
    subject: Subject, announcer: tuple[JobRun, StepRun, Location], publish: Publish
) -> Iterator[Problem]:
    """A GitHub release that may be out before the index has the files."""
    job, step, place = announcer
    run = run_of(subject, publish.origin)
    if run is None or publish.origin.workflow != job.workflow.path:
        return
    if job.name == publish.origin.job:
        yield from _in_one_job(subject, job, step, place, publish)
        return
    if _awaited(needed(run, job.name), publish.origin.job):
        return
    before = _awaited(needed(run, publish.origin.job), job.name)
    how = f"before {in_job(publish.origin)} uploads" if before else f"without waiting for {in_job(publish.origin)}"
    yield Problem(
        f"job {code(job.name)} creates the GitHub release {how} to the index"
        if before
        else f"job {code(job.name)} creates the GitHub release {how}, which uploads to the index",
        place,
        _turned(run, job, publish, before=before),
        warned=True,
    )


def _awaited(names: frozenset[str], job: str) -> bool:
    return any(within(job, name) for name in names)


def _in_one_job(
    subject: Subject, job: JobRun, step: StepRun, place: Location, publish: Publish
) -> Iterator[Problem]:
    upload = step_of(subject, publish.origin)
    steps = list(job.steps)
    if upload not in steps or steps.index(step) > steps.index(upload):
        return
    yield Problem(
        f"job {code(job.name)} creates the GitHub release before it uploads to the index",
        place,
        f"Move the step behind the one that uploads (line {publish.origin.location.line}).",
        warned=True,
    )


def _turned(run: WorkflowRun, job: JobRun, publish: Publish, *, before: bool) -> str:
    """The lines that let the announcing job wait for the one that publishes."""
    uploader = publish.origin.job.partition(" / ")[0]
    mine = [need.value for need in job.job.needs]
    if not before:
        return f"Let it wait:\n\n{fence(_needs(job.job.id, [*mine, uploader]), 'yaml', job.workflow.path)}"
    written = run.workflow.jobs.get(uploader)
    theirs = [need.value for need in written.needs if need.value != job.job.id] if written else []
    theirs = list(dict.fromkeys([*theirs, *mine]))
    lines = f"{_needs(uploader, theirs)}\n{_needs(job.job.id, [uploader])}"
    return f"Turn the order round:\n\n{fence(lines, 'yaml', job.workflow.path)}"


def _needs(job: str, names: list[str]) -> str:
    return f"{job}:\n  needs: [{', '.join(names)}]" if names else f"{job}:\n  # no `needs`"
