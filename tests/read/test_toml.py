"""TOML values with the lines of their keys and elements."""

from collections.abc import Iterator

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from maturin_compliance.model.node import Node
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.toml import parse_toml
from maturin_compliance.read.toml_positions import scan

DOCUMENT = '''\
# comment
title = "x"  # [not.a.table]

[project]
name = "demo"
classifiers = [
  "A", # first
  "B",

  "C",
]
license = { file = "LICENSE", "odd key" = 1 }

[tool.maturin]
python-source = "python"
target.x86_64-apple-darwin.macos-deployment-target = "11.0"
version = 3.10
text = """
first
second"""
same = """here"""
literal = \'\'\'
it's\'\'\'
when = 1979-05-27 07:32:00Z

[[tool.maturin.include]]
path = "a"
[[tool.maturin.include]]
path = "b"
[tool.maturin.include.more]
deep = [[1, 2], [
  3]]
[tool]
late = true
'''
PATHS: list[tuple[tuple[str | int, ...], int, int | None, str | None]] = [
    (("title",), 2, 2, "x"),
    (("project",), 4, None, None),
    (("project", "name"), 5, 5, "demo"),
    (("project", "classifiers"), 6, None, None),
    (("project", "classifiers", 0), 7, 7, "A"),
    (("project", "classifiers", 2), 10, 10, "C"),
    (("project", "license", "file"), 12, 12, "LICENSE"),
    (("project", "license", "odd key"), 12, 12, "1"),
    (("tool",), 33, None, None),
    (("tool", "maturin"), 14, None, None),
    (("tool", "maturin", "target", "x86_64-apple-darwin"), 16, None, None),
    (("tool", "maturin", "version"), 17, 17, "3.10"),
    (("tool", "maturin", "text"), 18, 19, "first\nsecond"),
    (("tool", "maturin", "same"), 21, 21, "here"),
    (("tool", "maturin", "literal"), 22, 23, "it's"),
    (("tool", "maturin", "when"), 24, 24, "1979-05-27 07:32:00Z"),
    (("tool", "maturin", "include"), 26, None, None),
    (("tool", "maturin", "include", 0), 26, None, None),
    (("tool", "maturin", "include", 1, "path"), 29, 29, "b"),
    (("tool", "maturin", "include", 1, "more"), 30, None, None),
    (("tool", "maturin", "include", 1, "more", "deep", 0, 1), 31, 31, "2"),
    (("tool", "maturin", "include", 1, "more", "deep", 1, 0), 32, 32, "3"),
    (("tool", "late"), 34, 34, "true"),
]


def _find(node: Node, path: tuple[str | int, ...]) -> Node:
    for part in path:
        node = node.items[part] if isinstance(part, int) else node.mapping[part]
    return node


@pytest.mark.parametrize(("path", "line", "first_line", "text"), PATHS, ids=str)
def test_every_value_knows_its_line(
    path: tuple[str | int, ...], line: int, first_line: int | None, text: str | None
) -> None:
    node = _find(parse_toml(DOCUMENT, "pyproject.toml"), path)
    assert (node.location.path, node.location.line) == ("pyproject.toml", line)
    assert (node.first_line, node.text) == (first_line, text)


def test_line_ends_of_windows_count_once() -> None:
    document = parse_toml('a = 1\r\n\r\nb = """\r\nx"""\r\nc = 2\r\n', "x.toml")
    assert [node.location.line for node in document.mapping.values()] == [1, 3, 5]
    assert document.mapping["b"].value == "x"


@pytest.mark.parametrize(
    "text",
    [
        "t = {\n  a = 1,\n  b = [\n    2, # two\n  ],\n}\n",
        'a = "\\e[0m \\x41"\n',
        '"quoted \\u00e9" = 1\n',
        "'its own'.x = 1\n",
        "a.\"b.c\" . 'd' = 1\n",
        '[ "x" . y ]\nz = 1\n',
        'a = ["""x"] ] """, \'\'\'[\'\'\']\n',
        "a = '''x'''''\nb = 1\n",
        'a = """x"""""\nb = 1\n',
        "a = [1979-05-27, 07:32:00, 1979-05-27T07:32:00Z] # ]\n",
        "a = [{b = 1}, {b = 2, c.d = 3}]\n",
        "[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[[a]]\n[[a.b]]\nc = 2\n",
        "a = +inf\nb = 0x1F\n",
    ],
)
def test_positions_of_unusual_documents_are_complete(text: str) -> None:
    assert set(scan(text)) == set(_paths(tomli.loads(text)))


def _paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _paths(child, (*path, key))


_keys = st.sampled_from(["a", "b", "c-d", "1", '"x y"', '"\\u00e9\\""', "'q.r'", "''", '"#"'])
_dotted = st.lists(_keys, min_size=1, max_size=3).map(" . ".join)
_scalars = st.sampled_from(
    ["1", "-2.5e3", "true", '"s # ]"', "'l}'", '"""m\n"] """', "'''\n'x\n'''", "1979-05-27 07:32:00", "0xff"]
)
_gaps = st.sampled_from(["", " ", "\n", " # ]} note\n", "\n\n  "])


def _nested(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(st.tuples(_gaps, values, _gaps), max_size=3)
    arrays = items.map(lambda parts: "[" + ",".join(a + v + b for a, v, b in parts) + "]")
    pairs = st.lists(st.tuples(_gaps, _dotted, values, _gaps), max_size=3)
    tables = pairs.map(lambda parts: "{" + ",".join(f"{a}{k} = {v}{b}" for a, k, v, b in parts) + "}")
    return arrays | tables


_values = st.recursive(_scalars, _nested, max_leaves=6)
_lines = st.one_of(
    st.tuples(_dotted, _values).map(lambda pair: f"{pair[0]} = {pair[1]}"),
    _dotted.map(lambda key: f"[{key}]"),
    _dotted.map(lambda key: f"[[ {key} ]] # x"),
    st.just(""),
)


@given(st.lists(_lines, max_size=8).map("\n".join))
def test_scanner_and_tomli_agree_on_every_key(text: str) -> None:
    try:
        document = tomli.loads(text)
    except tomli.TOMLDecodeError:
        return
    assert set(scan(text)) == set(_paths(document))


@given(st.text(alphabet="ab.=[]{},\"'#\\ \n1-", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert _is_read(text) == _is_toml(text)


def _is_read(text: str) -> bool:
    try:
        document = parse_toml(text, "x.toml")
    except ReadError:
        return False
    return all(node.location.line for node in document.walk())


def _is_toml(text: str) -> bool:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a = 1\nb = \n", 2, "is not TOML: Invalid value"),
        ("a = 1\na = 2\n", 2, "is not TOML: Cannot overwrite a value"),
        ("a = " + "[" * 30_000 + "]" * 30_000, 1, "is nested deeper than 100 levels"),
        ("\na = " + "{a=" * 30_000 + "1" + "}" * 30_000, 2, "is nested deeper than 100 levels"),
        (".".join("a" * 30_000) + " = 1", 1, "is nested deeper than 100 levels"),
        ("[" + ".".join("a" * 30_000) + "]", 1, "is nested deeper than 100 levels"),
        ("a = " + "1" * 5_000, None, "is not TOML that can be read: Exceeds the limit"),
    ],
    ids=["no-value", "twice", "arrays", "tables", "dotted", "header", "long-number"],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int | None, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse_toml(text, "x.toml")
    assert caught.value.message.startswith(message)
    assert caught.value.line == line
