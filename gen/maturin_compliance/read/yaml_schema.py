"""The scalars of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#103-core-schema), as GitHub reads them.

GitHub: actions/runner, src/Sdk/WorkflowParser/Conversion/YamlObjectReader.cs.
"""

import math
import re

from maturin_compliance.model.node import Scalar
from maturin_compliance.read.faults import ReadError

TAG = "tag:yaml.org,2002:"

_WORDS: dict[str, None | bool | float] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((sign + inf for sign in ("", "+") for inf in (".inf", ".Inf", ".INF")), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0(?:x(?P<x>[0-9a-fA-F]+)|o(?P<o>[0-7]+))")
_EXACT_DIGITS = 15
_TAGS: dict[str, tuple[type, ...]] = {
    f"{TAG}null": (type(None),),
    f"{TAG}bool": (bool,),
    f"{TAG}int": (int,),
    f"{TAG}float": (float, int),
}


def resolve(text: str) -> Scalar:
    """The value of a plain scalar: ``on`` and ``2_28`` are strings, ``3.10`` is 3.1, ``0o14`` is 12."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= _EXACT_DIGITS else float(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    based = _BASED.fullmatch(text)
    if based and len(text) <= _EXACT_DIGITS:
        return int(based["x"], 16) if based["x"] else int(based["o"], 8)
    return text


def resolve_tagged(text: str, tag: str, line: int) -> Scalar:
    """The value of a scalar with an explicit tag; raises ReadError for a tag or a text that does not fit."""
    if tag in {f"{TAG}str", "!"}:
        return text
    value = resolve(text)
    if isinstance(value, _TAGS.get(tag, ())):
        return value
    raise ReadError(f"has the tag `{tag}` on a value that it does not fit", line)
