"""What ``value.key``, ``value[key]`` and ``value.*`` give.

Rules: Operators/Index.cs of https://github.com/actions/runner.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.expression.values import (
    Filtered,
    Partial,
    Unknown,
    Value,
    as_text,
    fold,
    is_primitive,
    number,
)

_MAX_INDEX = (1 << 31) - 1


@dataclass(frozen=True, slots=True)
class Key:
    """An index as it applies to objects (by ``name``) and to arrays (by ``place``).

    Each is None where the index does not apply to them; ``every`` is the index ``*``.
    """

    every: bool = False
    name: str | None = None
    place: int | None = None

    @classmethod
    def of(cls, value: Value) -> "Key":
        """Make a key from a known value."""
        place = number(value)
        whole = None
        if 0 <= place < math.inf and math.floor(place) <= _MAX_INDEX:
            whole = math.floor(place)
        return cls(name=fold(as_text(value)) if is_primitive(value) else None, place=whole)


def member(target: Value, key: Key) -> Value:
    """Give the member of a known value that a key names; null where there is none."""
    if isinstance(target, Filtered):
        return _of_each(target, key)
    found = _found(target, key)
    return Filtered(found) if key.every else next(found, None)


def _of_each(targets: Filtered, key: Key) -> Filtered:
    """Apply a key to each element; those without such a member drop out."""
    result = Filtered()
    for target in targets:
        if isinstance(target, Unknown):
            result.append(Unknown(target.reason))
        else:
            result.extend(_found(target, key))
    return result


def _found(target: Value, key: Key) -> Iterator[Value]:
    """Give the members of a value that a key names: none, one, or with ``*`` all."""
    if isinstance(target, Mapping):
        if key.every:
            yield from target.values()
            yield from _others(target)
        elif key.name is not None:
            yield from _named(target, key.name)
    elif isinstance(target, list | tuple):
        if key.every:
            yield from target
        elif key.place is not None and key.place < len(target):
            yield target[key.place]


def _named(target: Mapping[str, Value], name: str) -> Iterator[Value]:
    """Give the member of an object by its name, in whatever case."""
    for key, value in target.items():
        if fold(key) == name:
            yield value
            return
    yield from _others(target)


def _others(target: Mapping[str, Value]) -> tuple[Unknown, ...]:
    """Give what stands for the members of an object that are not known."""
    return (target.unknown,) if isinstance(target, Partial) else ()
