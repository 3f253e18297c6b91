"""The part of the configuration page on the workflows: how they call maturin, and what they give its action."""

from collections.abc import Iterator, Sequence

from maturin_compliance.expand.release import Build, JobRun, State, StepRun
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.steps import job_of, step_of
from maturin_compliance.render.view import View
from maturin_compliance.trials import live

_ACTION = "pyo3/maturin-action"


def calls(view: View) -> Iterator[str]:
    """Give the section."""
    yield "## How the workflows build"
    groups = tuple(_grouped(view))
    if not groups:
        yield "No workflow builds a wheel or an sdist in a way that these pages know."
        return
    header = ("Job", "Tool", "Arguments", "maturin", "Runs", "Released", "Line")
    yield markdown.table(header, [_call(view, group) for group in groups])
    yield _inputs(view)


def _jobs(view: View) -> Iterator[JobRun]:
    jobs = (job for run in view.analysis.expansion.runs for job in run.jobs)
    return (job for job in jobs if job.state is not State.SKIPPED)


def _grouped(view: View) -> Iterator[tuple[Build, ...]]:
    """Group the runs of one step, whatever the combination."""
    groups: dict[tuple[str, str, Location], list[Build]] = {}
    for job in _jobs(view):
        for build in (one for _, one in live(job) if isinstance(one, Build)):
            key = build.origin.workflow, build.origin.job, build.origin.location
            groups.setdefault(key, []).append(build)
    yield from (tuple(group) for group in groups.values())


def _call(view: View, group: tuple[Build, ...]) -> tuple[str, ...]:
    first = group[0]
    arguments = dict.fromkeys(" ".join(build.arguments) for build in group)
    more = f" and {len(arguments) - 1} more" if len(arguments) > 1 else ""
    version = first.maturin or "not known"
    return (
        markdown.code(first.origin.job),
        markdown.text(first.tool)
        if first.command in first.arguments[:1]
        else f"{markdown.text(first.tool)} {markdown.code(first.command)}",
        markdown.code(next(iter(arguments))) + more,
        f"{markdown.text(version)} ({'pinned' if first.pinned else 'the newest that is admitted'})",
        _runs(view, group),
        "yes" if any(build in view.release.builds for build in group) else "no",
        view.at(first.origin.location),
    )


def _runs(view: View, group: Sequence[Build]) -> str:
    """Count the runs of a build's step, and say of how many the wheels are not known."""
    first = step_of(view, group[0])
    job = job_of(view, group[0])
    runs = sum(
        step.state is not State.SKIPPED and step.step is first.step
        for other in _jobs(view)
        if first and job and other.name == job.name
        for step in other.steps
    )
    unknown = runs - len(group)
    return f"{runs}, {unknown} of them not modelled" if unknown > 0 else str(len(group))


def _inputs(view: View) -> str:
    """Give what the workflows give maturin-action, as it is written, step by step."""
    steps: dict[Location, tuple[str, StepRun]] = {}
    for job in _jobs(view):
        for step in job.steps:
            if (step.uses or "").partition("@")[0].lower() == _ACTION and step.step.inputs:
                steps.setdefault(step.step.location, (job.name, step))
    rows = [
        (markdown.code(name), markdown.code(key), markdown.code(value.value), view.at(value.location))
        for name, step in steps.values()
        for key, value in step.step.inputs.items()
    ]
    if not rows:
        return ""
    table = markdown.table(("Job", "Input", "Value as written", "Line"), rows)
    return markdown.details("info", f"What {plural(len(steps), 'step')} give maturin-action", table)
