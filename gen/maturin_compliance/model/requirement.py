"""Cargo's version requirements (https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html)."""

import re
from typing import NamedTuple

_PART = re.compile(
    r"\s*(?P<operator>\^|~|=|>=|<=|>|<|)\s*"
    r"(?P<major>\d+)(?:\.(?P<minor>\d+|[*xX]))?(?:\.(?P<patch>\d+|[*xX]))?(?P<rest>[-+][\w.+-]*)?\s*"
)
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:\+[\w.-]*)?")

Triple = tuple[int, int, int]


class _Comparator(NamedTuple):
    operator: str
    numbers: tuple[int, ...]


def admits(requirement: str, version: str) -> bool | None:
    """Tell whether Cargo takes a version for a requirement.

    None where that is not told here: for pre-releases, which have rules of their own, and for what cannot be read.
    """
    found = _VERSION.fullmatch(version)
    parts = _comparators(requirement)
    if found is None or parts is None:
        return None
    exact = int(found[1]), int(found[2]), int(found[3])
    return all(_holds(part, exact) for part in parts)


def _comparators(requirement: str) -> list[_Comparator] | None:
    if requirement.strip() == "*":
        return []
    parts = [_comparator(part) for part in requirement.split(",")]
    known = [part for part in parts if part is not None]
    return known if len(known) == len(parts) else None


def _comparator(text: str) -> _Comparator | None:
    match = _PART.fullmatch(text)
    if match is None or (match["rest"] or "").startswith("-"):
        return None
    given = [match["major"], match["minor"], match["patch"]]
    numbers = tuple(int(part) for part in given if part is not None and part.isdigit())
    wild = any(part is not None and not part.isdigit() for part in given)
    return _Comparator("=" if wild and not match["operator"] else match["operator"] or "^", numbers)


def _holds(part: _Comparator, version: Triple) -> bool:
    low, high = _span(part)
    match part.operator:
        case ">":
            return version >= high
        case ">=":
            return version >= low
        case "<":
            return version < low
        case "<=":
            return version < high
    return low <= version < high


def _span(part: _Comparator) -> tuple[Triple, Triple]:
    """The lowest version that a comparator's own numbers name, and the first one above those it names."""
    given = part.numbers
    fixed = len(given) - 1
    if part.operator == "^":
        fixed = next((index for index, number in enumerate(given) if number), fixed)
    elif part.operator == "~":
        fixed = min(fixed, 1)
    return _padded(given), _padded((*given[:fixed], given[fixed] + 1))


def _padded(numbers: tuple[int, ...]) -> Triple:
    major, minor, patch = (*numbers, 0, 0)[:3]
    return major, minor, patch
