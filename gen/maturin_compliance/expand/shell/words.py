"""Words of a shell script whose value may be known only in part."""

import re
from fnmatch import fnmatchcase

UNKNOWN = "\ue000"
"""Stands in a word before the name of what is not known, where the shell would put its value."""

_MARK = re.compile(UNKNOWN + r"(\w*)")
LONGEST_CUT = 1_000


def unknown(name: str) -> str:
    """A word of unknown value; the name is for people."""
    return UNKNOWN + re.sub(r"\W+", "_", name[:40])


def known(word: str) -> bool:
    """Whether every part of a word is known."""
    return UNKNOWN not in word


def shown(word: str) -> str:
    """A word for people: ``$NAME`` where a value is not known."""
    return _MARK.sub(r"$\1", word)


def parameter(name: str, value: str | None, operator: str, argument: str) -> str:
    """``${name<operator>argument}``: defaults, prefixes and suffixes cut, replacement.

    ``value`` is None where the variable is not set. Operators that are not covered give an unknown word.
    """
    if operator in (":-", "-", ":=", "="):
        return argument if value is None or (value == "" and operator[0] == ":") else value
    if operator in (":+", "+"):
        return "" if value is None or (value == "" and operator[0] == ":") else argument
    value = value or ""
    if not known(value) or not known(argument) or max(len(value), len(argument)) > LONGEST_CUT:
        return unknown(name)
    return _cut(name, value, operator, argument)


def _cut(name: str, value: str, operator: str, argument: str) -> str:
    ends = range(len(value) + 1)
    if operator in ("#", "##"):
        fitting = [i for i in ends if fnmatchcase(value[:i], argument)]
        return value[(max if operator == "##" else min)(fitting, default=0) :]
    if operator in ("%", "%%"):
        fitting = [i for i in ends if fnmatchcase(value[i:], argument)]
        return value[: (min if operator == "%%" else max)(fitting, default=len(value))]
    if operator in ("/", "//"):
        return _replaced(name, value, argument, -1 if operator == "//" else 1)
    if operator in (",,", "^^"):
        return value.lower() if operator == ",," else value.upper()
    return unknown(name)


def _replaced(name: str, value: str, argument: str, count: int) -> str:
    """``${name/old/new}`` for plain texts; a pattern is not followed."""
    old, _, new = argument.partition("/")
    if any(mark in old for mark in "*?[") or old[:1] in ("#", "%"):
        return unknown(name)
    return value.replace(old, new, count) if old else value
