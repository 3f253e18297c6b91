"""What jobs that hold wheels of a release install before they test."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.testing.containers import containers
from maturin_compliance.checks.evidence.testing.tried import holds, of_package
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Install, JobRun, Test

_FROM_FOLDER = ("--find-links", "-f")
_SYNCED = frozenset({"--reinstall", "--no-cache", "--refresh"})


@dataclass(frozen=True, slots=True)
class Instead:
    """An installation of something else than the wheels that a job holds, on which its tests then run."""

    install: Install
    words: tuple[str, ...]
    job: str


def installs(subject: Subject) -> tuple[Install, ...]:
    """The installations of wheels from a folder in the jobs of the release."""
    jobs = active(subject.expansion.release.runs)
    found = (a for job in jobs for step in active_steps(job) for a in step.activities if isinstance(a, Install))
    return tuple(install for install in found if install.source == "folder")


def words_of(subject: Subject, install: Install) -> tuple[str, ...]:
    """The command of an installation; empty where it is none of a script."""
    step = step_of(subject, install.origin)
    commands = step.commands if step else ()
    return next((c.words for c in commands if c.location == install.origin.location), ())


def sources_tested(subject: Subject) -> Iterator[Instead]:
    """The jobs that hold wheels of the release, and test the sources or what the index has."""
    published = {wheel.filename for wheel in subject.expansion.release.wheels}
    for job in active(subject.expansion.release.runs):
        if not published.isdisjoint(holds(job)) and (install := tested_instead(job)) is not None:
            words = words_of(subject, install)
            # A folder that seems to hold no wheel may do so all the same.
            if install.source != "index" or not any(word.partition("=")[0] in _FROM_FOLDER for word in words):
                yield Instead(install, words, job.name)


def tested_instead(job: JobRun) -> Install | None:
    """What the tests of a job run on, where no test of it runs on a wheel, or may."""
    last, found = None, None
    for activity in (a for step in active_steps(job) for a in step.activities):
        if isinstance(activity, Install):
            last = activity
        elif isinstance(activity, Test) and of_package(activity):
            if activity.wheel or not activity.followed or last is None or last.source in {"folder", "sdist"}:
                return None
            found = last
    return found


@dataclass(frozen=True, slots=True)
class Late:
    """A test of a job, and the installation of the wheel that comes only after it and all others."""

    test: Test
    install: Install
    job: JobRun


def late(subject: Subject) -> Iterator[Late]:
    """The jobs of the release that install a wheel of it after their last test, and nothing before."""
    for job in active(subject.expansion.release.runs):
        found = [a for s in active_steps(job) for a in s.activities if isinstance(a, (Install, Test))]
        found = [a for a in found if not isinstance(a, Test) or of_package(a)]
        first = next((i for i, a in enumerate(found) if isinstance(a, Install)), 0)
        before, after = found[:first], found[first:]
        install = next((a for a in after if isinstance(a, Install)), None)
        tests = [a for a in before if isinstance(a, Test) and a.followed]
        again = any(isinstance(a, Test) for a in after) or any(containers(job, step) for step in active_steps(job))
        if tests and len(tests) == len(before) and install and install.source == "folder" and not again:
            yield Late(tests[-1], install, job)


def alike(found: Iterable[Instead]) -> Iterator[tuple[Instead, ...]]:
    """Those with the same source and command, which one change mends; without a command told, with any."""
    groups: list[list[Instead]] = []
    for one in sorted(found, key=lambda one: not one.words):
        mine = (g for g in groups if g[0].install.source == one.install.source and one.words in {(), g[0].words})
        group = next(mine, None)
        if group is None:
            groups.append(group := [])
        group.append(one)
    yield from map(tuple, groups)


def out_of(subject: Subject, job: str) -> str:
    """The folder that the wheels of a job lie in."""
    builds = (build for build in subject.expansion.release.builds if build.wheels)
    return next((build.out for build in builds if build.origin.job == job), "dist")


def from_folder(subject: Subject, install: Install) -> str:
    """The lines that leave an installation from a folder no other choice."""
    words = list(words_of(subject, install))
    name = subject.project.name
    pyproject = subject.project.package.pyproject
    if not words:
        words = ["pip", "install", "--find-links", "dist", name]
    at = words.index("install") + 1 if "install" in words else len(words)
    lines = [shlex.join((*words[:at], "--no-index", "--no-deps", *words[at:]))]
    if pyproject and pyproject.project and pyproject.project.dependencies:
        lines.append(shlex.join((*words[:at], name)))
    return fence("\n".join(lines), "sh")


def of_the_wheel(subject: Subject, one: Instead) -> str:
    """The lines that install the wheel where the sources are installed."""
    out, name = out_of(subject, one.job), subject.project.name
    wheel = f"--no-index --no-deps --find-links {out} {name}"
    if one.words[:2] == ("uv", "sync"):
        kept = shlex.join((*_without(one.words), "--no-install-project"))
        lines = (kept, f"uv pip install {wheel}", "uv run --no-sync pytest")
        why = "`uv sync` and `uv run` build the project itself from its sources, whatever `--find-links` says"
        return f"{why}. Leave it out there, and install the wheel:\n\n" + fence("\n".join(lines), "sh")
    if one.words[:2] == ("uv", "run"):
        told = shlex.join(("uv", "run", "--no-sync", *one.words[2:]))
        return "`uv run` replaces the wheel by the sources, unless it is told not to:\n\n" + fence(told, "sh")
    written = f" in place of {code(shlex.join(one.words))}" if one.words else ""
    return f"Install the wheel{written}:\n\n" + fence(f"python -m pip install {wheel}", "sh")


def _without(words: Sequence[str]) -> Iterator[str]:
    skip = False
    for word in words:
        if skip or word in _SYNCED or word.partition("=")[0] in _FROM_FOLDER:
            skip = not skip and word in _FROM_FOLDER
            continue
        yield word
