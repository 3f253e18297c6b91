"""One job that publishes what several jobs, or the rows of a matrix, publish each for itself."""

import re
from collections.abc import Iterator, Sequence

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing.shipping import shippers, step_of
from maturin_compliance.checks.evidence.publishing.tagging import bare
from maturin_compliance.checks.evidence.publishing.trusted import ACTION, quoted, trust
from maturin_compliance.checks.evidence.workflows.pipeline import job_of, run_of
from maturin_compliance.checks.text import code, codes, fence, listed
from maturin_compliance.expand.release import Build, JobRun, Publish, Upload
from maturin_compliance.model.workflow import Workflow

STEPS_ONLY = re.compile(r"\b(matrix|steps|env|runner|job|strategy|secrets)\.")
"""Contexts that the condition of a step has and that of a job has not."""


def one_job(subject: Subject, publishes: Sequence[Publish]) -> str:
    """The jobs that build with an upload in place of their publishing, and one job that publishes for all."""
    workflow = publishes[0].origin.workflow
    publishes = tuple(p for p in publishes if p.origin.workflow == workflow)
    run = run_of(subject, publishes[0].origin)
    builders = tuple(shippers(run)) if run else ()
    uploads = "\n".join(line for job in builders for line in _upload(subject, job, publishes))
    kept = (
        f"Keep the files as artifacts where they are built:\n\n{fence(uploads, 'yaml', workflow)}\n\n"
        if uploads
        else ""
    )
    return (
        f"{kept}{_opening(subject, publishes)}\n\n"
        f"{fence(_publishing(subject, publishes, builders), 'yaml', workflow)}{_superfluous(publishes, builders)}"
    )


def _opening(subject: Subject, publishes: Sequence[Publish]) -> str:
    first = "Publish all of them in one job"
    if all(publish.trusted for publish in publishes):
        return f"{first}:"
    return f"{first}. {trust(subject, publishes).partition(' All else')[0]}"


def _upload(subject: Subject, job: JobRun, publishes: Sequence[Publish]) -> Iterator[str]:
    if any(isinstance(activity, Upload) for activity in job.activities):
        return
    mine = next((p for p in publishes if p.origin.job == job.name), None)
    step = step_of(subject, mine.origin) if mine else None
    out = next((a.out for a in job.activities if isinstance(a, Build)), "dist")
    each = "" if job.combination is None else "-${{ strategy.job-index }}"
    place = f", in place of the step in line {step.step.location.line}" if step else ""
    yield f"# in job {job.job.id}{place}"
    yield "- uses: actions/upload-artifact@v7"
    yield f"  with:\n    name: dist-{job.job.id}{each}\n    path: {out}\n    if-no-files-found: error"


def _publishing(subject: Subject, publishes: Sequence[Publish], builders: Sequence[JobRun]) -> str:
    workflow = builders[0].workflow if builders else None
    taken = workflow.jobs if workflow else {}
    name = next(n for n in ("publish", "release", "upload", "publish-all") if n not in taken or n == "publish-all")
    lines = [
        f"{name}:",
        f"  needs: [{', '.join(dict.fromkeys(job.name.partition(' / ')[0] for job in builders))}]",
        *_condition(subject, publishes, workflow),
        "  runs-on: ubuntu-latest",
        f"  environment: {next((p.environment for p in publishes if p.environment), 'pypi')}",
        "  permissions:",
        "    id-token: write",
        "  steps:",
        "    - uses: actions/download-artifact@v8",
        "      with:",
        *(["        pattern: dist-*"] if not any(map(_keeps, builders)) else []),
        "        path: dist",
        "        merge-multiple: true",
        f"    - uses: {'@'.join(ACTION)}",
    ]
    return "\n".join(lines)


def _keeps(job: JobRun) -> bool:
    return any(isinstance(activity, Upload) for activity in job.activities)


def _condition(subject: Subject, publishes: Sequence[Publish], workflow: Workflow | None) -> Iterator[str]:
    """The condition under which the steps that publish do so now; that on a tag where it cannot be taken over."""
    found: dict[str, None] = {}
    for publish in publishes:
        job, step = job_of(subject, publish.origin), step_of(subject, publish.origin)
        written = (job.job.condition if job else None, step.step.condition if step else None)
        found |= dict.fromkeys(bare(condition) for condition in written if condition is not None)
    usable = [text for text in found if not STEPS_ONLY.search(text)]
    if len(found) == 1 and usable:
        yield f"  if: {quoted(usable[0])}"
    elif found or (workflow is not None and _starts_without_a_tag(workflow)):
        yield "  if: github.ref_type == 'tag'"


def _starts_without_a_tag(workflow: Workflow) -> bool:
    """Whether something else than a pushed tag or a release starts a workflow."""
    for trigger in workflow.triggers:
        if trigger.event == "push" and (trigger.tags is None or trigger.branches is not None):
            return True
        if trigger.event not in {"push", "release", "workflow_call"}:
            return True
    return False


def _superfluous(publishes: Sequence[Publish], builders: Sequence[JobRun]) -> str:
    """Which jobs have nothing left to do."""
    building = {job.name for job in builders}
    left = dict.fromkeys(p.origin.job for p in publishes if p.origin.job not in building)
    keeping = {job.name for job in builders if _keeps(job)}
    steps = [
        f"the step of {code(p.origin.job)} that publishes (line {p.origin.location.line})"
        for p in publishes
        if p.origin.job in keeping
    ]
    gone = [f"{codes(left)} with the `needs` that name {'it' if len(left) == 1 else 'them'}"] if left else []
    return f"\n\nThen delete {listed([*gone, *steps])}." if gone or steps else ""
