"""What cannot be known reaches a result only where the result depends on it."""

from typing import Any

import pytest

from maturin_compliance.expression import ExpressionError, Partial, Unknown, evaluate, truth

U = Unknown("why")
GIVEN: dict[str, Any] = {
    "u": U,
    "v": Unknown("other"),
    "d": {"known": "a", "u": U, "list": ["a", U]},
    "p": Partial({"known": "a", "n": 1}, "some are missing"),
    "needs": {"a": {"result": "failure"}, "b": U},
    "many": {"a": Partial({"result": "failure"}, "some are missing")},
    "empty": {},
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("false && u", False),
        ("true || u", True),
        ("'' && u", ""),
        ("d.known", "a"),
        ("d.missing", None),
        ("p.known", "a"),
        ("p.N", 1.0),
        ("empty[u]", None),
        ("d.known[u]", None),
        ("empty.*[u]", []),
        ("contains(d.list, 'A')", True),
        ("contains(empty, u)", False),
        ("contains(fromJSON('[]'), u)", False),
        ("startsWith(u, empty)", False),
        ("endsWith(empty, u)", False),
        ("join('a', u)", "a"),
        ("join(fromJSON('[1]'), u)", "1"),
        ("format('{0}', 'a', u)", "a"),
        ("case(false, u, 'a')", "a"),
        ("case(true, 'a', u, 'b', 'c')", "a"),
        ("contains(needs.*.result, 'failure')", True),
        ("contains(p.*, 'a')", True),
        ("contains(many.*.result, 'failure')", True),
        ("!(u && false)", True),
        ("!(u || 1)", False),
        ("(u || 'x') && 'y'", "y"),
        ("(u && '') || 'y'", "y"),
        ("u.* && 'y'", Unknown("why")),
        ("d.* && 'y'", "y"),
        ("u && false && fromJSON('[')", Unknown("why", truth=False)),
        ("u && fromJSON('[')", Unknown("why")),
    ],
)
def test_what_does_not_depend_on_it_is_known(expression: str, value: object) -> None:
    result = evaluate(expression, GIVEN)
    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize(
    ("expression", "certain"),
    [
        ("u", None),
        ("u.a['b'].*", None),
        ("d.u", None),
        ("d[u]", None),
        ("d.list.*", True),
        ("needs.*.result", True),
        ("needs.*[u]", None),
        ("!u", None),
        ("u == u", None),
        ("1 < u", None),
        ("u && 'x'", None),
        ("u && ''", False),
        ("u || ''", None),
        ("u || 'x'", True),
        ("u && v && ''", False),
        ("v && (u || 1)", None),
        ("contains(d.list, 'b')", None),
        ("contains(u, 'a')", None),
        ("contains(u, empty)", None),
        ("contains('a', u)", None),
        ("startsWith(u, 'a')", None),
        ("join(d.list)", None),
        ("join(fromJSON('[1, 2]'), u)", None),
        ("format('{0}', u)", None),
        ("format(u, 'a')", None),
        ("case(u, 1, 1)", None),
        ("toJSON(d)", None),
        ("fromJSON(u)", None),
        ("hashFiles(u)", None),
        ("p.missing", None),
        ("p[u]", None),
        ("p.*", True),
        ("toJSON(p)", None),
        ("contains(p.*, 'b')", None),
        ("contains(needs.*.result, 'success')", None),
    ],
)
def test_what_depends_on_it_is_unknown(expression: str, certain: bool | None) -> None:
    result = evaluate(expression, GIVEN)
    assert isinstance(result, Unknown)
    assert truth(result) is certain


def test_the_first_reason_is_kept() -> None:
    assert evaluate("u == v", GIVEN) == U
    assert evaluate("format('{1}{0}', u, v)", GIVEN) == Unknown("other")
    assert evaluate("p.missing.deeper", GIVEN) == Unknown("some are missing")


def test_a_fault_before_it_is_a_fault() -> None:
    with pytest.raises(ExpressionError):
        evaluate("fromJSON('[') && u", GIVEN)
