"""The options of cibuildwheel: defaults, the config file, its overrides, then variables.

Source: ``options.py`` of cibuildwheel, ``OptionsReader.get``.
"""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from maturin_compliance.expand.cibuildwheel.order import Variables
from maturin_compliance.expand.shell.braces import braces
from maturin_compliance.expression import Unknown
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node


@dataclass(frozen=True, slots=True)
class Setting:
    """The value of an option as text, with the line that decides it (None for a default).

    ``known`` is False where a variable of unknown value decides it.
    """

    text: str = ""
    location: Location | None = None
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options of one run on one platform; ``table`` is ``[tool.cibuildwheel]``, None without one."""

    table: Node | None
    platform: str
    env: Variables
    places: Mapping[str, Location]

    def get(
        self,
        name: str,
        identifier: str = "",
        *,
        separator: str = " ",
        by_platform: bool = True,
        skip_empty: bool = False,
        adds: bool = False,
    ) -> Setting:
        """Give an option's value for a build.

        ``separator`` joins the items of a list; ``by_platform`` tells that a variable of the platform counts
        (``CIBW_ARCHS_LINUX``); with ``adds`` a variable adds to the file's value.
        """
        found = Setting()
        for node, rule in self._written(name, identifier):
            text = _text(node, separator)
            if text or not skip_empty:
                found = _merged(found, Setting(text, node.location), rule, separator)
        for variable, value in self._variables(name, by_platform=by_platform):
            place = self.places.get(variable)
            if isinstance(value, Unknown):
                found = Setting(found.text, place, known=False)
            elif value or not skip_empty:
                found = _merged(found, Setting(value, place), "append" if adds else "none", separator)
        return found

    def _written(self, name: str, identifier: str) -> Iterator[tuple[Node, str]]:
        """The values of the file, the more special ones later, each with how it meets those before."""
        table = self.table.mapping if self.table else {}
        own = table[self.platform].mapping if self.platform in table else {}
        for level in (table, own):
            if name in level:
                yield level[name], "none"
        for override in table["overrides"].items if "overrides" in table else ():
            entry = override.mapping
            if name in entry and "select" in entry and selects(_text(entry["select"], " "), identifier):
                rules = entry["inherit"].mapping if "inherit" in entry else {}
                yield entry[name], str(rules[name].value) if name in rules else "none"

    def _variables(self, name: str, *, by_platform: bool) -> Iterator[tuple[str, "str | Unknown"]]:
        variable = f"CIBW_{name.upper().replace('-', '_')}"
        names = (variable, f"{variable}_{self.platform.upper()}") if by_platform else (variable,)
        return ((n, self.env[n]) for n in names if n in self.env)

    def variable(self, name: str) -> Setting | None:
        """Give a variable of its own (``CIBW_PLATFORM``), None where it is not set or empty."""
        value = self.env.get(name)
        if not value:
            return None
        place = self.places.get(name)
        return Setting("", place, known=False) if isinstance(value, Unknown) else Setting(value, place)


def selects(patterns: str, identifier: str) -> bool:
    """Whether one of some patterns fits an identifier: ``fnmatch`` with braces (``selector_matches``)."""
    if "win" in identifier:  # fnmatch ignores the case of letters on Windows, and only there
        patterns, identifier = patterns.lower(), identifier.lower()
    return any(fnmatchcase(identifier, one) for pattern in patterns.split() for one in braces(pattern))


def _text(node: Node, separator: str) -> str:
    """A value of the file as the one text that a variable would hold."""
    if node.mapping:
        pairs = ((key, item) for key, value in node.mapping.items() for item in (value.items or (value,)))
        return " ".join(f"{key}={shlex.quote(str(item.value))}" for key, item in pairs)
    if not node.is_scalar:
        return separator.join(str(item.value) for item in node.items)
    return str(node.value)


def _merged(before: Setting, after: Setting, rule: str, separator: str) -> Setting:
    """A value on top of another: in its place, behind it or before it."""
    if rule == "none" or not before.text:
        return after
    if not after.text:
        return before
    texts = (before.text, after.text) if rule == "append" else (after.text, before.text)
    return replace(after, text=separator.join(texts), known=before.known and after.known)
