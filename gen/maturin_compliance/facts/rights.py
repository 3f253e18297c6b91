"""What actions and commands write with the token of a job."""

from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance.facts.table import Row, rows

TABLE = "rights"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRights(Row):
    """The scopes of a job's token that an action reads and writes; reading the repository's files is left out."""

    action: str
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command(Row):
    words: str
    writes: tuple[str, ...]


def of_action(name: str) -> ActionRights | None:
    """Give the rights of an action ("owner/name" or a path in it); None where it is not known."""
    wanted = "/".join(name.lower().split("/")[:2])
    return next((row for row in rows(TABLE, "action", ActionRights) if row.action.lower() == wanted), None)


def of_script(text: str) -> Iterator[str]:
    """Give the scopes that the commands of a script write to, as far as they are known."""
    for row in rows(TABLE, "command", _Command):
        if row.words in text:
            yield from row.writes
