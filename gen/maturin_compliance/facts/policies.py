"""Linux policies of wheels, and what the package index accepts."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from packaging.version import Version

from maturin_compliance.facts.table import Row, rows

TABLE = "policies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Row):
    """A manylinux or musllinux policy.

    ``libc`` is glibc or musl, ``version`` its lowest version; ``pip`` the lowest pip that
    installs such wheels. ``base`` is what the official image is made from and ``base_ends`` the
    day that system ends; ``image_ended`` the day its makers stopped to maintain the image.
    ``index_architectures`` are those whose legacy alias (``manylinux2014_x86_64``) the package
    index lists. ``rust_until`` is the last Rust release whose standard library can meet it.
    """

    name: str
    alias: str = ""
    libc: str
    version: str
    pip: str
    base: str = ""
    base_ends: date | None = None
    image_ended: date | None = None
    image_status: str = "maintained"
    image_architectures: tuple[str, ...] = ()
    index_architectures: tuple[str, ...] = ()
    rust_until: str = ""

    @property
    def key(self) -> tuple[int, int]:
        """The libc version as numbers: (2, 17)."""
        major, _, minor = self.version.partition(".")
        return int(major), int(minor)

    def ended(self, on: date) -> bool:
        """Whether the official image was no longer maintained on a date."""
        return self.image_ended is not None and self.image_ended <= on

    def base_ended(self, on: date) -> bool:
        """Whether the system that the image is made from had ended on a date."""
        return self.base_ends is not None and self.base_ends <= on


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried(Row):
    name: str
    architectures: tuple[str, ...]
    since: Version


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPlatform(Row):
    """Platform tags of one family that the package index accepts.

    ``family`` is the tag's head (manylinux, musllinux, macosx, win, ios, android, pyemscripten,
    linux); ``versions`` are major versions where only some are accepted, "10" with any minor.
    """

    family: str
    architectures: tuple[str, ...]
    versions: tuple[str, ...] = ()


def policies() -> tuple[Policy, ...]:
    """Give all policies, glibc first, lowest version first."""
    return rows(TABLE, "policy", Policy)


def policy(name: str) -> Policy | None:
    """Give a policy by its name or alias (``manylinux_2_17``, ``manylinux2014``), or None."""
    return next((row for row in policies() if name in {row.name, row.alias}), None)


def tried(architecture: str, maturin: Version, libc: Literal["glibc", "musl"]) -> tuple[str, ...]:
    """Give the policies that a version of maturin tries for an architecture, in its order."""
    family = {"glibc": "manylinux", "musl": "musllinux"}[libc]
    return tuple(
        row.name
        for row in rows(TABLE, "tried", _Tried)
        if row.name.startswith(family) and row.since <= maturin and architecture in row.architectures
    )


def index_platforms() -> tuple[IndexPlatform, ...]:
    """Give what the package index accepts."""
    return rows(TABLE, "index", IndexPlatform)
