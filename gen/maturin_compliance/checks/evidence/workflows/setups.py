"""Pythons that a job sets up, and whether a step runs on them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.testing.containers import CONTAINERS
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, name_of
from maturin_compliance.checks.text import many
from maturin_compliance.expand.release import Build, JobRun, StepRun
from maturin_compliance.location import Location

IDLE = CONTAINERS | {
    "pyo3/maturin-action",
    "actions/upload-artifact",
    "actions/download-artifact",
    "actions/checkout",
    "actions/cache",
    "docker/setup-qemu-action",
    "actions/attest",
    "actions/attest-build-provenance",
    "dtolnay/rust-toolchain",
    "softprops/action-gh-release",
}
"""Actions that do not run on the Python of the job; maturin-action where it builds in a container or an sdist."""


REASONS: Mapping[str, str] = {
    "container": "the container that builds brings its own",
    "sdist": "an sdist is made without one",
}


@dataclass(frozen=True, slots=True)
class Setup:
    """A step that sets up Python; ``why`` no step of any combination runs on it, "" where one may."""

    job: JobRun
    step: StepRun
    why: str


def python_setups(subject: Subject) -> tuple[Setup, ...]:
    """Each step that sets up Python, once."""
    found: dict[Location, Setup] = {}
    for job in active((*subject.expansion.release.runs, *subject.expansion.runs)):
        steps = list(active_steps(job))
        for number, step in enumerate(steps):
            if name_of(step) == "actions/setup-python":
                before = found.get(step.step.location)
                if before is None or before.why:
                    found[step.step.location] = Setup(job, step, _why_idle(steps, number))
    return tuple(found.values())


def _why_idle(steps: Sequence[StepRun], number: int) -> str:
    if any(map(_runs_python, steps[number + 1 :])):
        return ""
    builds = [a for step in steps for a in step.activities if isinstance(a, Build)]
    if any(build.image for build in builds):
        return REASONS["container"]
    return REASONS["sdist"] if any(build.command == "sdist" for build in builds) else ""


def _runs_python(step: StepRun) -> bool:
    if step.step.run is not None:
        return True
    name = name_of(step)
    if name == "pyo3/maturin-action":
        builds = [a for a in step.activities if isinstance(a, Build)]
        return not builds or not all(build.image or build.command == "sdist" for build in builds)
    return name not in IDLE


def idle(setups: Sequence[Setup]) -> Iterator[Problem]:
    """Pythons that no step runs on, a problem for each reason."""
    for why in REASONS.values():
        mine = [setup for setup in setups if setup.why == why]
        fix = "Delete the step."
        if why == REASONS["container"]:
            fix = (
                "Delete the step: the Pythons to build for are given to maturin (`-i`). "
                "Keep it where a later step is going to test the wheel on it."
            )
        if mine:
            yield Problem.at(
                [setup.step.step.location for setup in mine],
                many(
                    (setup.job.name for setup in mine),
                    "no step of job {} runs on the Python that it sets up",
                    "no step of the jobs {} runs on the Python that they set up",
                )
                + f": {why}",
                fix,
                warned=True,
            )
