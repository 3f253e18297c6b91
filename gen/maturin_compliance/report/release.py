"""``wheels``: the names of the files that a release uploads, as lines or by ``schema/wheels.json``."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from maturin_compliance import plain
from maturin_compliance.analysis import Analysis
from maturin_compliance.expand.release import (
    Activity,
    Build,
    JobRun,
    NotModelled,
    Publish,
    Release,
    State,
    Wheel,
    WorkflowRun,
)
from maturin_compliance.expand.simulate import top
from maturin_compliance.expression import Unknown, Value
from maturin_compliance.report import held
from maturin_compliance.report.results import place, project


def pushed_branch(release: Release) -> str | None:
    """Give the branch whose push starts a release, None where something else does."""
    first = release.runs[0] if release.runs else None
    is_branch = first is not None and first.event == "push" and first.ref.startswith("refs/heads/")
    return first.ref.removeprefix("refs/heads/") if first and is_branch else None


def waiting(analysis: Analysis) -> tuple[JobRun, ...]:
    """Give the jobs that a release cannot do without and that ask for a runner which is retired."""
    release = analysis.expansion.release
    files = {*(wheel.filename for wheel in release.wheels), *release.sdists}
    return tuple(
        job
        for run in release.runs
        for job in _needed(run, files)
        if (found := analysis.facts.runner(job.runner or "")) and found.status == "retired"
    )


def _needed(run: WorkflowRun, files: AbstractSet[str]) -> Iterator[JobRun]:
    """Give the jobs of a run that make or upload files of a release, and those that they wait for."""
    jobs = [job for job in run.jobs if job.state is not State.SKIPPED]
    waiting = [top(job) for job in jobs if any(_counts(one, files) for one in job.activities)]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed and name in run.workflow.jobs:
            needed.add(name)
            waiting += [need.value for need in run.workflow.jobs[name].needs]
    yield from (job for job in jobs if top(job) in needed)


def _counts(activity: Activity, files: AbstractSet[str]) -> bool:
    if isinstance(activity, Build):
        return activity.sdist in files or any(wheel.filename in files for wheel in activity.wheels)
    return isinstance(activity, Publish) and not activity.test_index


def names(release: Release) -> str:
    """Give one file name a line, sorted."""
    return "".join(f"{plain.line(name)}\n" for name in sorted({wheel.filename for wheel in release.wheels}))


def not_modelled(release: Release) -> str:
    """Give one line for everything on the way to the index that is not modelled."""
    return "".join(f"{plain.line(_told(one), 1000)}\n" for one in release.not_modelled)


def document(analysis: Analysis) -> Mapping[str, Any]:
    """Give a release as the document that the schema describes."""
    release, published = analysis.expansion.release, analysis.published
    return {
        "project": project(analysis),
        "as_of": analysis.facts.as_of.isoformat(),
        "tag": release.tag,
        "event": release.event,
        "wheels": [wheel(one) for one in sorted(release.wheels, key=_order)],
        "not_modelled": [{"message": one.message, **place(one.location)} for one in release.not_modelled],
        **({} if published is None else {"published": held.documents(release, published)}),
    }


def wheel(one: Wheel) -> Mapping[str, Any]:
    """Give a wheel with what led to its name."""
    return {
        "filename": one.filename,
        "interpreter": one.interpreter,
        "abi": one.abi,
        "platform": one.platform,
        "certainty": one.certainty.value,
        "alternatives": list(one.alternatives),
        "may_be_absent": one.may_be_absent,
        "because": [reason.text for reason in one.because],
        **place(one.origin.location),
        "job": one.origin.job,
        "combination": known(one.origin.combination),
    }


def known(value: Value) -> Value:
    """Give a value of a matrix as JSON has it; null stands for what the files do not tell."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, Mapping):
        return {name: known(item) for name, item in value.items()}
    return [known(item) for item in value] if isinstance(value, (list, tuple)) else value


def _order(one: Wheel) -> tuple[str, str, str, int]:
    place = one.origin.location
    return one.filename, one.origin.job, place.path, place.line or 0


def _told(one: NotModelled) -> str:
    return f"{one.location}: {one.message}"
