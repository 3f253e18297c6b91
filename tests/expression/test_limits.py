"""Hostile expressions: refused as on GitHub, soon, and without harm to the interpreter."""

from typing import Any

import pytest

from maturin_compliance.expression import ExpressionError, evaluate, interpolate, parse

SHARED: list[Any] = [0] * 20
for _ in range(8):
    SHARED = [SHARED] * 20
DEEP: Any = []
for _ in range(5000):
    DEEP = [DEEP]
HALF = "format('" + "{0}" * 200 + "', long)"
GIVEN: dict[str, Any] = {"a": {"b": 1}, "shared": SHARED, "deep": DEEP, "long": "a" * 1500}


@pytest.mark.parametrize(
    "expression",
    [
        "1" * 21_001,
        "'" + "😀" * 10_500 + "'",
        "!" * 20_000 + "1",
        "(" * 20_000,
        ")" * 20_000,
        "a[" * 10_000,
        "a" + "[0]" * 50,
        "a" + ".b" * 10_000,
        "toJSON(" * 3000 + "1" + ")" * 3000,
        "1" + "==1" * 50,
        "fromJSON('" + "[" * 101 + "]" * 101 + "')",
        "fromJSON('" + "[" * 20_000 + "')",
        "fromJSON('" + '{"a":' * 4_000 + "')",
        "format('" + "{0}" * 1000 + "', format('" + "{0}" * 1000 + "', 'aaaaaaaaaa'))",
        f"startsWith({HALF}, {HALF})",
        "toJSON(shared)",
        "toJSON(deep)",
        "join(shared.*, format('" + "{0}" * 1000 + "', format('" + "{0}" * 100 + "', 'abc')))",
    ],
)
def test_too_much_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, GIVEN)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1" + " " * 20_999, 1.0),
        ("(" * 10_000 + "1" + ")" * 10_000, 1.0),
        ("1" + "||1" * 6_000, 1.0),
        ("(1&&" * 4_000 + "2" + ")" * 4_000, 2.0),
        ("1" + "==1" * 49, True),
        (" && ".join([f"contains({HALF}, 'A')"] * 9), True),
        ("fromJSON('" + "[" * 100 + "]" * 100 + "')[1]", None),
        ("deep[0][0] == deep[0][0]", True),
    ],
)
def test_what_github_takes_is_taken(expression: str, value: object) -> None:
    assert evaluate(expression, GIVEN) == value


def test_a_scalar_has_the_limits_of_its_one_expression() -> None:
    assert interpolate("x" + "${{ 1 }}" * 254, {}) == "x" + "1" * 254
    with pytest.raises(ExpressionError):
        interpolate("x" + "${{ 1 }}" * 255, {})
    with pytest.raises(ExpressionError):
        interpolate("x" * 21_000 + "${{ 1 }}", {})


@pytest.mark.parametrize(
    ("expression", "position"),
    [
        ("a.b c", 5),
        ("a = a", 3),
        ("a ..b", 4),
        ("(1", 2),
        ("1 ==", 3),
        ("f()", 1),
        ("a || x.y", 6),
        ("'a", 1),
        ("a.b[1", 5),
    ],
)
def test_a_fault_has_its_position(expression: str, position: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(expression, contexts={"a"})
    assert caught.value.position == position
    assert str(caught.value).endswith(f" at position {position}")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("f()", "unrecognized function 'f' at position 1"),
        ("join()", "join takes 1 to 2 arguments, not 0 at position 1"),
        ("contains(1)", "contains takes 2 arguments, not 1 at position 1"),
        ("format('}\n')", "format: '}\\n' is no format string"),
        (f"'{'x' * 100}", f'unexpected symbol "\'{"x" * 59}…" at position 1'),
    ],
)
def test_a_fault_says_what_is_wrong_on_one_line(expression: str, message: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, {})
    assert str(caught.value) == message
