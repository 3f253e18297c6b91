"""Where the facts stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from maturin_compliance.facts.table import document, tables


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Source:
    """A page that facts were read from: the latest state read, and the tables that rest on it."""

    url: str
    seen: date
    tables: tuple[str, ...]


def sources() -> tuple[Source, ...]:
    """Give every source of every table, by its URL."""
    seen: dict[str, date] = {}
    used: dict[str, set[str]] = {}
    for table in tables():
        for url, day in _cited(document(table)):
            seen[url] = max(day, seen.get(url, day))
            used.setdefault(url, set()).add(table)
    return tuple(Source(url=url, seen=seen[url], tables=tuple(sorted(used[url]))) for url in sorted(seen))


def _cited(content: Mapping[str, Any]) -> Iterator[tuple[str, date]]:
    about = content.get("about", {})
    for array, rows in content.items():
        if isinstance(rows, list):
            shared = about.get(array, {})
            for row in rows:
                yield row.get("source", shared.get("source")), row.get("seen", shared.get("seen"))
