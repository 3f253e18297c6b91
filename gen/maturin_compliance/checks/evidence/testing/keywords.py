"""Expressions of pytest's ``-k`` and ``-m`` (pytest 9, src/_pytest/mark/expression.py)."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

TOKEN = re.compile(r"\s*(?:(?P<bracket>[()])|(?P<word>[\w:+\-.\[\]\\/]+))")

Matcher = Callable[[str], bool]
Expression = Callable[[Matcher], bool]


class ExpressionError(ValueError):
    """An expression that pytest refuses."""


@lru_cache(maxsize=256)  # asked for each test function
def parse(text: str) -> Expression:
    """Read a ``-k`` or ``-m`` expression. Raises ExpressionError where pytest would refuse it."""
    tokens = list(_tokens(text))
    if not tokens:
        return lambda _: True
    expression, rest = _either(tokens)
    if rest:
        raise ExpressionError(f"{rest[0]!r} is not expected in {text!r}")
    return expression


def words(text: str) -> tuple[str, ...]:
    """The names that an expression asks for, each once."""
    found = (token for token in _tokens(text) if token not in {"(", ")", "and", "or", "not"})
    return tuple(dict.fromkeys(found))


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while text[position:].strip():
        found = TOKEN.match(text, position)
        if found is None:
            raise ExpressionError(f"{text!r} has a character that pytest refuses")
        yield found["bracket"] or found["word"]
        position = found.end()


def _either(tokens: list[str]) -> tuple[Expression, list[str]]:
    parts = []
    while True:
        part, tokens = _both(tokens)
        parts.append(part)
        if tokens[:1] != ["or"]:
            return _any(parts), tokens
        tokens = tokens[1:]


def _both(tokens: list[str]) -> tuple[Expression, list[str]]:
    parts = []
    while True:
        part, tokens = _one(tokens)
        parts.append(part)
        if tokens[:1] != ["and"]:
            return _all(parts), tokens
        tokens = tokens[1:]


def _one(tokens: list[str]) -> tuple[Expression, list[str]]:
    if not tokens:
        raise ExpressionError("the expression ends too early")
    first, rest = tokens[0], tokens[1:]
    if first == "not":
        inner, rest = _one(rest)
        return (lambda match: not inner(match)), rest
    if first == "(":
        inner, rest = _either(rest)
        if rest[:1] != [")"]:
            raise ExpressionError("a bracket is not closed")
        return inner, rest[1:]
    if first in {")", "and", "or"}:
        raise ExpressionError(f"{first!r} is not expected")
    return (lambda match: match(first)), rest


def _any(parts: list[Expression]) -> Expression:
    return lambda match: any(part(match) for part in parts)


def _all(parts: list[Expression]) -> Expression:
    return lambda match: all(part(match) for part in parts)
