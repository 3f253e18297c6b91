"""Whether the sdist of a release is tried: a wheel is built from it."""

from collections.abc import Iterator

from packaging.version import Version

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.expand.release import Build, Install


def installs_sdist(subject: Subject) -> bool:
    """Whether a job of the release installs an sdist; also where the shell's own words name the file."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            if any(isinstance(a, Install) and a.source == "sdist" for a in step.activities):
                return True
            if any("install" in line and ".tar.gz" in line for line in (step.script or "").splitlines()):
                return True
    return False


def runs_sessions(subject: Subject) -> str | None:
    """The program in a job of the release that may build from an sdist as a file of its own says."""
    steps = (step for job in active(subject.expansion.release.runs) for step in active_steps(job))
    words = (word for step in steps for command in step.commands for word in command.words[:4])
    return next((word for word in words if word in {"nox", "tox"}), None)


def builds_from_sdist(subject: Subject, build: Build) -> bool:
    """Whether a build takes the sdist: ``maturin build --sdist``, a front end that makes both, cibuildwheel."""
    if not build.wheels:
        return False
    if build.tool == "build":
        return any(other.sdist and other.origin.location == build.origin.location for other in _sdists(subject))
    if build.tool == "cibuildwheel":
        return any(".tar.gz" in word for word in build.arguments)
    if "--sdist" not in build.arguments or build.maturin is None:
        return False
    return subject.facts.maturin(Version(build.maturin)).build_from_sdist


def _sdists(subject: Subject) -> Iterator[Build]:
    return (build for build in subject.expansion.release.builds if build.sdist)


def install_sdist(subject: Subject, build: Build) -> str:
    """The step that installs an sdist, on the condition of the step that makes it."""
    lines = [f"- run: python -m pip install {build.out}/*.tar.gz"]
    step = step_of(subject, build.origin)
    if step and step.step.condition is not None:
        lines.append(f"  if: {step.step.condition.value}")
    return "\n".join(lines)
