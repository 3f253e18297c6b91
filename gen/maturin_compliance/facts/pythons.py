"""Python interpreters: versions of CPython and PyPy, tags of GraalPy."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from maturin_compliance.facts.table import Row, Span, rows, standing

TABLE = "pythons"

PythonStatus = Literal["unknown", "development", "prerelease", "bugfix", "security", "end-of-life"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonVersion(Row):
    """A minor version of CPython; days that lie ahead are planned ones.

    ``free_threaded`` is "" without a free-threaded build, else experimental or supported.
    ``frozen`` is the first beta: from then on its ABI is meant to stay; ``candidate`` the first
    release candidate, from which wheels may be published.
    """

    minor: int
    pep: int
    started: date
    frozen: date
    candidate: date | None = None
    released: date
    security: date
    ends: date
    free_threaded: Literal["", "experimental", "supported"] = ""

    @property
    def version(self) -> str:
        """The version as written: "3.14"."""
        return f"3.{self.minor}"

    def status(self, on: date) -> PythonStatus:
        """Tell how it stood on a date; "unknown" before its development began."""
        stages: tuple[tuple[date, PythonStatus], ...] = (
            (self.ends, "end-of-life"),
            (self.security, "security"),
            (self.released, "bugfix"),
            (self.frozen, "prerelease"),
            (self.started, "development"),
        )
        return next((status for since, status in stages if since <= on), "unknown")

    def supported(self, on: date) -> bool:
        """Whether it was released and had not ended."""
        return self.status(on) in {"bugfix", "security"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PyPyVersion(Row):
    """A minor version of Python that PyPy speaks, with its abi tag and its days."""

    minor: int
    abi: str
    released: date
    dropped: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _PyEmscripten(Row):
    minor: int
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PyPyAbi(Span):
    minor: int
    abi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonLimit(Row):
    """A target that not every CPython was built for.

    ``first`` is the first minor, ``free_threaded`` whether there are free-threaded ones. ``single`` tells that
    each release of the platform has one Python, so that a wheel is for that alone.
    """

    target: str
    first: int
    free_threaded: bool = True
    single: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _StableAbi(Row):
    name: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryModule(Row):
    """A module of the standard library that some supported Pythons have and others do not."""

    module: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GraalPyVersion(Row):
    """A minor version of Python that GraalPy speaks, with its abi tag."""

    minor: int
    abi: str
    released: date


def pythons(on: date) -> tuple[PythonVersion, ...]:
    """Give the versions whose development had begun on a date, oldest first."""
    return tuple(p for p in rows(TABLE, "cpython", PythonVersion) if p.started <= on)


def pypys(on: date) -> tuple[PyPyVersion, ...]:
    """Give the versions released by a date, oldest first."""
    return tuple(p for p in rows(TABLE, "pypy", PyPyVersion) if p.released <= on)


def installed_pypy_abi(on: date, minor: int) -> str | None:
    """Give the abi tag of the PyPy that one installs on a date; None for a minor not released by then."""
    changed = [row for row in rows(TABLE, "pypy_abi", _PyPyAbi) if row.minor == minor]
    later = next((row.abi for row in standing(changed, on)), None)
    return later or next((row.abi for row in pypys(on) if row.minor == minor), None)


def pyemscripten(minor: int) -> str | None:
    """Give the platform version of Pyodide for a minor ("2026_0"), or None."""
    known = rows(TABLE, "pyemscripten", _PyEmscripten)
    return next((row.platform for row in known if row.minor == minor), None)


def graalpys(on: date) -> tuple[GraalPyVersion, ...]:
    """Give the versions released by a date, oldest first."""
    return tuple(p for p in rows(TABLE, "graalpy", GraalPyVersion) if p.released <= on)


def limit(target: str) -> PythonLimit | None:
    """Give what there is for a target, None where every CPython was built for it."""
    return next((row for row in rows(TABLE, "limit", PythonLimit) if row.target == target), None)


def in_stable_abi(name: str) -> int:
    """Give the first minor whose stable ABI has something ("buffers")."""
    return next(row.since for row in rows(TABLE, "stable_abi", _StableAbi) if row.name == name)


def library() -> tuple[LibraryModule, ...]:
    """Give the modules of the standard library that not every Python has."""
    return rows("pythons", "library", LibraryModule)
