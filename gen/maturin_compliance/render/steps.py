"""The steps of the workflows that the pages speak of."""

from packaging.version import InvalidVersion, Version

from maturin_compliance.expand.release import Activity, Build, JobRun, StepRun
from maturin_compliance.location import Location
from maturin_compliance.render.view import View


def job_of(view: View, activity: Activity) -> JobRun | None:
    """Give the run of the job that does something."""
    jobs = (job for run in view.analysis.expansion.runs for job in run.jobs)
    return next((job for job in jobs if any(one is activity for one in job.activities)), None)


def step_of(view: View, activity: Activity) -> StepRun | None:
    """Give the step that does something."""
    job = job_of(view, activity)
    steps = job.steps if job else ()
    return next((step for step in steps if any(one is activity for one in step.activities)), None)


def given(step: StepRun | None, *names: str) -> Location | None:
    """Give the line of the first of some inputs or variables that a step is given."""
    if step is None:
        return None
    found = (node for name in names for node in (step.step.inputs.get(name), step.step.env.get(name)) if node)
    return next((node.location for node in found), None)


def version_of(build: Build) -> Version | None:
    """Give the version of maturin that a build runs, None where it is not known."""
    try:
        return Version(build.maturin or "")
    except InvalidVersion:
        return None
