"""Which policies the symbols of a Rust library admit, by architecture."""

from dataclasses import dataclass

from maturin_compliance.facts.table import Row, rows

TABLE = "linked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked(Row):
    """``lowest`` is the oldest policy that a library can be given, ``usual`` what most are given."""

    architecture: str
    lowest: str
    usual: str


def linked(architecture: str) -> Linked | None:
    """Give the row of an architecture; None where the first policy tried is also the lowest."""
    return next((row for row in rows(TABLE, "linked", Linked) if row.architecture == architecture), None)
