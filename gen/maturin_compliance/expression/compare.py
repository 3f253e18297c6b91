"""How GitHub compares two values: as JavaScript's ``==`` and ``<``, but strings without case.

Rules: EvaluationResult.cs of https://github.com/actions/runner.
"""

from collections.abc import Callable

from maturin_compliance.expression.values import (
    Kind,
    Unknown,
    Value,
    first_unknown,
    fold,
    kind_of,
    number,
    utf16,
)


def compare(operator: str, left: Value, right: Value) -> bool | Unknown:
    """Apply ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``; Unknown where either side is."""
    unknown = first_unknown((left, right))
    return _OPERATORS[operator](left, right) if unknown is None else unknown


def equal(left: Value, right: Value) -> bool:
    """Tell whether two known values are equal; an array or object only equals itself."""
    left, right = _alike(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return fold(left) == fold(right)
    if kind_of(left) in {Kind.ARRAY, Kind.OBJECT}:
        return left is right
    return number(left) == number(right)


def less(left: Value, right: Value) -> bool:
    """Tell whether one known value is less than another: numbers, strings and booleans only."""
    left, right = _alike(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return utf16(fold(left)) < utf16(fold(right))
    return number(left) < number(right)


def _alike(left: Value, right: Value) -> tuple[Value, Value]:
    """Turn two values of different kinds into numbers.

    An array or an object becomes NaN, of which every comparison is false.
    """
    if kind_of(left) is kind_of(right):
        return left, right
    return number(left), number(right)


_OPERATORS: dict[str, Callable[[Value, Value], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": less,
    "<=": lambda left, right: equal(left, right) or less(left, right),
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: equal(left, right) or less(right, left),
}
