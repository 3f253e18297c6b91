"""Values: how they are written, turned into one another, and compared."""

from typing import Any

import pytest

from maturin_compliance.expression import ExpressionError, as_text, evaluate

GIVEN: dict[str, Any] = {
    "matrix": {"os": "linux", "py": 3.10, "n": 3, "list": [1, 2], "big": 10**400},
    "env": {"A": "x"},
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("", None),
        (" \n\t", None),
        ("null", None),
        ("true", True),
        ("1", 1.0),
        ("'it''s ''it'''", "it's 'it'"),
        ("''''", "'"),
        ("format('{0}-{1}', matrix.os, 1)", "linux-1"),
        ("Matrix.OS", "linux"),
        ("matrix['OS']", "linux"),
        ("matrix.n", 3.0),
        ("matrix.list", [1, 2]),
        ("matrix.list[1]", 2.0),
        ("matrix.list['1']", 2.0),
        ("matrix.list[null]", 1.0),
        ("matrix.list[-1]", None),
        ("matrix.list[Infinity]", None),
        ("matrix.list[2]", None),
        ("matrix.list[4294967296]", None),
        ("matrix.none.deeper[0]", None),
        ("matrix.none.*", []),
        ("matrix.big == Infinity", True),
        ("true && 'a' || 'b'", "a"),
        ("'' && 'a' || 'b'", "b"),
        ("1 == 1 == true", True),
        ("!matrix.none == true", True),
        ("1\u00a0==\u30001", True),
    ],
)
def test_an_expression_has_its_value(expression: str, value: object) -> None:
    result = evaluate(expression, GIVEN)
    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0.1", "0.1"),
        ("3.10", "3.1"),
        ("100000000000000", "100000000000000"),
        ("1e15", "1E+15"),
        ("123456789012345678", "1.23456789012346E+17"),
        ("0.0001", "0.0001"),
        ("0.00001", "1E-05"),
        ("1e300", "1E+300"),
        ("1e999", "Infinity"),
        ("-Infinity", "-Infinity"),
        ("-infinity", "-Infinity"),
        ("NaN", "NaN"),
        ("-0", "0"),
        ("0xff", "255"),
        ("0xFFFFFFFF", "-1"),
        ("0x7fffffff", "2147483647"),
        ("0x80000000", "-2147483648"),
        ("0o17777777777", "2147483647"),
        ("0o37777777777", "-1"),
        ("1.", "1"),
        (".5e1", "5"),
    ],
)
def test_a_number_is_written_as_on_github(written: str, text: str) -> None:
    value = evaluate(written, {})
    assert as_text(value) == text
    assert evaluate(f"format('{{0}}', {written})", {}) == text
    assert evaluate(f"toJSON({written})", {}) == text


@pytest.mark.parametrize(
    "written",
    ["0x100000000", "0o40000000000", "0b1", "0XF", "1e", "1_0", "--1", "1.2.3", "-NaN", "\u0663", "1x"],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ExpressionError):
        evaluate(written, {})
    assert evaluate("text < 0 || text >= 0", {"text": written}) is False


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'abc' == 'ABC'", True),
        ("'straße' == 'STRASSE'", False),
        ("'\u017f' == 's'", False),
        ("'ᾳ' == 'ᾼ'", True),
        ("contains('ΟΔΟΣ', 'ς')", True),
        ("'\U00010428' == '\U00010400'", True),
        ("'\uff5e' > '\U0001f600'", True),
        ("'\x1c1' == 1", False),
        ("'\u30001' == 1", True),
        ("null == ''", True),
        ("null == 0 && null == false", True),
        ("'true' == true", False),
        ("'1' == true", True),
        ("NaN == NaN || NaN != 1 && NaN < 1", False),
        ("matrix == matrix", True),
        ("matrix.list == fromJSON('[1, 2]')", False),
        ("matrix.list <= matrix.list", True),
        ("matrix.list < matrix.list", False),
        ("null <= null && !(null < null)", True),
        ("false < true", True),
        ("2 < '10'", True),
        ("'a' < 'A'", False),
        ("'a' <= 'A'", True),
        ("2 >= 1 && 2 > 1 && 2 >= 2", True),
        ("1 >= 2 || 2 > 2 || 2 < 2 || 2 <= 1", False),
        ("'b' >= 'A'", True),
        ("matrix.list == 'Array' || matrix.list == true || matrix.list > 0", False),
        ("matrix != 'Object' && matrix != matrix.list", True),
        ("'2' < '10'", False),
    ],
)
def test_values_compare_as_on_github(expression: str, value: object) -> None:
    assert evaluate(expression, GIVEN) is value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("needs.*.result", ["success", "failure"]),
        ("needs.*.outputs.tag", ["v1"]),
        ("(needs.*)['RESULT']", ["success", "failure"]),
        ("needs[*][*]", ["success", {"tag": "v1"}, "failure"]),
        ("lists.*[1]", [2, "d"]),
        ("lists[0].*", [1, 2]),
        ("lists.*.*", [1, 2, "c", "d"]),
        ("lists.*[0][0]", []),
        ("join(needs.*.result, '+')", "success+failure"),
        ("toJSON(needs.*.outputs.none)", "[]"),
        ("contains(needs.*.result, 'FAILURE')", True),
        ("contains(needs.*.result, 'skipped')", False),
    ],
)
def test_a_filter_gives_what_each_element_has(expression: str, value: object) -> None:
    given: dict[str, Any] = {
        "needs": {"a": {"result": "success", "outputs": {"tag": "v1"}}, "b": {"result": "failure"}},
        "lists": [[1, 2], ["c", "d"], "e"],
    }
    result = evaluate(expression, given)
    assert (result, type(result)) == (value, type(value))
