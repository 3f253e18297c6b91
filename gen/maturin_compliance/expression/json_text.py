"""``toJSON`` and ``fromJSON``: JSON text as GitHub writes and reads it.

Writing: ToJson.cs of https://github.com/actions/runner, with Newtonsoft's escapes. Reading is
strict JSON, as in JsonParser.cs there and in GitHub's language server.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NoReturn, TypeAlias

from maturin_compliance.expression.errors import ExpressionError
from maturin_compliance.expression.memory import Budget
from maturin_compliance.expression.values import Partial, Unknown, Value, as_text, fold

MAX_JSON_DEPTH = 100
"""The deepest JSON text that GitHub reads."""

_Pending: TypeAlias = "str | tuple[str, Value, int]"

_ALSO_ESCAPED = str.maketrans({c: f"\\u{ord(c):04x}" for c in "\x85\u2028\u2029"})
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


def to_json(value: Value) -> str | Unknown:
    """Write a value as ``toJSON`` does, indented by two spaces; Unknown where any part is."""
    budget = Budget()
    parts: list[str] = []
    for part in _parts(value):
        if isinstance(part, Unknown):
            return part
        parts.append(budget.spend(part))
    return "".join(parts)


def _parts(root: Value) -> Iterator[str | Unknown]:
    """Give the pieces of the text, without recursion: a context may be nested deep."""
    pending: list[_Pending] = [("", root, 0)]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            yield item
            continue
        lead, value, depth = item
        if isinstance(value, Unknown | Partial):
            yield value if isinstance(value, Unknown) else value.unknown
        elif isinstance(value, Mapping | list | tuple) and value:
            opening, closing = "{}" if isinstance(value, Mapping) else "[]"
            yield lead + opening
            pending.append(_line(depth) + closing)
            pending.extend(reversed(list(_members(value, depth + 1))))
        else:
            yield lead + _leaf(value)


def _line(depth: int) -> str:
    return "\n" + "  " * depth


def _members(value: Mapping[str, Value] | Sequence[Value], depth: int) -> Iterator[tuple[str, Value, int]]:
    """Give each member of an array or object with all that stands before its value."""
    entries: Iterable[tuple[str, Value]] = (("", item) for item in value)
    if isinstance(value, Mapping):
        entries = ((f"{_quoted(key)}: ", item) for key, item in value.items())
    for index, (key, item) in enumerate(entries):
        yield ("," if index else "") + _line(depth) + key, item, depth


def _leaf(value: Value) -> str:
    """Write a value that has no members; NaN and Infinity stay words, as on GitHub."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool | int | float):
        return as_text(value)
    return "{}" if isinstance(value, Mapping) else "[]"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_ALSO_ESCAPED)


def from_json(source: str) -> Value:
    """Read JSON text; raises ExpressionError for what is none, or is nested too deep."""
    brackets = (_STEPS.get(character, 0) for character in _STRING.sub("", source))
    if max(accumulate(brackets), default=0) > MAX_JSON_DEPTH:
        raise ExpressionError(f"fromJSON: the text is nested deeper than {MAX_JSON_DEPTH}")
    try:
        value: Value = json.loads(
            source,
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_float=float,
            parse_int=float,
        )
        json.dumps(value, ensure_ascii=False).encode()
    except ValueError as error:
        raise ExpressionError(f"fromJSON: {error}") from error
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _object(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    """Keep the last of the members whose names differ at most in case."""
    return dict({fold(key): (key, value) for key, value in pairs}.values())
