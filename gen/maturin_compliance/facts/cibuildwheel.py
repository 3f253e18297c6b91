"""cibuildwheel: its releases and the builds that each knows."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.facts.table import Row, released, rows

TABLE = "cibuildwheel"

Platform = Literal["linux", "macos", "windows", "android", "ios", "pyodide"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CibuildwheelRelease(Row):
    """A version on the package index, with the day of its first upload."""

    version: Version
    released: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CibuildwheelBuild(Row):
    """A build (``cp314-manylinux_x86_64``) known from a version up to, and not including, another."""

    platform: Platform
    identifier: str
    since: Version
    until: Version | None = None


def releases(on: date) -> tuple[CibuildwheelRelease, ...]:
    """Give the releases up to a date, lowest version first."""
    return tuple(released(rows(TABLE, "release", CibuildwheelRelease), on))


def newest(on: date, wanted: SpecifierSet | None) -> Version | None:
    """Give the newest release on a date that a specifier admits, or None."""
    known = (r.version for r in sorted(releases(on), key=lambda r: r.version, reverse=True))
    return next((v for v in known if wanted is None or wanted.contains(v)), None)


def builds(version: Version, platform: Platform) -> tuple[str, ...]:
    """Give the identifiers that a version knows for a platform, all options enabled."""
    return tuple(
        row.identifier
        for row in rows(TABLE, "build", CibuildwheelBuild)
        if row.platform == platform and row.since <= version and (row.until is None or version < row.until)
    )
