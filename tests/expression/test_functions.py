"""The functions: what they give, what they need, and what they refuse."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from maturin_compliance.expression import ExpressionError, Unknown, evaluate

GIVEN: dict[str, Any] = {"list": ["a", 1, None, [], {}], "object": {"a b": '\x01\x7f\x85\u2028"\\/é'}}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("contains('Hello', 'LL')", True),
        ("contains(list, '1')", True),
        ("contains(list, 'A')", True),
        ("contains(object, 'a b')", False),
        ("contains(123, 2)", True),
        ("contains('x', list)", False),
        ("STARTSWITH('Refs/tags', 'refs/')", True),
        ("startsWith(object, '')", False),
        ("endsWith(true, 'UE')", True),
        ("join(list)", "a,1,,Array,Object"),
        ("join(list, '')", "a1ArrayObject"),
        ("join(list, object)", "a,1,,Array,Object"),
        ("join(true, '-')", "true"),
        ("join(object)", ""),
        ("join(fromJSON('[]'), fromJSON('['))", ""),
        ("format('{{{0}}} {1}{0}', 'a', null)", "{a} a"),
        ("format('{00}{0:}', 'a')", "aa"),
        ("format('a', fromJSON('['))", "a"),
        ('toJSON(fromJSON(\'{"a": [1, {}], "b": []}\'))', '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}'),
        ("toJSON(object)", '{\n  "a b": "\\u0001\x7f\\u0085\\u2028\\"\\\\/é"\n}'),
        ('fromJSON(\'{"a": 1, "A": 2}\').a', 2.0),
        ("fromJSON(' 1e400 ')", float("inf")),
        ("case(false, fromJSON('['), true, 'b', fromJSON('['))", "b"),
        ("case(1 == 2, 'a', 'c')", "c"),
        ("always()", True),
    ],
)
def test_a_function_gives_its_value(expression: str, value: object) -> None:
    result = evaluate(expression, GIVEN)
    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize(
    "expression",
    [
        "nothing()",
        "contains('a')",
        "contains('a', 'b', 'c')",
        "format()",
        "join()",
        "toJSON()",
        "fromJSON('1', '2')",
        "always(1)",
        "hashFiles()",
        "case(true, 1)",
        "case(true, 1, false, 2)",
        "case('true', 1, 2)",
        "contains('a',)",
        "false && contains('a')",
        "format('{')",
        "format('}')",
        "format('{}', 1)",
        "format('{a}', 1)",
        "format('{-1}', 1)",
        "format('{ 0}', 1)",
        "format('{0:D}', 1)",
        "format('{0:}}', 1)",
        "format('{1}', 1)",
        "format('{\u0660}', 1)",
        f"format('{{{'9' * 5000}}}', 1)",
        "fromJSON('')",
        "fromJSON('  ')",
        "fromJSON('[1,]')",
        "fromJSON('{a: 1}')",
        "fromJSON('NaN')",
        "fromJSON('1 2')",
        "fromJSON('\"\\ud800\"')",
    ],
)
def test_what_github_rejects_raises_one_line(expression: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, {})
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)


def test_functions_may_be_given() -> None:
    given: dict[str, Callable[..., Any]] = {
        "hashFiles": lambda *patterns: "+".join(patterns),
        "Own": lambda value: [value],
    }
    assert evaluate("hashfiles('a', 'b')", {}, functions=given) == "a+b"
    assert evaluate("own(1).*", {}, functions=given) == [1.0]
    assert evaluate("own(hashFiles(x))", {"x": Unknown("why")}, functions=given) == Unknown("why")
    with pytest.raises(ExpressionError):
        evaluate("own(1, 2)", {}, functions=given)


@pytest.mark.parametrize("name", ["hashFiles('a')", "success()", "failure()", "cancelled()"])
def test_what_only_a_run_tells_is_unknown(name: str) -> None:
    assert isinstance(evaluate(name, {}), Unknown)


def test_json_text_survives_both_ways() -> None:
    value: Any = {"a": [None, True, -1.5, "é\n", {"b": []}], "c": {}}
    assert json.loads(str(evaluate("toJSON(x)", {"x": value}))) == value
    assert evaluate("fromJSON(toJSON(x))", {"x": value}) == value
