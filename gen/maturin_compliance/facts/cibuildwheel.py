"""cibuildwheel: its releases, the builds that each knows, and what each does by default."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import Literal, TypeVar

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.facts.table import Row, released, rows

TABLE = "cibuildwheel"

Platform = Literal["linux", "macos", "windows", "android", "ios", "pyodide"]
BehaviourName = Literal[
    "deployment-target-is-raised", "delocate-writes-tag", "auditwheel-sorts-tags", "auto32-by-pairs"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CibuildwheelRelease(Row):
    """A version on the package index, with the day of its first upload and the commit of its tag."""

    version: Version
    released: date
    commit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByVersion(Row):
    """Holds from version ``since`` up to, and not including, ``until``."""

    since: Version
    until: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CibuildwheelBuild(_ByVersion):
    """A build (``cp314-manylinux_x86_64``) of a platform."""

    platform: Platform
    identifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld(_ByVersion):
    """Builds, as patterns, that are made only where ``enable`` names their group."""

    group: str
    builds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(_ByVersion):
    """An option of its own that enables a group; an empty ``option`` stands in no file."""

    group: str
    variable: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Image(_ByVersion):
    builds: str
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Macos(_ByVersion):
    builds: str
    version: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class _Auto(_ByVersion):
    platform: Platform
    native: str
    also: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pyodide(_ByVersion):
    builds: str
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _PyPy(_ByVersion):
    abi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Behaviour(_ByVersion):
    name: BehaviourName


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found(Row):
    policy: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read(Row):
    variable: str
    maturin: Version


@dataclass(frozen=True, slots=True)
class Cibuildwheel:
    """What one version of cibuildwheel does."""

    version: Version

    def builds(self, platform: Platform) -> tuple[str, ...]:
        """Give the identifiers known for a platform, all groups enabled."""
        return builds(self.version, platform)

    def withheld(self, enabled: Collection[str]) -> tuple[Withheld, ...]:
        """Give the groups of builds that are left out unless more than ``enabled`` is."""
        return tuple(r for r in self._rows("withheld", Withheld) if r.group not in enabled)

    def switches(self) -> tuple[Switch, ...]:
        """Give the options beside ``enable`` that enable a group."""
        return tuple(self._rows("switch", Switch))

    def image(self, identifier: str) -> str | None:
        """Give the short name of a build's default image (``manylinux_2_28``), None where it has none."""
        fitting = [r.image for r in self._rows("image", _Image) if matches(r.builds, identifier)]
        return fitting[-1] if fitting else None

    def macos_target(self, identifier: str) -> Version:
        """Give the lowest macOS that a build is given by default."""
        fitting = (r.version for r in self._rows("macos", _Macos) if matches(r.builds, identifier))
        return max(fitting)

    def auto(self, platform: Platform, native: str) -> tuple[str, ...]:
        """Give the architectures that ``auto`` stands for on a machine of an architecture."""
        found = (r for r in self._rows("auto", _Auto) if (r.platform, r.native) == (platform, native))
        return (native, *(r.also for r in found))

    def pyodide(self, identifier: str) -> str | None:
        """Give the platform tag of a Pyodide build, None where it is not known."""
        found = (r.platform for r in self._rows("pyodide", _Pyodide) if matches(r.builds, identifier))
        return next(found, None)

    def pypy_abi(self, minor: int) -> str:
        """Give the abi tag of the PyPy that is pinned for a minor of Python 3."""
        return next(f"pypy3{minor}_{r.abi}" for r in self._rows("pypy", _PyPy))

    def does(self, name: BehaviourName) -> bool:
        """Tell whether this version has a behaviour."""
        return any(r.name == name for r in self._rows("behaviour", _Behaviour))

    def _rows(self, array: str, kind: "type[V]") -> "Iterator[V]":
        return _holding(rows(TABLE, array, kind), self.version)


V = TypeVar("V", bound=_ByVersion)


def releases(on: date) -> tuple[CibuildwheelRelease, ...]:
    """Give the releases up to a date, lowest version first."""
    return tuple(released(rows(TABLE, "release", CibuildwheelRelease), on))


def newest(on: date, wanted: SpecifierSet | None) -> Version | None:
    """Give the newest release on a date that a specifier admits, or None."""
    known = (r.version for r in sorted(releases(on), key=lambda r: r.version, reverse=True))
    return next((v for v in known if wanted is None or wanted.contains(v)), None)


def at(on: date, ref: str) -> Version | None:
    """Give the release that a git ref stood for: ``v3.1.4``, ``v3.1``, or the commit of a release.

    None for a branch, a commit of no known release, or a version that was not there on the date.
    """
    known = releases(on)
    commit = next((r.version for r in known if r.commit and r.commit == ref.lower()), None)
    match = re.fullmatch(r"v(\d+(?:\.\d+){1,2})", ref)
    if commit is not None or match is None:
        return commit
    parts = tuple(int(part) for part in match[1].split("."))
    fitting = [r.version for r in known if r.version.release[: len(parts)] == parts]
    return max(fitting, default=None)


def builds(version: Version, platform: Platform) -> tuple[str, ...]:
    """Give the identifiers that a version knows for a platform, all options enabled."""
    found = _holding(rows(TABLE, "build", CibuildwheelBuild), version)
    return tuple(row.identifier for row in found if row.platform == platform)


@cache
def identifiers() -> frozenset[str]:
    """Give every identifier that some version knows."""
    return frozenset(row.identifier for row in rows(TABLE, "build", CibuildwheelBuild))


def usually_found(policy: str) -> str:
    """Give the policy that an audit usually finds in an image of a policy: mostly the image's own."""
    return next((r.found for r in rows(TABLE, "found", _Found) if r.policy == policy), policy)


def is_read(variable: str, maturin: Version) -> bool:
    """Tell whether a version of maturin reads a variable that cibuildwheel sets."""
    found = (r for r in rows(TABLE, "read", _Read) if r.variable == variable)
    return any(r.maturin <= maturin for r in found)


def matches(patterns: str, identifier: str) -> bool:
    """Tell whether one of the table's own patterns fits: ``*``, ``?``, ``[…]`` and one ``{a,b}`` each."""
    return any(fnmatchcase(identifier, one) for pattern in patterns.split() for one in _unfolded(pattern))


def _unfolded(pattern: str) -> tuple[str, ...]:
    match = re.fullmatch(r"([^{]*)\{([^}]*)\}(.*)", pattern)
    return tuple(f"{match[1]}{item}{match[3]}" for item in match[2].split(",")) if match else (pattern,)


def _holding(items: Iterable[V], version: Version) -> Iterator[V]:
    return (i for i in items if i.since <= version and (i.until is None or version < i.until))
