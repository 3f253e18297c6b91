"""Expressions to compare with the oracle, drawn from the language's own grammar.

The oracle runs in editors and is not the implementation that decides on GitHub, the C# of
https://github.com/actions/runner. Where the two are known to differ, ours follows the latter,
and nothing is drawn:

- the oracle evaluates every argument and index, GitHub only those it needs, so what fails is
  only drawn as the outermost call;
- it takes only the first doubled quote of a string for a quote, so a string has at most one;
- it has no exponents in number text, and null for NaN in ``toJSON``;
- it reads ``0b1``, ``0XF`` and ``0O7`` as JavaScript does, and 0xffffffff as no negative number;
- it changes case with ``toUpperCase`` or, in ``contains``, ``toLowerCase``, which treat letters
  such as U+00DF, U+017F and U+03C2 differently from .NET's simple mappings;
- it takes a comma before the closing bracket of a call, refuses a wildcard that is part of a
  longer index, and counts brackets of groups as depth;
- it takes ``{0x}`` in a format string for ``{0}``;
- it has no limit on memory.
"""

import json
import re

from hypothesis import strategies as st

from maturin_compliance.expression import Value

CONTEXTS: dict[str, Value] = {
    "github": {
        "ref": "refs/tags/v1.2",
        "Event": {"inputs": {"tag": "", "dry-run": False}, "Names": ["a", "B", "c"]},
        "run": 7,
    },
    "matrix": {"os": "Linux", "include": [{"os": "é", "n": 1}, {"os": "b"}, 3, None, ["x", ["y"]]]},
    "needs": {"build": {"result": "success"}, "test": {"result": "failure", "outputs": {}}},
    "empty": {},
    "none": None,
    "list": [1, "1", True, None, [], "Я"],
}
DIFFERS = re.compile(r",\s*\)|\[\s*\*\s*[^\]\s]|0[bBXO]|[0-9]{9}|[eE][+-]?[0-9]{2}|\({8}|\{[0-9]+[^0-9}]")
"""Text on which the oracle is known to differ even in what it takes for an expression."""

TEXTS = ["", " ", "a", "B", "refs/tags/v", "it's", "é", "Я", "true", "null", "{x}", "a,b", '"']
NUMBERS = ["0", "1", "-1", "+2", ".5", "1.25", "-0", "7", "0xff", "0o17", "1e3", "25E-1", "123456.789"]
SPECIAL = ["NaN", "Infinity", "-Infinity"]
NUMERIC_TEXTS = ["1", " 7 ", "0xff", "0o17", "1e3", ".5", "-0", "Infinity", "NaN", "1.", "1x", "+2"]
NAMES = ["ref", "EVENT", "inputs", "tag", "dry-run", "names", "os", "include", "n", "result", "build"]
PATHS = [
    "github.event.inputs",
    "github['event'].Names",
    "GITHUB.ref",
    "matrix.include",
    "matrix.include.*",
    "matrix.include[4]",
    "matrix.include[0]",
    "needs.*",
    "needs.build",
    "list.*",
]
JSON = st.recursive(
    st.sampled_from([None, True, False, 0, 1, -2.5, "", "a", "é"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["os", "n", "tag"]), inner, max_size=2)
    ),
    max_leaves=6,
)
MUTATION = st.tuples(
    st.integers(0, 200), st.integers(0, 2), st.sampled_from([*"()[].,*!<>=&|'+-0 aX_@\n", "&&", "||", "''"])
)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


strings = st.sampled_from(TEXTS + NUMERIC_TEXTS).map(quoted)
numbers = st.sampled_from(NUMBERS)
contexts = st.sampled_from([*CONTEXTS, "GitHub", "MATRIX"])
literals = st.one_of(strings, numbers, st.sampled_from(["true", "false", "null"]))
comparators = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
spaces = st.sampled_from(["", " ", "  ", "\n", "\t"])


def chosen(*strategies: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Draw from one of several strategies, each as often as it is named."""
    return st.sampled_from(strategies).flatmap(lambda strategy: strategy)


def joined(*pieces: st.SearchStrategy[str] | str) -> st.SearchStrategy[str]:
    """Give pieces one after the other, as text."""
    return st.tuples(*(st.just(p) if isinstance(p, str) else p for p in pieces)).map("".join)


def call(name: str, *arguments: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give a call of a function, its name in any case."""
    names = st.sampled_from([name, name.lower(), name.upper()])
    return st.tuples(names, spaces, st.tuples(*arguments).map(", ".join)).map(
        lambda drawn: f"{drawn[0]}{drawn[1]}({drawn[2]})"
    )


def paths(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give chains of indexes on a context, a group or a call."""
    index = chosen(
        st.sampled_from(NAMES).map(".{}".format),
        st.sampled_from([".*", "[*]", "[0]", "[1]", "[-1]", "[1.9]", "[null]", "[true]"]),
        st.sampled_from(NAMES).map("['{}']".format),
        inner.map("[{}]".format),
    )
    read = call("fromJSON", JSON.map(json.dumps).map(quoted))
    known = st.sampled_from(PATHS)
    base = chosen(contexts, known, known, inner.map("({})".format), read)
    return joined(base, st.lists(index, max_size=3).map("".join))


def booleans(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give expressions whose value is a boolean."""
    operand = chosen(inner.map("({})".format), literals, st.sampled_from(SPECIAL))
    compared = joined(operand, spaces, comparators, spaces, operand)
    tested = chosen(*(call(name, inner, inner) for name in ("contains", "startsWith", "endsWith")))
    return chosen(compared, compared, tested, operand.map("!{}".format))


def formats(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    templates = st.sampled_from(["{0}", "{1}-{0}", "{{{0}}}", "a", "{{}}", "x{1}{1}"]).map(quoted)
    return call("format", templates, inner | st.sampled_from(SPECIAL), inner)


def level(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give expressions made of smaller ones."""
    logical = joined(inner, spaces, st.sampled_from(["&&", "||"]), spaces, inner)
    texts = chosen(formats(inner), call("join", inner), call("join", inner, inner), call("toJSON", inner))
    values = chosen(
        call("fromJSON", call("toJSON", inner)),
        call("case", booleans(inner), inner, booleans(inner), inner, inner),
    )
    return chosen(literals, contexts, paths(inner), paths(inner), booleans(inner), logical, texts, values)


leaves = chosen(literals, contexts, paths(literals))
expressions = level(level(level(leaves)))

failing = st.one_of(
    call("fromJSON", st.text('[]{}",:1tru e-.\\n', max_size=8).map(quoted)),
    call("fromJSON", expressions),
    call("format", st.text("{}01a", max_size=8).map(quoted), literals),
    call("case", literals | expressions, literals, literals),
)


def mutated(expression: str, mutation: tuple[int, int, str]) -> str:
    """Give an expression with some of its characters replaced."""
    place, cut, put = mutation
    start = place % (len(expression) + 1)
    return expression[:start] + put + expression[start + cut :]


written = level(leaves) | st.builds(mutated, level(leaves), MUTATION)
