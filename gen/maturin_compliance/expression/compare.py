"""How GitHub compares two values: as JavaScript's ``==`` and ``<``, but strings without case."""

from collections.abc import Callable

from maturin_compliance.expression.values import (
    Kind,
    Unknown,
    Value,
    fold,
    kind_of,
    number,
    utf16,
)

_NUMBERED = frozenset({Kind.NULL, Kind.BOOLEAN})


def compare(operator: str, left: Value, right: Value) -> bool | Unknown:
    """Apply ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``; Unknown where either side is."""
    if isinstance(left, Unknown):
        return Unknown(left.reason)
    if isinstance(right, Unknown):
        return Unknown(right.reason)
    return _OPERATORS[operator](left, right)


def equal(left: Value, right: Value) -> bool:
    """Tell whether two known values are equal; an array or object only equals itself."""
    left, right = _alike(left, right)
    if kind_of(left) is not kind_of(right):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return fold(left) == fold(right)
    if kind_of(left) in {Kind.ARRAY, Kind.OBJECT}:
        return left is right
    return number(left) == number(right)


def less(left: Value, right: Value) -> bool:
    """Tell whether one known value is less than another: numbers, strings and booleans only."""
    left, right = _alike(left, right)
    if kind_of(left) is not kind_of(right):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return utf16(fold(left)) < utf16(fold(right))
    return number(left) < number(right)


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Turn values of two kinds into numbers where GitHub does so to compare them."""
    kinds = {kind_of(left), kind_of(right)}
    if len(kinds) == 1:
        return left, right
    return _comparable(left, kinds), _comparable(right, kinds)


def _comparable(value: Value, kinds: set[Kind]) -> Value:
    kind = kind_of(value)
    if kind in _NUMBERED:
        return number(value)
    if kind is Kind.STRING and kinds & (_NUMBERED | {Kind.NUMBER}):
        return number(value)
    return value


_OPERATORS: dict[str, Callable[[Value, Value], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": less,
    "<=": lambda left, right: equal(left, right) or less(left, right),
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: equal(left, right) or less(right, left),
}
