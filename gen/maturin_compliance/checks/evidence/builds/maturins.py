"""Which maturin builds a release, and how to name it where nothing does."""

import re
from collections.abc import Iterator, Sequence

from packaging.specifiers import SpecifierSet

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import distribution, job_of, released_builds
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.release import Build, Command
from maturin_compliance.location import Location

NEWEST = "the release is built with whatever maturin is newest on the day"


def released(subject: Subject) -> tuple[Build, ...]:
    """What builds the wheels and the sdist of a release. Raises Skip where nothing builds wheels."""
    wheels, start = released_builds(subject), f"{distribution(subject)}-"
    sdists = (build for build in subject.expansion.release.builds if (build.sdist or "").lower().startswith(start))
    return (*wheels, *(build for build in sdists if build not in wheels))


def unfixed(subject: Subject, builds: Sequence[Build]) -> Iterator[Problem]:
    """The builds whose maturin is the newest of the day; one that a requirement keeps below it stays the same."""
    newest = subject.facts.newest_maturin()
    loose = [build for build in builds if not build.pinned and build.maturin == str(newest)]
    if _kept_exactly(subject):
        return
    contained = [build for build in loose if _comes_with_image(subject, build)]
    for build in loose:
        if build not in contained:
            fix, place = _named(subject, build)
            yield Problem(NEWEST, place, fix, warned=True)
    if contained:
        images = codes(dict.fromkeys(build.image for build in contained))
        fix = f"It comes with the image: name {images} by its digest (`image@sha256:…`)."
        yield Problem.at([build.origin.location for build in contained], NEWEST, fix, warned=True)


def _comes_with_image(subject: Subject, build: Build) -> bool:
    """Whether maturin is in the image of a job; those of Docker's own library, which name no owner, have none."""
    if build.tool == "maturin-action" or "/" not in (build.image or ""):
        return False
    return _installation(subject, build) is None


def _requirement(subject: Subject) -> SpecifierSet | None:
    pyproject = subject.project.package.pyproject
    build = pyproject.build_system if pyproject else None
    wanted = build.maturin.requirement if build and build.maturin else None
    return wanted.specifier if wanted else None


def _kept_exactly(subject: Subject) -> bool:
    return any(one.operator in {"==", "==="} and "*" not in one.version for one in _requirement(subject) or ())


def _named(subject: Subject, build: Build) -> tuple[str, Location]:
    """How to name a version that the project's own requirement admits, and where."""
    admitted = subject.facts.newest_maturin(_requirement(subject)) or subject.facts.newest_maturin()
    if build.tool == "maturin-action":
        lines = fence(f"with:\n  maturin-version: v{admitted}", "yaml")
        return f"Name the version:\n\n{lines}", build.origin.location
    command = _installation(subject, build)
    if command is None:
        fix = f"Name the version where maturin is installed: {code(f'maturin=={admitted}')}."
        return fix, build.origin.location
    words = [f"maturin=={admitted}" if _is_maturin(word) else word for word in command.words]
    if command.words[0] == "cargo":
        words = [*command.words, "--version", str(admitted), "--locked"]
    return f"Name the version:\n\n{fence(' '.join(words), 'sh')}", command.location


def _installation(subject: Subject, build: Build) -> Command | None:
    """The command that brings maturin into the job: an installer's, or one that runs it from an index."""
    job = job_of(subject, build.origin)
    commands = [command for step in (job.steps if job else ()) for command in step.commands]
    for command in commands:
        installs = "install" in command.words or command.words[:1] in {("uvx",), ("pipx",)}
        if installs and any(map(_is_maturin, command.words)):
            return command
    return None


def _is_maturin(word: str) -> bool:
    """Whether a word of a command asks an installer for maturin, a range of versions included."""
    return re.fullmatch(r"maturin(?:@latest|\s*[<>=!~][^;]*)?", word) is not None
