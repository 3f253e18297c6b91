"""PowerShell's values and operators. A value is the list of its texts; ``$null`` is empty."""

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from maturin_compliance.expand.shell.host import Status
from maturin_compliance.expand.shell.walk import opposite
from maturin_compliance.expand.shell.words import LONGEST_CUT, known, unknown

Value = list[str]

MOST_ITEMS = 200
_PLAIN = re.compile(r"(?:[\w \-,:;/@=]|\\[^\w\s])*")


def answer(status: Status) -> Value:
    """A truth as a value."""
    return [unknown("condition")] if status is None else [str(status)]


def truth(value: Value) -> Status:
    """Whether a value counts as true, None where that is not known."""
    if len(value) > 1:
        return True
    if value and not known(value[0]):
        return None
    return bool(value) and value[0] not in ("", "False")


def binary(operator: str, left: Value, right: Value) -> Value:
    """An operator between two values."""
    name = operator.removeprefix("-")
    if name == "+":
        return _sum(left, right)
    if name in _TEXTS:
        return _TEXTS[name](left, right)
    if name == "..":
        return _range(left, right)
    name = name[1:] if name[:1] in ("c", "i") and name[1:] in _COMPARISONS else name
    return answer(_compared(name, left, right))


def _compared(name: str, left: Value, right: Value) -> Status:
    if name.startswith("not") and name[3:] in _COMPARISONS:
        return opposite(_compared(name[3:], left, right))
    if name == "ne":
        return opposite(_compared("eq", left, right))
    comparison = _COMPARISONS.get(name)
    if comparison is None or not all(map(known, (*left, *right))):
        return None
    return comparison(left, right)


def _equal(left: Value, right: Value) -> Status:
    if len(left) > 1:
        return None
    return [item.lower() for item in left] == [item.lower() for item in right]


def _like(left: Value, right: Value) -> Status:
    if len(left) != 1 or len(right) != 1 or max(len(left[0]), len(right[0])) > LONGEST_CUT:
        return None
    return fnmatchcase(left[0].lower(), right[0].lower())


def _match(left: Value, right: Value) -> Status:
    """``-match`` with a pattern of plain characters, at most anchored."""
    if len(left) != 1 or len(right) != 1:
        return None
    text, pattern = left[0].lower(), right[0].lower()
    inner = pattern.removeprefix("^").removesuffix("$")
    if not _PLAIN.fullmatch(inner):
        return None
    inner = re.sub(r"\\(.)", r"\1", inner)
    start, end = pattern.startswith("^"), pattern.endswith("$")
    if start and end:
        return text == inner
    return text.startswith(inner) if start else text.endswith(inner) if end else inner in text


def _contains(left: Value, right: Value) -> Status:
    return len(right) == 1 and right[0].lower() in [item.lower() for item in left]


def _ordered(test: Callable[[int, int], bool]) -> Callable[[Value, Value], Status]:
    def compared(left: Value, right: Value) -> Status:
        plain = len(left) == len(right) == 1 and all(re.fullmatch(r"\d{1,9}", text) for text in (*left, *right))
        return test(int(left[0]), int(right[0])) if plain else None

    return compared


_COMPARISONS: dict[str, Callable[[Value, Value], Status]] = {
    "eq": _equal,
    "ne": lambda left, right: opposite(_equal(left, right)),
    "like": _like,
    "match": _match,
    "contains": _contains,
    "in": lambda left, right: _contains(right, left),
    "gt": _ordered(lambda a, b: a > b),
    "ge": _ordered(lambda a, b: a >= b),
    "lt": _ordered(lambda a, b: a < b),
    "le": _ordered(lambda a, b: a <= b),
}


def _sum(left: Value, right: Value) -> Value:
    if len(left) == 1 and len(right) == 1:
        return [left[0] + right[0]]
    return [*left, *right][:MOST_ITEMS]


def _range(left: Value, right: Value) -> Value:
    """``1..3``."""
    ends = [int(text) for text in (*left, *right) if re.fullmatch(r"\d{1,9}", text)]
    if len(ends) != 2:
        return [unknown("range")]
    first, last = ends
    values = range(first, last + 1) if last >= first else range(first, last - 1, -1)
    return [str(value) for value in values[:MOST_ITEMS]]


def _format(left: Value, right: Value) -> Value:
    """``"{0}" -f value``."""
    text = left[0] if left else ""
    found = re.sub(r"\{(\d)\}", lambda m: right[int(m[1])] if int(m[1]) < len(right) else "", text)
    return [found if "{" not in found else unknown("format")]


def _replace(left: Value, right: Value) -> Value:
    """``-replace old, new`` for a pattern of plain characters, at most anchored."""
    old, new = right[0] if right else "", right[1] if len(right) > 1 else ""
    inner = old.removeprefix("^")
    if not _PLAIN.fullmatch(inner) or "$" in new or not all(map(known, (old, new))):
        return [unknown("replace")]
    plain = re.escape(re.sub(r"\\(.)", r"\1", inner))
    pattern = re.compile(("^" if old.startswith("^") else "") + plain, re.IGNORECASE)
    return [pattern.sub(lambda _: new, item) for item in left]


def _split(left: Value, right: Value) -> Value:
    """``-split mark`` for a mark of plain characters."""
    mark = right[0] if right else ""
    if not mark or not _PLAIN.fullmatch(mark):
        return [unknown("split")]
    return [part for item in left for part in item.split(re.sub(r"\\(.)", r"\1", mark))][:MOST_ITEMS]


_TEXTS: dict[str, Callable[[Value, Value], Value]] = {
    "f": _format,
    "replace": _replace,
    "split": _split,
    "join": lambda left, right: [(right[0] if right else "").join(left)],
}


def member(value: Value, name: str) -> Value:
    """A property of a text or of a file, which its path stands for."""
    if name in ("count", "length") and all(map(known, value)) and len(value) != 1:
        return [str(len(value))]
    if name == "fullname":
        return value
    tails = [re.split(r"[\\/]", item)[-1] for item in value]
    if name == "name":
        return tails
    if name == "basename":
        return [tail.rpartition(".")[0] or tail for tail in tails]
    return [unknown(name)]


def method(value: Value, name: str, arguments: Sequence[str]) -> Value:
    """A method of a text: trimming, case, plain replacement and splitting."""
    if not all(map(known, (*value, *arguments))):
        return [unknown(name)]
    plain: dict[str, Callable[[str], str]] = {"trim": str.strip, "tolower": str.lower, "toupper": str.upper}
    if name in plain and not arguments:
        return [plain[name](item) for item in value]
    if name == "tostring":
        return value
    if name == "replace" and len(arguments) == 2 and arguments[0]:
        return [item.replace(arguments[0], arguments[1]) for item in value]
    if name == "split" and len(arguments) == 1 and len(arguments[0]) == 1:
        return [part for item in value for part in item.split(arguments[0])][:MOST_ITEMS]
    return [unknown(name)]
