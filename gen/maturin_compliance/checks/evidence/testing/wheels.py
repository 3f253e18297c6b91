"""Where wheels can be tested: hosted runners by system and architecture."""

from collections.abc import Iterator, Mapping

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import active, job_of
from maturin_compliance.expand.release import Build, Install, JobRun, Publish, Test, Upload
from maturin_compliance.facts import Runner

SYSTEMS: Mapping[str, str] = {"darwin": "macos", "windows": "windows", "linux": "linux"}
"""A part of a Rust target and the operating system of the runner that can test it."""


def tries_out(subject: Subject, build: Build) -> bool:
    """Whether the job of a build tests what it makes and hands nothing on, as a job for tests does.

    A combination without an upload is none where other combinations of its job upload.
    """
    job = job_of(subject, build.origin)
    if job is None or any(_hands_on(other) for other in _combinations(subject, job)):
        return False
    return any(isinstance(a, Test) or (isinstance(a, Install) and a.source == "folder") for a in job.activities)


def _combinations(subject: Subject, job: JobRun) -> Iterator[JobRun]:
    """A job with every combination of its matrix."""
    runs = (*subject.expansion.release.runs, *subject.expansion.runs)
    run = next(run for run in runs if job in run.jobs)
    return (other for other in active([run]) if other.name == job.name)


def _hands_on(job: JobRun) -> bool:
    return any(isinstance(a, (Upload, Publish)) for a in job.activities)


def runner_for(subject: Subject, os: str, machine: str) -> Runner | None:
    """The newest hosted runner of a system and an architecture whose label does not move and is free."""
    found = [
        runner
        for runner in subject.facts.runners
        if (runner.os, runner.architecture, runner.status) == (os, machine, "available")
        and not runner.moves
        and not runner.label.endswith(("-large", "-xlarge", "-slim"))
    ]
    return max(found, key=lambda r: tuple(map(int, r.version.split("."))), default=None)


def system(target: str) -> str:
    """The operating system of a Rust target, in the words of runners; "" for others."""
    return next((os for part, os in SYSTEMS.items() if part in target and "android" not in target), "")


def architecture(target: str) -> str:
    """The runner architecture that runs a Rust target natively; "" where none is hosted."""
    machine = target.partition("-")[0]
    return {"x86_64": "x64", "i686": "x64", "aarch64": "arm64", "universal2": "arm64"}.get(machine, "")
