"""Rust: what a toolchain asks of a platform, editions, targets."""

from dataclasses import dataclass
from datetime import date

from packaging.version import Version

from maturin_compliance.facts.table import Row, rows

TABLE = "rust"


@dataclass(frozen=True, slots=True, kw_only=True)
class RustMinimum(Row):
    """From Rust ``since`` on, a platform's lowest version is ``minimum``.

    ``platform`` is glibc, musl, macos_x86_64, macos_arm64 or windows; ``released`` is the day of
    that Rust release.
    """

    platform: str
    since: Version
    released: date
    minimum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RustRelease(Row):
    """A stable release and its day."""

    version: Version
    released: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RustEdition(Row):
    """An edition and the first Rust that knows it."""

    edition: str
    since: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class LockfileVersion(Row):
    """A version of Cargo.lock and the first Cargo that reads it."""

    version: int
    since: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Row):
    """A Rust target.

    ``os`` is linux, macos, windows, android, ios, emscripten or wasi; ``architecture`` is that of
    wheel tags (aarch64 on Linux, arm64 on macOS and Windows, win32's is x86); ``libc`` is glibc,
    musl or "". ``minimum`` is the libc's lowest version with today's Rust, where one is set, and
    ``tier`` Rust's own tier.
    """

    triple: str
    os: str
    architecture: str
    libc: str = ""
    minimum: str = ""
    tier: int


def minimum(platform: str, version: Version | None, on: date) -> RustMinimum | None:
    """Give a platform's minimum for a Rust version, or for the newest on a date (None)."""
    found = (row for row in rows(TABLE, "minimum", RustMinimum) if row.platform == platform)
    held = (r for r in found if (r.released <= on if version is None else r.since <= version))
    return max(held, key=lambda row: row.since, default=None)


def newest(on: date) -> RustRelease:
    """Give the newest stable release on a date, the table's first where all are younger."""
    known = rows(TABLE, "release", RustRelease)
    return max((r for r in known if r.released <= on), key=_version, default=known[0])


def edition(name: str) -> RustEdition | None:
    """Give an edition, or None for an unknown one."""
    return next((row for row in rows(TABLE, "edition", RustEdition) if row.edition == name), None)


def lockfile(version: int) -> LockfileVersion | None:
    """Give what a version of Cargo.lock needs, or None for one that every Cargo here reads, or an unknown one."""
    return next((row for row in rows(TABLE, "lockfile", LockfileVersion) if row.version == version), None)


def target(triple: str) -> Target | None:
    """Give a known target, or None."""
    return next((row for row in rows(TABLE, "target", Target) if row.triple == triple), None)


def _version(release: RustRelease) -> Version:
    return release.version
