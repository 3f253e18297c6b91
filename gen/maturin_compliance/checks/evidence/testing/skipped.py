"""Wheels that cibuildwheel leaves untested because ``test-skip`` names them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import job_of
from maturin_compliance.coverage import platform
from maturin_compliance.expand.release import Build, Wheel
from maturin_compliance.location import Location

SETTING = "CIBW_TEST_SKIP"


Left = tuple[Build, tuple[Wheel, ...]]
"""A build with wheels of it that no job tests."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Where ``test-skip`` stands, its patterns that name some wheels, and the builds with these wheels."""

    location: Location
    patterns: tuple[str, ...]
    left: tuple[Left, ...]


def skipped(subject: Subject, left: Sequence[Left]) -> tuple[Skipped, ...]:
    """The settings that leave wheels untested, each once."""
    found: dict[Location, tuple[dict[str, None], list[Left]]] = {}
    for build, wheels in left:
        for location, text in _settings(subject, build) if build.tool == "cibuildwheel" else ():
            patterns = [p for p in text.split() if any(fnmatchcase(identifier(wheel), p) for wheel in wheels)]
            if patterns:
                named, mine = found.setdefault(location, ({}, []))
                named.update(dict.fromkeys(patterns))
                mine.append((build, wheels))
    return tuple(Skipped(place, tuple(named), tuple(mine)) for place, (named, mine) in found.items())


def _settings(subject: Subject, build: Build) -> Iterator[tuple[Location, str]]:
    job = job_of(subject, build.origin)
    for step in job.steps if job else ():
        for name, template in (*step.step.env.items(), *(job.job.env.items() if job else ())):
            if name == SETTING and isinstance(step.env.get(name), str):
                yield template.location, str(step.env[name])
    pyproject = subject.project.package.pyproject
    table = pyproject.tools.get("cibuildwheel") if pyproject else None
    node = table.mapping.get("test-skip") if table else None
    if node is not None:
        parts = [str(item.value) for item in node.items] or [str(node.value)]
        yield node.location, " ".join(parts)


def identifier(wheel: Wheel) -> str:
    """The name of a wheel's build in cibuildwheel: "cp314t-manylinux_x86_64"."""
    of, threads = platform(wheel), "t" if wheel.abi.endswith("t") and wheel.abi != "abi3t" else ""
    if of.system == "Windows":
        tail = {"x86": "win32", "x86_64": "win_amd64"}.get(of.architecture, "win_arm64")
    else:
        family = {"glibc": "manylinux", "musl": "musllinux"}.get(of.libc, "macosx")
        tail = f"{family}_{of.architecture}"
    return f"{wheel.interpreter}{threads}-{tail}"
