"""The steps of the workflows that the pages speak of."""

from maturin_compliance.expand.release import Build, JobRun, StepRun
from maturin_compliance.render.view import View


def job_of(view: View, build: Build) -> JobRun | None:
    """Give the run of the job that a build belongs to."""
    jobs = (job for run in view.analysis.expansion.runs for job in run.jobs)
    return next((job for job in jobs if any(one is build for one in job.activities)), None)


def step_of(view: View, build: Build) -> StepRun | None:
    """Give the step that a build belongs to."""
    job = job_of(view, build)
    return next(
        (step for step in (job.steps if job else ()) if any(one is build for one in step.activities)), None
    )
