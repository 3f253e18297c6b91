"""The table ``[tool.maturin-compliance]`` as its model."""

import re

from maturin_compliance.location import Located
from maturin_compliance.model.settings import Ignore, Settings
from maturin_compliance.read.getters import Cursor

_WORD = re.compile(r"[^\W\d_]{2,}")
"""A reason holds at least one word."""


def read_settings(table: Cursor) -> Settings:
    """Read the table. What has a wrong type is left out and kept as a fault."""
    return Settings(
        location=table.location,
        entries=table.node.mapping,
        select=table.strings("select"),
        ignore=_ignore(table.get("ignore")),
        fail_under=_number(table.get("fail-under")),
    )


def _ignore(found: Cursor | None) -> tuple[Ignore, ...]:
    """``ignore`` gives each name a reason; a bare list of names gives none."""
    if found is None:
        return ()
    if isinstance(found.node.value, tuple):
        return tuple(Ignore(name.value, None, name.location) for name in found.as_strings())
    table = found.as_table()
    entries = table.entries() if table else ()
    return tuple(
        Ignore(name, reason.value if _WORD.search(reason.value) else None, entry.location)
        for name, entry in entries
        if (reason := entry.as_string())
    )


def _number(found: Cursor | None) -> Located[float] | None:
    if found is None:
        return None
    value = found.node.value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Located(float(value), found.location)
    found.wrong("a number")
    return None
