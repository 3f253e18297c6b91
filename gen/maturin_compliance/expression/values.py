"""Values of the expression language, and how GitHub turns one kind into another.

GitHub has null, booleans, one kind of number (a 64-bit float), strings, arrays and objects:
None, bool, float, str, list (or tuple) and dict (or any mapping) here. An int in a context stands
for the float of the same value. `Unknown` is our addition: a value that files cannot tell.

Rules: EvaluationResult.cs and ExpressionUtility.cs of https://github.com/actions/runner.
"""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that cannot be known from files.

    ``reason`` says why, for a reader. ``truth`` is whether the value counts as true in a
    condition, where at least that is certain: ``unknown && false`` is false whatever it is.
    """

    reason: str
    truth: bool | None = None


Value: TypeAlias = "None | bool | int | float | str | Sequence[Value] | Mapping[str, Value] | Unknown"


class Partial(dict[str, Value]):
    """An object of which only some members are known: any other member is Unknown.

    Reading all of it (``.*``, ``toJSON``) is Unknown too.
    """

    def __init__(self, known: Mapping[str, Value], reason: str) -> None:
        super().__init__(known)
        self.unknown = Unknown(reason)


class Filtered(list[Value]):
    """What ``.*`` gives: a further index applies to each element of it.

    An Unknown in it stands for any number of elements.
    """


class Kind(Enum):
    """The kinds that GitHub tells apart; a value is the word its string form shows."""

    NULL = "Null"
    BOOLEAN = "Boolean"
    NUMBER = "Number"
    STRING = "String"
    ARRAY = "Array"
    OBJECT = "Object"


# White space as .NET's Char.IsWhiteSpace has it; Python's own adds U+001C to U+001F.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NAMED = re.compile(r"[+-]?(?:infinity|nan)", re.IGNORECASE | re.ASCII)
_HEXADECIMAL = re.compile(r"0x([0-9a-fA-F]+)")
_OCTAL = re.compile(r"0o([0-7]+)")
# .NET compares without case by simple upper-case mappings, except these two, which map to ASCII.
_KEEP_CASE = frozenset("\u0131\u017f")


def kind_of(value: Value) -> Kind:
    """Give the kind of a known value."""
    if value is None:
        return Kind.NULL
    if isinstance(value, bool):
        return Kind.BOOLEAN
    if isinstance(value, int | float):
        return Kind.NUMBER
    if isinstance(value, str):
        return Kind.STRING
    return Kind.OBJECT if isinstance(value, Mapping) else Kind.ARRAY


def is_primitive(value: Value) -> bool:
    """Tell whether a known value is neither an array nor an object."""
    return value is None or isinstance(value, str | bool | int | float)


def truth(value: Value) -> bool | None:
    """Give whether a value counts as true; None where that is unknown.

    False are null, false, 0, NaN and the empty string; each array and object is true.
    """
    if isinstance(value, Unknown):
        return value.truth
    if isinstance(value, float) and math.isnan(value):
        return False
    return not is_primitive(value) or bool(value)


def first_unknown(values: Iterable[Value]) -> Unknown | None:
    """Give the first Unknown among values, without what is certain of its truth."""
    return next((Unknown(value.reason) for value in values if isinstance(value, Unknown)), None)


def number(value: Value) -> float:
    """Give a known value as a number: NaN for arrays, objects and text that is no number."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        return parse_number(value)
    if isinstance(value, int | float):
        return _float(value)
    return math.nan


def _float(value: float) -> float:
    """Give an int of any size as the float that GitHub would have read."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def parse_number(text: str) -> float:
    """Read a number as GitHub does: NaN where the text is none, 0 where it is empty."""
    text = text.strip(WHITE_SPACE)
    if not text:
        return 0.0
    if _DECIMAL.fullmatch(text) or _NAMED.fullmatch(text):
        return float(text)
    for pattern, base in ((_HEXADECIMAL, 16), (_OCTAL, 8)):
        if found := pattern.fullmatch(text):
            return _signed(int(found[1], base))
    return math.nan


def _signed(value: int) -> float:
    """Read 32 bits as a signed number, as GitHub does for 0x… and 0o…; NaN where more are set."""
    if value >= 1 << 32:
        return math.nan
    return float(value - (1 << 32) if value >= 1 << 31 else value)


def as_text(value: Value) -> str:
    """Give a known value as a string; arrays and objects give the name of their kind."""
    kind = kind_of(value)
    if isinstance(value, str):
        return value
    if kind is Kind.NULL:
        return ""
    if kind is Kind.BOOLEAN:
        return "true" if value else "false"
    return number_text(number(value)) if kind is Kind.NUMBER else kind.value


def number_text(value: float) -> str:
    """Write a number with up to 15 significant digits (.NET's format "G15"); -0 is "0"."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return f"{value:.15G}" if value else "0"


def fold(value: str) -> str:
    """Give the form in which two strings that differ only in case are the same."""
    if value.isascii():
        return value.upper()
    return "".join(map(_upper, value))


def _upper(character: str) -> str:
    """Give a character's upper case where that is one character, else the character."""
    if character in _KEEP_CASE:
        return character
    for candidate in (character.upper(), character.title()):
        if len(candidate) == 1:
            return candidate
    return character


def utf16(value: str) -> bytes:
    """Give text as UTF-16 code units, the order and the lengths that .NET sees."""
    return value.encode("utf-16-be", "surrogatepass")
