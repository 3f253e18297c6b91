"""Python enhancement proposals."""

from dataclasses import dataclass
from datetime import date

from maturin_compliance.facts.table import Row, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Pep(Row):
    """A proposal; ``status`` as it stood when the source was read, ``source`` is its page."""

    number: int
    title: str
    status: str
    created: date
    accepted: date | None = None
    superseded_by: int | None = None


def peps(on: date) -> tuple[Pep, ...]:
    """Give the proposals made by a date, lowest number first."""
    return tuple(row for row in rows("peps", "pep", Pep) if row.created <= on)
