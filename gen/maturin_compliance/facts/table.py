"""Tables of facts: TOML files beside this module, read into typed rows.

A table is one file, ``<table>.toml``; an array of it is a list of rows of one kind. Each row has a
``source`` (URL) and ``seen`` (the date of the state of that source). ``[about.<array>]`` gives
both, and any other value that most rows share, for the rows that do not say otherwise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

import tomli
from packaging.specifiers import SpecifierSet
from packaging.version import Version

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A fact: where it stands (URL) and the date of the state in which it was read there."""

    source: str
    seen: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Row):
    """A fact that holds from ``since`` up to, and not including, ``until`` (None: still)."""

    since: date
    until: date | None = None


class _Released(Protocol):
    @property
    def released(self) -> date: ...


R = TypeVar("R", bound=Row)
S = TypeVar("S", bound=Span)
D = TypeVar("D", bound=_Released)


@cache
def document(table: str) -> Mapping[str, Any]:
    """Read one table's file."""
    return tomli.loads((FOLDER / f"{table}.toml").read_text(encoding="utf-8"))


@cache
def tables() -> tuple[str, ...]:
    """List the names of all tables."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def rows(table: str, array: str, kind: type[R]) -> tuple[R, ...]:
    """Read one array of a table as rows of a kind, in the file's order; once for each.

    Raises TypeError for a key that the kind has no field for, or a field without a value.
    """
    make: Callable[..., R] = kind
    found: tuple[R, ...] = _rows(table, array, make)
    return found


@cache
def _rows(table: str, array: str, kind: Callable[..., Any]) -> tuple[Any, ...]:
    content = document(table)
    shared = content.get("about", {}).get(array, {})
    convert = _converters(kind)
    return tuple(_row(kind, {**shared, **row}, convert) for row in content[array])


def standing(spans: Iterable[S], on: date) -> Iterator[S]:
    """Give the facts that hold on a date."""
    return (s for s in spans if s.since <= on and (s.until is None or on < s.until))


def released(things: Iterable[D], on: date) -> Iterator[D]:
    """Give what was released on or before a date."""
    return (thing for thing in things if thing.released <= on)


def _row(kind: Callable[..., Any], values: dict[str, Any], convert: dict[str, Callable[[Any], Any]]) -> Any:
    for name, function in convert.items():
        if name in values:
            values[name] = function(values[name])
    return kind(**values)


@cache
def _converters(kind: Callable[..., Any]) -> dict[str, Callable[[Any], Any]]:
    """Give for each field whose TOML value is not yet its value the function that makes it so."""
    found = ((name, _converter(hint)) for name, hint in get_type_hints(kind).items())
    return {name: function for name, function in found if function is not None}


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    if hint in {Version, SpecifierSet}:
        made: Callable[[Any], Any] = hint
        return made
    if get_origin(hint) is tuple:
        item = _converter(get_args(hint)[0])
        return tuple if item is None else lambda value: tuple(map(item, value))
    some = [argument for argument in get_args(hint) if argument is not NoneType]
    return _converter(some[0]) if len(some) == 1 else None
