"""YAML by 1.2 rules, with lines and bounds."""

import math

import pytest
import yaml as pyyaml

from maturin_compliance.model.node import Scalar
from maturin_compliance.read import yaml
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.yaml import parse_yaml
from tests.read.support import plain

SCALARS: list[tuple[str, Scalar]] = [
    ("on", "on"),
    ("off", "off"),
    ("yes", "yes"),
    ("No", "No"),
    ("y", "y"),
    ("2_28", "2_28"),
    ("1_000", "1_000"),
    ("3.10", 3.1),
    ("3.", 3.0),
    (".5", 0.5),
    ("1e3", 1000.0),
    ("1:30", "1:30"),
    ("2001-12-14", "2001-12-14"),
    ("0o14", 12),
    ("014", 14),
    ("0x1F", 31),
    ("0b11", "0b11"),
    ("+12", 12),
    ("-7", -7),
    (".inf", math.inf),
    ("-.INF", -math.inf),
    ("~", None),
    ("null", None),
    ("NULL", None),
    ("", None),
    ("nUll", "nUll"),
    ("true", True),
    ("FALSE", False),
    ("tRue", "tRue"),
    ('"3.10"', "3.10"),
    ("'true'", "true"),
    ("!!str 3.10", "3.10"),
    ("!!int 3", 3),
    ("!!float 3", 3),
    ("1" * 400, math.inf),
    ("v1.0", "v1.0"),
    ("<<", "<<"),
    ("=", "="),
]


@pytest.fixture(params=["c", "python"])
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(yaml, "_PARSER", pyyaml.SafeLoader)
    elif not pyyaml.__with_libyaml__:
        pytest.skip("PyYAML was built without its C parser")


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_follow_the_core_schema(text: str, value: Scalar) -> None:
    node = parse_yaml(f"key: {text}\n", "x.yml").mapping["key"]
    assert node.value == value
    assert type(node.value) is type(value)


def test_not_a_number_is_a_float() -> None:
    value = parse_yaml("a: .nan", "x.yml").mapping["a"].value
    assert isinstance(value, float)
    assert math.isnan(value)


def test_the_text_stays_as_written() -> None:
    document = parse_yaml("a: 3.10\nb: 'x'\nc: on\n", "x.yml")
    assert [node.text for node in document.mapping.values()] == ["3.10", "x", "on"]


LINES = """\
# comment
on: push

jobs:
  build:
    steps:
      - name: one
        run: |

          echo a
          echo b
      - run: >-
          folded
          text
      -   run: |2-
              indented
      - run: "quoted
          on two lines"
      - run: plain
          on two lines
      - run: &script |
          anchored
      - run: *script
      - run: &other
          |
          below
      - {run: inline, env: {A: 1}}
    empty:
"""


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("index", "line", "first_line", "text"),
    [
        (0, 8, 9, "\necho a\necho b\n"),
        (1, 12, 13, "folded text"),
        (2, 15, 16, "  indented"),
        (3, 17, 17, "quoted on two lines"),
        (4, 19, 19, "plain on two lines"),
        (5, 21, 22, "anchored\n"),
        (6, 23, 22, "anchored\n"),
        (7, 24, 26, "below\n"),
        (8, 27, 27, "inline"),
    ],
)
def test_scripts_know_the_line_of_their_key_and_of_their_text(
    index: int, line: int, first_line: int, text: str
) -> None:
    build = parse_yaml(LINES, "x.yml", github=True).mapping["jobs"].mapping["build"]
    run = build.mapping["steps"].items[index].mapping["run"]
    assert (run.location.line, run.first_line, run.text) == (line, first_line, text)


@pytest.mark.usefixtures("_each_parser")
def test_collections_know_their_lines() -> None:
    document = parse_yaml(LINES, "x.yml")
    build = document.mapping["jobs"].mapping["build"]
    steps = build.mapping["steps"]
    assert document.location.line == 2
    assert build.location.line == 5
    assert [step.location.line for step in steps.items] == [7, 12, 15, 17, 19, 21, 23, 24, 27]
    assert build.mapping["empty"].location.line == 28
    assert build.mapping["empty"].value is None


@pytest.mark.usefixtures("_each_parser")
def test_line_breaks_of_yaml_1_1_are_no_lines() -> None:
    document = parse_yaml("a: 1 # \u2028 \x85\nb: 2\n", "x.yml")
    assert [node.location.line for node in document.mapping.values()] == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("---\na: 1\n...\n", {"a": 1}),
        ("%YAML 1.2\n---\na: 1\n", {"a": 1}),
        ("on: {push: }\n", {"on": {"push": None}}),
        ("3.10: a\n3: b\ntrue: c\n~: d\n", {"3.1": "a", "3": "b", "true": "c", "": "d"}),
        ("a: &x [1, 2]\nb: *x\n", {"a": [1, 2], "b": [1, 2]}),
        ("a: &x {k: v}\nb: {<<: *x}\n", {"a": {"k": "v"}, "b": {"<<": {"k": "v"}}}),
        ("a: !!python/object/apply:os.system [ls]\n", {"a": ["ls"]}),
        ('{"a":\t[1,\n\t2]}', {"a": [1, 2]}),
        ("? a\n: b\n", {"a": "b"}),
        ("a: &x 1\nb: &x 2\nc: *x\n", {"a": 1, "b": 2, "c": 2}),
    ],
)
def test_documents(text: str, expected: object) -> None:
    assert plain(parse_yaml(text, "x.yml")) == expected


def test_aliases_keep_the_lines_of_their_parts() -> None:
    repeated = parse_yaml("a: &x\n  k: v\n\nb: *x\n", "x.yml").mapping["b"]
    assert (repeated.location.line, repeated.mapping["k"].location.line) == (4, 2)


def _bomb(width: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, width)]
    return "\n".join(lines)


NODES = "holds more than 50,000 YAML nodes, aliases repeated, the most that GitHub reads"


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a: [1\nb: 2\n", 2, "is not YAML: "),
        ("a: 1\n\tb: 2\n", 2, "is not YAML: found"),
        ("a: 1\nb: \x07\n", 2, "is not YAML: "),
        ("a: 1\n---\nb: 2\n", 2, "holds more than one document"),
        ("a: 1\nb: 2\na: 3\n", 3, "has the key `a` twice"),
        ("? [a]\n: b\n", 1, "has a mapping or sequence as a key"),
        ("a: 1\nb: *x\n", 2, "uses the anchor `x` before its end"),
        ("a: &x [*x]\n", 1, "uses the anchor `x` before its end"),
        ("a: !!int x\n", 1, "has the tag `tag:yaml.org,2002:int` on a value that it does not fit"),
        ("a: !secret x\n", 1, "has the tag `!secret` on a value that it does not fit"),
        ("a:\n " + "[" * 30_000, 2, "is nested deeper than 100 levels"),
        ("a:\n" + "- " * 5_000 + "x", 2, "is nested deeper than 100 levels"),
        ("{a: " * 5_000, 1, "is nested deeper than 100 levels"),
        (_bomb(9), 5, NODES),
        ("- x\n" * 60_000, 49_998, NODES),
    ],
    ids=lambda value: str(value)[:24],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        parse_yaml(text, "x.yml")
    assert caught.value.message.startswith(message)
    assert caught.value.line == line


def test_a_text_beyond_the_size_is_refused() -> None:
    with pytest.raises(ReadError, match=r"is longer than 1,048,576 characters"):
        parse_yaml("a" * (1024 * 1024 + 1), "x.yml")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("env:\n  Path: 1\n  PATH: 2\n", 3, "has the key `PATH` twice"),
        ("a: &x {}\nb:\n  <<: *x\n", 3, "has a merge key `<<`, which GitHub does not know"),
    ],
)
def test_what_only_github_refuses(text: str, line: int, message: str) -> None:
    parse_yaml(text, "x.yml")
    with pytest.raises(ReadError) as caught:
        parse_yaml(text, "x.yml", github=True)
    assert (caught.value.message, caught.value.line) == (message, line)


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("a: b # v1.2.3", "v1.2.3"),
        ("a: ü/x  #v1.2.3 \r\nc: d", "v1.2.3"),
        ("a: 'b' # tag=v2", "tag=v2"),
        ("a: b#c", ""),
        ("a: b\n# c", ""),
        ("a: |\n  b # c\n", ""),
        ("a: [b, c] # d", ""),
    ],
)
def test_comment_behind_a_scalar(text: str, comment: str) -> None:
    node = parse_yaml(text, "a.yml").mapping["a"]
    assert [n.comment for n in node.walk()][-1] == comment
