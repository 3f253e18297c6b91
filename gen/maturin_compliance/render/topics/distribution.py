"""The page on the way to the index: jobs, signing, upload."""

from collections.abc import Sequence

from maturin_compliance.expand.release import JobRun, Publish
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.charts import path
from maturin_compliance.render.findings import findings
from maturin_compliance.render.gone import gone
from maturin_compliance.render.mermaid import diagram
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.reasons import because
from maturin_compliance.render.route import Stage, route
from maturin_compliance.render.steps import given, job_of, step_of
from maturin_compliance.render.view import View
from maturin_compliance.report.release import pushed_branch

_EVENTS = {
    "push": "when a tag is pushed",
    "release": "when a GitHub release is published",
    "workflow_dispatch": "by hand (`workflow_dispatch`)",
    "workflow_run": "when another workflow has ended",
    "schedule": "by the clock",
}
_TOO = ("workflow_dispatch", "release", "schedule", "repository_dispatch")
"""Events that a workflow of a release is named by, beside the one that is followed here."""


def distribution(view: View) -> Page:
    """Give the page."""
    stages = route(view.release)
    publishes = view.publishes
    body = markdown.join(
        "# Distribution",
        _sentence(view),
        gone(view),
        markdown.join("## From job to index", diagram(path.chart(stages, view.evidence)), _steps(view, stages))
        if stages
        else "",
        _uploads(view, publishes),
        _trials(view),
        findings(view, {"distribution", "security"}),
    )
    source = publishes[0].origin.workflow if publishes else None
    return page(
        "compliance/distribution.md",
        title="Distribution",
        description="The way of a release from the jobs that build it to the package index",
        body=body,
        source=source,
    )


def started(view: View) -> str:
    """Tell when a release starts, as Markdown."""
    release = view.release
    if release.event is None:
        return "by nothing in these workflows"
    branch = pushed_branch(release)
    if branch is not None:
        return f"when the branch {markdown.code(branch)} is pushed to{_trigger(view)}"
    told = _EVENTS.get(release.event, f"on the event {markdown.code(release.event)}")
    return f"{told}{_trigger(view)}, here {markdown.code(release.tag)}"


def _trigger(view: View) -> str:
    """Give the filter of the event that starts a release, its line, and what else starts the workflow."""
    release = view.release
    first = release.runs[0].workflow if release.runs else None
    trigger = first.trigger(release.event or "") if first else None
    if first is None or trigger is None:
        return ""
    tags = f"{markdown.codes(trigger.tags, last='or')}, " if release.event == "push" and trigger.tags else ""
    others = [one.event for one in first.triggers if one.event in _TOO and one.event != release.event]
    more = f"; the workflow starts on {markdown.codes(others)} too" if others else ""
    return f" ({tags}{view.at(trigger.location)}{more})"


def _sentence(view: View) -> str:
    release = view.release
    if release.event is None:
        return "No workflow of this repository builds or uploads a release."
    if not release.publishes:
        return (
            f"A release starts {started(view)}. No workflow uploads to the package index, "
            "so that what is built is taken for what is released."
        )
    files = {name for one in release.publishes for name in one.files}
    wheels = {wheel.filename for wheel in release.wheels}
    others = len(files - wheels - set(release.sdists))
    rest = f"; {plural(others, 'more file')} {'is' if others == 1 else 'are'} of other packages" if others else ""
    doubt = f" ({view.page('matrix', 'not all is modelled')})" if release.not_modelled else ""
    if any(reason.assumed for one in view.publishes for reason in one.because):
        doubt += ", if a condition holds that the files do not tell"
    lines = view.evidence.all((one.origin.location for one in release.publishes), 2)
    return (
        f"A release starts {started(view)}, and uploads to the package index ({lines}) "
        f"{view.counted(len(wheels), 'wheel')} and {plural(len(set(release.sdists)), 'source distribution')}"
        f"{doubt}{rest}."
    )


def _steps(view: View, stages: Sequence[Stage]) -> str:
    idle = [stage for stage in stages if not stage.deeds]
    jobs = [f"{markdown.code(stage.name)} ({view.at(stage.location)})" for stage in idle]
    waited = f"Also waited for, and not known to pass on a file: {markdown.listed(jobs)}." if idle else ""
    return markdown.join(markdown.numbered(_stage(view, stage) for stage in stages if stage.deeds), waited)


def _stage(view: View, stage: Stage) -> str:
    needs = f", after {markdown.codes(name for _, name in stage.needs)}" if stage.needs else ""
    workflows = dict.fromkeys(path for path, _ in stage.follows)
    after = f", after the workflow {markdown.codes(workflows)}" if workflows else needs
    runs = f", {plural(len(stage.runs), 'run')}" if len(stage.runs) > 1 else ""
    head = f"Job {markdown.code(stage.name)}{runs}{after} ({view.at(stage.location)})"
    deeds = [f"{markdown.text(deed.words)} ({view.evidence.all(deed.locations)})" for deed in stage.deeds]
    return markdown.join(head, markdown.bullets(deeds))


def _uploads(view: View, publishes: Sequence[Publish]) -> str:
    if not publishes:
        return ""
    return markdown.join("## The upload", *dict.fromkeys(_upload(view, one) for one in publishes))


def _upload(view: View, one: Publish) -> str:
    step, job = step_of(view, one), job_of(view, one)
    environment = job.job.environment if job else None
    rows: list[tuple[str, str, Location | None]] = [
        ("Job", markdown.code(one.origin.job), job.job.location if job else None),
        ("Uploads with", markdown.text(one.method), one.origin.location),
        ("Files", view.counted(len(set(one.files)), "file"), None),
        (
            "Signs in by trusted publishing (OIDC)",
            state.known(one.trusted, false="no, with a token or password"),
            _identity(job) if one.trusted else given(step, *_SECRETS),
        ),
        ("Attestations on the index (PEP 740)", state.known(one.attestations), given(step, "attestations")),
        (
            "Environment",
            markdown.code(one.environment) if one.environment else state.no("none"),
            environment.location if environment else None,
        ),
        (
            "Skips files that are on the index already",
            "yes" if one.skip_existing else "no",
            given(step, "skip-existing", "skip_existing") or (one.origin.location if one.skip_existing else None),
        ),
        ("Several jobs of a matrix upload", "yes" if one.in_matrix else "no", None),
    ]
    table = markdown.table(
        ("", "This release", "Line"), [(name, told, view.at(place)) for name, told, place in rows]
    )
    why = because(view, one.because)
    return markdown.join(table, markdown.bullets(why) if why else "")


_SECRETS = ("password", "TWINE_PASSWORD", "MATURIN_PYPI_TOKEN", "UV_PUBLISH_TOKEN", "MATURIN_PASSWORD")


def _identity(job: JobRun | None) -> Location | None:
    """Give the line that grants a job the identity token."""
    for permissions in (job.job.permissions, job.workflow.permissions) if job else ():
        if permissions is not None:
            found = permissions.scopes.get("id-token")
            return found.location if found else permissions.location
    return None


def _trials(view: View) -> str:
    """Give the uploads to a test index, with whether they belong to the release."""
    rows = [
        (
            markdown.code(one.origin.workflow),
            markdown.code(one.origin.job),
            markdown.text(one.method),
            plural(len(set(one.files)), "file"),
            "yes" if run in view.release.runs else "no: another workflow",
            view.at(one.origin.location),
        )
        for run in view.analysis.expansion.runs
        for one in run.activities
        if isinstance(one, Publish) and one.test_index
    ]
    if not rows:
        return ""
    header = ("Workflow", "Job", "Uploads with", "Files", "In a release", "Line")
    return markdown.join("## Uploads to a test index", markdown.table(header, rows))
