"""The Pythons that wheels serve, and what two releases differ in."""

import re
from collections.abc import Iterable

from packaging.specifiers import InvalidSpecifier, SpecifierSet

_LABEL = re.compile(r"3\.(?P<minor>\d{1,3})(?P<onward> and newer(?:, free-threaded too)?)?")


def served(labels: Iterable[str], requires_python: str | None) -> tuple[str, ...]:
    """Give those of the Pythons (as coverage names them) that ``requires-python`` admits, oldest first.

    What a stable ABI serves, "3.9 and newer", begins at the first version admitted.
    """
    admits = _specifier(requires_python)
    kept = {label: None for given in labels if (label := _admitted(given, admits))}
    return tuple(sorted(kept, key=_order))


def _admitted(label: str, admits: SpecifierSet) -> str | None:
    found = _LABEL.fullmatch(label)
    if found is None:
        return label
    first = int(found["minor"])
    last = first + 50 if found["onward"] else first
    minor = next((minor for minor in range(first, last + 1) if _is_in(minor, admits)), None)
    if minor is None:
        return None
    return f"3.{minor}{found['onward'] or ''}"


def _is_in(minor: int, admits: SpecifierSet) -> bool:
    return f"3.{minor}.0" in admits or f"3.{minor}.99" in admits


def _specifier(text: str | None) -> SpecifierSet:
    try:
        return SpecifierSet(text or "")
    except InvalidSpecifier:
        return SpecifierSet()


def lost(before: Iterable[str], after: Iterable[str]) -> tuple[str, ...]:
    """Give the Pythons that are served before and not after; what is gained is the same turned round.

    "3.9 and newer" after single versions up to 3.13 loses none of them, and gains "3.14 and newer".
    """
    before, after = tuple(before), tuple(after)
    top = 1 + max((minor for minor, _ in _parsed((*before, *after))), default=0)
    gone = set(_spelled(before, top)) - set(_spelled(after, top))
    return tuple(sorted(gone, key=_order))


def _spelled(labels: Iterable[str], top: int) -> Iterable[str]:
    """Each version up to ``top`` on its own, what follows as one."""
    for label in labels:
        found = _LABEL.fullmatch(label)
        if found is None or not found["onward"]:
            yield label
        else:
            yield from (f"3.{minor}" for minor in range(int(found["minor"]), top))
            yield f"3.{top} and newer"


def _parsed(labels: Iterable[str]) -> Iterable[tuple[int, bool]]:
    for label in labels:
        if found := _LABEL.fullmatch(label):
            yield int(found["minor"]), found["onward"] is not None


def _order(label: str) -> tuple[bool, str, list[int]]:
    numbers = [int(digits) for digits in re.findall(r"\d{1,9}", label)]
    return _LABEL.fullmatch(label) is None, re.sub(r"\d.*", "", label), numbers
