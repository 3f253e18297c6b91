"""A matrix to its combinations, as GitHub's own builder does it.

The order of work is that of ``MatrixBuilder.cs`` in actions/runner: the product of the vectors, of which
``exclude`` takes away and to which ``include`` adds; an ``include`` that extends no combination of the product
becomes one of its own. A filter compares leaf by leaf with the ``==`` of expressions, so that it may name a
part of a nested object.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod

from maturin_compliance.expression import Unknown, Value, evaluate

Combination = dict[str, Value]

LARGEST = 256
"""GitHub makes at most 256 jobs of a matrix."""


MOST_WORK = LARGEST * LARGEST
"""Most comparisons of a combination with a filter."""


class MatrixError(ValueError):
    """A matrix that GitHub would refuse, or too large to be one; the message says why."""


def combinations(matrix: Mapping[str, Value]) -> tuple[Combination, ...]:
    """Expand an evaluated ``strategy.matrix``.

    Raises MatrixError for more than 256 combinations and for values of the wrong shape. A vector that is
    Unknown stays in each combination as the Unknown it is.
    """
    vectors = {name: vector(name, value) for name, value in matrix.items() if name not in _FILTERS}
    excludes = rows("exclude", matrix.get("exclude"))
    includes = rows("include", matrix.get("include"))
    refuse_excludes(excludes, vectors)
    work = prod(map(len, vectors.values())) * max(1, len(excludes) + len(includes))
    if work > MOST_WORK or len(includes) > MOST_WORK:
        raise MatrixError(f"the matrix has more than {LARGEST} combinations")
    found: list[Combination] = []
    used: set[int] = set()
    for values in product(*vectors.values()) if vectors else ():
        combination = dict(zip(vectors, values, strict=True))
        if any(matches(combination, row) for row in excludes):
            continue
        extra: Combination = {}
        for index, row in enumerate(includes):
            if matches(combination, {k: v for k, v in row.items() if k in vectors}):
                used.add(index)
                extra |= {k: v for k, v in row.items() if k not in vectors}
        found.append(combination | extra)
    found += [dict(row) for index, row in enumerate(includes) if index not in used]
    if len(found) > LARGEST:
        raise MatrixError(f"the matrix has {len(found)} combinations, GitHub allows {LARGEST}")
    return tuple(found)


_FILTERS = ("include", "exclude")


def vector(name: str, value: Value) -> Sequence[Value]:
    """The values of one axis."""
    if isinstance(value, Unknown):
        return [value]
    if not isinstance(value, list):
        raise MatrixError(f"the matrix key {name} is not a list")
    return value


def rows(name: str, value: Value) -> Sequence[Mapping[str, Value]]:
    """The mappings of ``include`` or ``exclude``."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise MatrixError(f"{name} of the matrix is not a list of mappings")
    return [row for row in value if isinstance(row, dict)]


def refuse_excludes(excludes: Sequence[Mapping[str, Value]], vectors: Mapping[str, Sequence[Value]]) -> None:
    """Raise MatrixError for a filter under ``exclude`` that is empty or names no axis."""
    for row in excludes:
        if not row:
            raise MatrixError("a filter under exclude is empty")
        for name in row:
            if name not in vectors:
                raise MatrixError(f"exclude names {name}, which is no key of the matrix")


def matches(combination: Combination, row: Mapping[str, Value]) -> bool:
    """Whether every leaf of ``row`` equals what stands at the same path of the combination."""
    for path, expected in leaves(row, ()):
        actual = at(combination, path)
        if isinstance(actual, Unknown) or isinstance(expected, Unknown):
            return False
        if evaluate("a == b", {"a": actual, "b": expected}) is not True:
            return False
    return True


def leaves(value: Value, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    """The scalars below a value with the path to each."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


def at(value: Value, path: tuple[str | int, ...]) -> Value:
    """What stands at a path, None where nothing does."""
    for key in path:
        if isinstance(value, Mapping) and isinstance(key, str):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and key < len(value):
            value = value[key]
        else:
            return None
    return value
