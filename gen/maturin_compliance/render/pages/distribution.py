"""The page on the way to the index: jobs, signing, upload."""

from collections.abc import Sequence

from maturin_compliance.expand.release import Publish
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.charts import path
from maturin_compliance.render.findings import findings
from maturin_compliance.render.mermaid import diagram
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.route import Stage, route
from maturin_compliance.render.view import View
from maturin_compliance.report.release import pushed_branch

_EVENTS = {
    "push": "when the tag {tag} is pushed",
    "release": "when a GitHub release on the tag {tag} is published",
    "workflow_dispatch": "by hand (`workflow_dispatch`), here on the tag {tag}",
    "workflow_run": "when another workflow has ended, here on the tag {tag}",
    "schedule": "by the clock, here on the tag {tag}",
}
_NOTHING = "does nothing to the files of the release that these pages know"


def distribution(view: View) -> Page:
    """Give the page."""
    stages = route(view.release)
    publishes = view.publishes
    body = markdown.join(
        "# Distribution",
        _sentence(view),
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
    event = view.release.event
    if event is None:
        return "by nothing in these workflows"
    branch = pushed_branch(view.release)
    if branch is not None:
        return f"when the branch {markdown.code(branch)} is pushed to"
    told = _EVENTS.get(event, f"on the event {markdown.code(event)}, here on the tag {{tag}}")
    return told.replace("{tag}", markdown.code(view.release.tag))


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
    return (
        f"A release starts {started(view)}, and uploads to the package index "
        f"{plural(len(wheels), 'wheel')} and {plural(len(set(release.sdists)), 'source distribution')}{rest}."
    )


def _steps(view: View, stages: Sequence[Stage]) -> str:
    return markdown.numbered(_stage(view, stage) for stage in stages)


def _stage(view: View, stage: Stage) -> str:
    after = f", after {markdown.codes(stage.needs)}" if stage.needs else ""
    runs = f", {plural(len(stage.runs), 'run')}" if len(stage.runs) > 1 else ""
    head = f"Job {markdown.code(stage.name)}{runs}{after} ({view.at(stage.location)})"
    deeds = [f"{markdown.text(deed.words)} ({view.evidence.all(deed.locations)})" for deed in stage.deeds]
    return markdown.join(head, markdown.bullets(deeds or [_NOTHING]))


def _uploads(view: View, publishes: Sequence[Publish]) -> str:
    if not publishes:
        return ""
    return markdown.join("## The upload", *dict.fromkeys(_upload(view, one) for one in publishes))


def _upload(view: View, one: Publish) -> str:
    rows = [
        ("Step", f"{markdown.code(one.origin.job)} at {view.at(one.origin.location)}"),
        ("Uploads with", markdown.text(one.method)),
        ("Files", str(len(set(one.files)))),
        (
            "Signs in by trusted publishing (OIDC)",
            state.known(one.trusted, false="no, with a token or password"),
        ),
        ("Attestations on the index (PEP 740)", state.known(one.attestations)),
        ("Environment", markdown.code(one.environment) if one.environment else state.no("none")),
        ("Skips files that are on the index already", "yes" if one.skip_existing else "no"),
        ("Several jobs of a matrix upload", "yes" if one.in_matrix else "no"),
    ]
    why = [
        f"{markdown.inline(reason.text)}{f' ({view.at(reason.location)})' if reason.location else ''}"
        for reason in one.because
    ]
    return markdown.join(markdown.table(("", "This release"), rows), markdown.bullets(why) if why else "")


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
