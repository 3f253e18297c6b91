"""Jobs of a release on runners that are no longer there: they do not start, nor does what needs them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from maturin_compliance.expand.release import JobRun, State
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.route import Key, Stage, route
from maturin_compliance.render.view import View

_SUCCESS = re.compile(r"needs\.([\w-]+)\.result == 'success'")


def gone(view: View) -> str:
    """Give a paragraph on each runner of the release that was retired; nothing where all are there."""
    found: dict[tuple[str, date], list[JobRun]] = {}
    for job in _jobs(view):
        day = retired(view, job.runner)
        if day is not None and job.runner:
            found.setdefault((job.runner, day), []).append(job)
    return markdown.join(*(_told(view, label, day, jobs) for (label, day), jobs in found.items()))


def retired(view: View, label: str | None) -> date | None:
    """Give the day on which a runner was retired, None for one that is there or not known."""
    runner = view.analysis.facts.runner(label) if label else None
    return runner.retired if runner and runner.status == "retired" else None


def _jobs(view: View) -> Iterator[JobRun]:
    jobs = (job for run in view.release.runs for job in run.jobs)
    return (job for job in jobs if job.state is not State.SKIPPED)


def _told(view: View, label: str, day: date, jobs: list[JobRun]) -> str:
    ran = {(job.name, repr(job.combination)) for job in jobs}
    wheels = {w.filename for w in view.release.wheels if (w.origin.job, repr(w.origin.combination)) in ran}
    names = list(dict.fromkeys(job.name for job in jobs))
    lines = view.evidence.all((_line(job) for job in jobs), 2)
    verb = "does" if len(names) == 1 else "do"
    lost = f", and {plural(len(wheels), 'of its wheels', 'of its wheels')} cannot be built" if wheels else ""
    today = f"a release as of {view.analysis.facts.as_of}"
    title = (
        f"A{today[1:]} would stop before the upload" if _stops(view, jobs) else f"Not every job of {today} starts"
    )
    return markdown.admonition(
        "warning",
        title,
        f"GitHub retired the runner {markdown.code(label)} on {day}: {markdown.codes(names)} {verb} not "
        f"start{lost} ({lines}). What is said here of the release holds for the days before.",
    )


def _stops(view: View, jobs: Sequence[JobRun]) -> bool:
    """Whether every upload to the index waits for one of some runs of jobs, or is in them."""
    stages = {stage.key: stage for stage in route(view.release)}
    publishing = [one for one in stages.values() if any(not upload.test_index for upload in one.publishes)]
    return bool(publishing) and all(_blocked(one, stages, jobs) for one in publishing)


def _blocked(stage: Stage, stages: Mapping[Key, Stage], jobs: Sequence[JobRun]) -> bool:
    lost = {id(job) for job in jobs}
    if all(id(run) in lost for run in stage.runs):
        return True
    waiting, seen = [stage], set[Key]()
    while waiting:
        one = waiting.pop()
        before = [stages[key] for key in _awaited(one) if key in stages and key not in seen]
        if any(id(run) in lost for other in before for run in other.runs):
            return True
        waiting += before
        seen.add(one.key)
    return False


def _awaited(stage: Stage) -> Iterator[Key]:
    """Give the jobs without whose success a job does not run; one that runs always may ask for some by name."""
    condition = stage.runs[0].job.condition
    terms = str(condition.value).split("&&") if condition else []
    asked = {found[1] for term in terms if (found := _SUCCESS.fullmatch(term.strip()))}
    anyway = any(word in term for term in terms for word in ("always()", "cancelled()"))
    return (key for key in stage.before if not anyway or key[1].rpartition(" / ")[2] in asked)


def _line(job: JobRun) -> Location:
    return job.job.runs_on.location if job.job.runs_on else job.job.location
