"""Jobs of a release on runners that are no longer there: they do not start, nor does what needs them."""

from collections.abc import Iterator
from datetime import date

from maturin_compliance.expand.release import JobRun, State
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.view import View


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
    lines = view.evidence.all(_line(job) for job in jobs)
    verb = "does" if len(names) == 1 else "do"
    lost = f", and {plural(len(wheels), 'of its wheels', 'of its wheels')} cannot be built" if wheels else ""
    return markdown.admonition(
        "warning",
        f"A release as of {view.analysis.facts.as_of} would stop",
        f"GitHub retired the runner {markdown.code(label)} on {day}: {markdown.codes(names)} {verb} not "
        f"start{lost} ({lines}). What is said here of the release holds for the days before.",
    )


def _line(job: JobRun) -> Location:
    return job.job.runs_on.location if job.job.runs_on else job.job.location
