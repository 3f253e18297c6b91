"""The keys of ``[tool.maturin]`` against those that maturin knows."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from maturin_compliance.checks.engine import Problem
from maturin_compliance.checks.text import code, codes
from maturin_compliance.facts import Facts, MaturinKey
from maturin_compliance.model.node import Node

NEARLY = 0.85
"""How alike a table's name is to be (difflib's ratio) to be taken for a slip of maturin's."""

ALIASES: Mapping[str, str] = {"macosx-deployment-target": "macos-deployment-target"}
"""Spellings that maturin takes for a key of its own (serde's ``alias``, pyproject_toml.rs)."""


def keys(facts: Facts) -> Mapping[str, MaturinKey]:
    """Give every key that some maturin knows, by its dotted name."""
    return {key.name: key for key in facts.maturin_keys}


def used(
    entries: Mapping[str, Node], keys: Collection[str], prefix: str = "", below: str = ""
) -> Iterator[tuple[str, str, Node]]:
    """Give the keys that are used, as written and as ``keys`` names them, with their values.

    Below a key that takes anything, and below one that is not known, nothing is given.
    """
    for name, node in entries.items():
        known = below + ALIASES.get(name, name)
        if known not in keys and f"{below}*" in keys:
            known = f"{below}*"
        yield prefix + name, known, node
        if any(key.startswith(f"{known}.") for key in keys):
            yield from used(node.mapping, keys, f"{prefix}{name}.", f"{known}.")


def faults(entries: Mapping[str, Node], facts: Facts) -> Iterator[Problem]:
    """Give a problem for each key that is unknown or deprecated."""
    known = keys(facts)
    for written, name, node in used(entries, known):
        key = known.get(name)
        if key is None:
            fix = _moved(node, known) or _suggestion(written, known)
            yield Problem(f"maturin knows no key {code(written)}", node.location, fix)
        elif key.deprecated:
            message = f"the key {code(written)} is deprecated since maturin {key.deprecated}"
            yield Problem(message, node.location, f"Write {code(key.instead)} instead.", warned=True)


def misspelt_tables(tools: Mapping[str, Node]) -> Iterator[Problem]:
    """Give a problem for each table under ``[tool]`` whose name is nearly maturin's."""
    for name, node in tools.items():
        if name != "maturin" and get_close_matches(name.lower(), ["maturin"], cutoff=NEARLY):
            message = f"maturin reads `[tool.maturin]`, and nothing reads {code(f'[tool.{name}]')}"
            yield Problem(message, node.location, "Write `[tool.maturin]`.")


def _moved(node: Node, keys: Collection[str]) -> str | None:
    """What to do with a table whose keys are maturin's own."""
    own = [name for name in node.mapping if name in keys]
    return f"Move {codes(own)} to `[tool.maturin]`, which has no table of this name." if own else None


def _suggestion(written: str, keys: Mapping[str, MaturinKey]) -> str:
    current = [name for name, key in keys.items() if not key.deprecated and "*" not in name]
    close = get_close_matches(written.replace("_", "-").lower(), current, n=1)
    return f"Write {code(close[0])}." if close else "Delete it: it does nothing."
