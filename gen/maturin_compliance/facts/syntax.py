"""GitHub Actions: the events, their keys and activity types, and the permissions that a workflow may name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from maturin_compliance.facts.table import Row, rows

TABLE = "syntax"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowEvent(Row):
    """An event under ``on``; ``types`` is empty where any is taken, or none."""

    name: str
    keys: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission(Row):
    """A scope under ``permissions`` and the levels that it takes."""

    name: str
    levels: tuple[str, ...]


@cache
def events() -> Mapping[str, WorkflowEvent]:
    """Give the events by name."""
    return {event.name: event for event in rows(TABLE, "event", WorkflowEvent)}


@cache
def permissions() -> Mapping[str, Permission]:
    """Give the permissions by name."""
    return {permission.name: permission for permission in rows(TABLE, "permission", Permission)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable(Row):
    """The contexts that an expression may read at a place, a path of keys with ``*`` for any job."""

    place: str
    names: tuple[str, ...]


def contexts(keys: Sequence[str]) -> frozenset[str] | None:
    """Give the contexts that may be read below some keys of a workflow, None where that is not bounded."""
    path = ".".join(("jobs", "*", *keys[2:]) if keys[:1] == ("jobs",) else keys)
    found = (row for row in rows(TABLE, "context", Readable) if f"{path}.".startswith(f"{row.place}."))
    row = next(found, None)
    return None if row is None else frozenset(row.names)
