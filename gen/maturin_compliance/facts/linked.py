"""Which policies the symbols of a Rust library admit, by architecture."""

from collections.abc import Iterable
from dataclasses import dataclass

from maturin_compliance.facts.table import Row, rows

TABLE = "linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Row):
    """``lowest`` is the oldest policy that a library can be given, ``usual`` what most are given.

    ``with_threads`` is what libraries are given that start threads, empty where that makes no difference.
    """

    architecture: str
    lowest: str
    usual: str
    with_threads: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Threading(Row):
    crate: str


def linked(architecture: str) -> Linked | None:
    """Give the row of an architecture; None where the first policy tried is also the lowest."""
    return next((row for row in rows(TABLE, "linked", Linked) if row.architecture == architecture), None)


def threading(crates: Iterable[str]) -> str | None:
    """Give the first of the crates, by name, that starts threads; None where none is known to."""
    known = {row.crate for row in rows(TABLE, "threading", _Threading)}
    return min(known.intersection(crates), default=None)
