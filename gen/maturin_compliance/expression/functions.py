"""The functions of the language that need nothing but their arguments.

Each takes its arguments lazily and looks at no more of them than GitHub does, so an Unknown, or
a fault, in an argument that is not needed does no harm. Rules: Sdk/Functions of
https://github.com/actions/runner; https://docs.github.com/actions/reference/workflows-and-actions/expressions.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from maturin_compliance.expression.compare import equal
from maturin_compliance.expression.errors import ExpressionError
from maturin_compliance.expression.formatting import pieces
from maturin_compliance.expression.json_text import from_json, to_json
from maturin_compliance.expression.memory import Budget
from maturin_compliance.expression.nodes import Node
from maturin_compliance.expression.values import Unknown, Value, as_text, first_unknown, fold, is_primitive


@dataclass(slots=True)
class Arguments:
    """The arguments of a call, each evaluated when it is first asked for."""

    nodes: tuple[Node, ...]
    evaluate: Callable[[Node], Value]
    values: dict[int, Value] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, index: int) -> Value:
        if index not in self.values:
            self.values[index] = self.evaluate(self.nodes[index])
        return self.values[index]


Function = Callable[[Arguments], Value]


def _contains(arguments: Arguments) -> Value:
    searched = arguments[0]
    if isinstance(searched, list | tuple):
        return _has(searched, arguments) if searched else False
    if isinstance(searched, Unknown):
        return Unknown(searched.reason)
    return _on_strings(arguments, lambda left, right: right in left)


def _has(items: list[Value] | tuple[Value, ...], arguments: Arguments) -> Value:
    """Tell whether an item is among others; a known match decides, whatever else is unknown."""
    wanted = arguments[1]
    if isinstance(wanted, Unknown):
        return Unknown(wanted.reason)
    if any(not isinstance(item, Unknown) and equal(wanted, item) for item in items):
        return True
    return first_unknown(items) or False


def _starts_with(arguments: Arguments) -> Value:
    return _on_strings(arguments, str.startswith)


def _ends_with(arguments: Arguments) -> Value:
    return _on_strings(arguments, str.endswith)


def _on_strings(arguments: Arguments, test: Callable[[str, str], bool]) -> bool | Unknown:
    """Apply a test to two strings without case; an array or an object on either side is false."""
    unknown: Unknown | None = None
    for index in range(2):
        value = arguments[index]
        if isinstance(value, Unknown):
            unknown = unknown or value
        elif not is_primitive(value):
            return False
    if unknown is not None:
        return Unknown(unknown.reason)
    return test(fold(as_text(arguments[0])), fold(as_text(arguments[1])))


def _format(arguments: Arguments) -> Value:
    template = arguments[0]
    if isinstance(template, Unknown):
        return Unknown(template.reason)
    budget, parts = Budget(), []
    for piece in list(pieces(as_text(template), len(arguments) - 1)):
        value = piece if isinstance(piece, str) else arguments[piece + 1]
        if isinstance(value, Unknown):
            return Unknown(value.reason)
        parts.append(budget.spend(as_text(value)))
    return "".join(parts)


def _join(arguments: Arguments) -> Value:
    items = arguments[0]
    if isinstance(items, Unknown):
        return Unknown(items.reason)
    if not isinstance(items, list | tuple):
        return as_text(items) if is_primitive(items) else ""
    separator = _separator(arguments) if len(items) > 1 else ""
    if unknown := first_unknown([*items, separator]):
        return unknown
    budget, parts = Budget(), []
    for index, item in enumerate(items):
        if index:
            parts.append(budget.spend(as_text(separator)))
        parts.append(budget.spend(as_text(item)))
    return "".join(parts)


def _separator(arguments: Arguments) -> str | Unknown:
    """Give what ``join`` puts between items: a comma unless a primitive value is given."""
    value = arguments[1] if len(arguments) > 1 else ","
    if isinstance(value, Unknown):
        return value
    return as_text(value) if is_primitive(value) else ","


def _to_json(arguments: Arguments) -> Value:
    return to_json(arguments[0])


def _from_json(arguments: Arguments) -> Value:
    source = arguments[0]
    return Unknown(source.reason) if isinstance(source, Unknown) else from_json(as_text(source))


def _case(arguments: Arguments) -> Value:
    for index in range(0, len(arguments) - 1, 2):
        predicate = arguments[index]
        if isinstance(predicate, Unknown):
            return Unknown(predicate.reason)
        if not isinstance(predicate, bool):
            raise ExpressionError("case: a condition is no boolean")
        if predicate:
            return arguments[index + 1]
    return arguments[len(arguments) - 1]


def _always(_arguments: Arguments) -> Value:
    return True


def _status(_arguments: Arguments) -> Value:
    return Unknown("the status of what ran before is only known in a run")


def _hash_files(_arguments: Arguments) -> Value:
    return Unknown("the hash of files is only known in a run")


FUNCTIONS: dict[str, Function] = {
    "always": _always,
    "cancelled": _status,
    "case": _case,
    "contains": _contains,
    "endswith": _ends_with,
    "failure": _status,
    "format": _format,
    "fromjson": _from_json,
    "hashfiles": _hash_files,
    "join": _join,
    "startswith": _starts_with,
    "success": _status,
    "tojson": _to_json,
}
