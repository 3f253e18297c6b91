"""The machine to test a wheel on: a hosted runner with a Python, or a container of the wheel's platform."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.testing.wheels import architecture, runner_for, system
from maturin_compliance.checks.evidence.workflows.pipeline import active
from maturin_compliance.expand.release import Build, Wheel
from maturin_compliance.facts import Image

PLATFORMS = {
    "x86_64": "linux/amd64",
    "i686": "linux/386",
    "aarch64": "linux/arm64",
    "armv7l": "linux/arm/v7",
    "ppc64le": "linux/ppc64le",
    "s390x": "linux/s390x",
    "riscv64": "linux/riscv64",
}
"""Docker's names of the architectures in wheel tags."""
NATIVE = frozenset({"x86_64", "i686", "aarch64"})
"""Architectures whose containers some hosted runner runs without emulation."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wheels of a build that are to be tested; ``machine`` is the half of a fat one, as runners name it."""

    build: Build
    wheels: tuple[Wheel, ...]
    machine: str = ""

    @property
    def target(self) -> str:
        """The Rust target, "" where it is not known."""
        return self.build.target or ""


@dataclass(frozen=True, slots=True)
class Row:
    """A machine to test on: a runner with a Python, or a container on a runner where ``image`` is given."""

    runner: str
    python: str
    architecture: str = ""
    image: str = ""
    platform: str = ""

    @property
    def emulated(self) -> bool:
        """Whether no hosted runner runs the container without emulation."""
        return bool(self.image) and self.platform not in {PLATFORMS[name] for name in NATIVE}

    def text(self, *, architectures: bool) -> str:
        """The row as a matrix has it."""
        given = [("runner", self.runner)]
        if self.image:
            given += [("platform", self.platform), ("image", self.image)]
        given.append(("python", f'"{self.python}"'))
        if architectures:
            given.append(("architecture", self.architecture))
        return f"- {{ {', '.join(f'{key}: {value}' for key, value in given)} }}"


def row_of(subject: Subject, one: Wanted) -> Row | None:
    """The machine for the wheels of a build, None where there is none."""
    os, machine = system(one.target), one.machine or architecture(one.target)
    if os == "linux" and ("musl" in one.target or one.target.partition("-")[0] not in {"x86_64", "aarch64"}):
        return _container(subject, one)
    runner = _runner(subject, os, machine)
    if runner is None:
        return None
    return Row(
        runner, python_for(subject, one.wheels), "x86" if one.target.startswith("i686-pc-windows") else machine
    )


def row_on(subject: Subject, one: Wanted, python: str) -> Row | None:
    """The runner for the wheels of a build with a Python that one of them is for; None where none is."""
    row = row_of(subject, one)
    if row is None or row.image or not any(python in _pythons(wheel, range(99)) for wheel in one.wheels):
        return None
    return replace(row, python=python)


def _runner(subject: Subject, os: str, machine: str) -> str | None:
    """A runner's label: one that the project uses already, else the newest."""
    for job in active(subject.expansion.runs):
        used = subject.facts.runner(job.runner) if job.runner else None
        if used and (used.os, used.architecture, used.status) == (os, machine, "available"):
            return used.label
    found = runner_for(subject, os, machine)
    return found.label if found else None


def python_for(subject: Subject, wheels: Sequence[Wheel]) -> str:
    """The newest supported Python that one of some wheels is for, as setup-python names it."""
    supported = [p.minor for p in subject.facts.pythons if p.supported(subject.facts.as_of)]
    found = [name for wheel in wheels for name in _pythons(wheel, supported)]
    return max(found, key=lambda name: _rank(name, supported), default="3.x")


def _pythons(wheel: Wheel, supported: Sequence[int]) -> Iterator[str]:
    match = re.match(r"(cp|pp)3(\d+)", wheel.interpreter)
    if match is None:
        yield from (f"3.{minor}" for minor in supported)
    elif "abi3" in wheel.abi.split("."):
        yield from (f"3.{minor}" for minor in supported if minor >= int(match[2]))
    else:
        threads = "t" if re.search(r"cp\d+t", wheel.abi) else ""
        yield f"{'pypy' if match[1] == 'pp' else ''}3.{match[2]}{threads}"


def _rank(name: str, supported: Sequence[int]) -> tuple[bool, bool, int]:
    """Supported Pythons come before others, usual ones before free-threaded ones and PyPy, newer ones first."""
    minor = int(re.findall(r"\d+", name)[1])
    return minor in supported, re.fullmatch(r"3\.\d+", name) is not None, minor


def _container(subject: Subject, one: Wanted) -> Row | None:
    """The newest image of the target's platform with a Python that one of the wheels is for."""
    fitting = [i for i in subject.facts.images if i.target == one.target and not i.cross and i.ended is None]
    for image in sorted(fitting, key=_policy, reverse=True):
        supported = [int(name[2:]) for name in image.pythons if re.fullmatch(r"3\.\d+", name)]
        found = [name for wheel in one.wheels for name in _pythons(wheel, supported) if name in image.pythons]
        machine = "arm64" if image.architecture == "aarch64" else "x64"
        runner = _runner(subject, "linux", machine)
        if found and runner:
            python = max(found, key=lambda name: _rank(name, supported))
            return Row(runner, _folder(python), "", image.name, PLATFORMS[image.architecture])
    return None


def _policy(image: Image) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", image.policy)))


def _folder(python: str) -> str:
    """The folder of a Python below /opt/python: "cp314-cp314t"."""
    minor = re.findall(r"\d+", python)[1]
    if python.startswith("pypy"):
        return f"pp3{minor}-pypy3{minor}_pp73"
    return f"cp3{minor}-cp3{minor}{'t' if python.endswith('t') else ''}"
