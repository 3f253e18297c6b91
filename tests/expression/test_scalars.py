"""Scalars with ``${{ }}``, conditions, and what an expression uses."""

from typing import Any

import pytest

from maturin_compliance.expression import (
    CANCELLED,
    FAILED,
    SUCCEEDED,
    ExpressionError,
    Status,
    Unknown,
    calls,
    condition,
    interpolate,
    parse,
    parse_condition,
    references,
)

U = Unknown("why")
GIVEN: dict[str, Any] = {"m": {"os": "linux", "n": 1.5, "list": [1], "none": None, "no": False}, "u": U}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", ""),
        ("plain {0} 'text' }}", "plain {0} 'text' }}"),
        ("$ {{ m.os }}", "$ {{ m.os }}"),
        ("${{ m.n }}", 1.5),
        ("${{m.list}}", [1]),
        ("${{ m.none }}", None),
        (" ${{ m.n }}", " 1.5"),
        ("${{ m.os }}-${{ m.none }}-${{ m.no }}-${{ m.list }}", "linux--false-Array"),
        ("it's {${{ m.os }}} }}", "it's {linux} }}"),
        ("${{ '}}' }}", "}}"),
        ("${{ 'it''s }}' }}", "it's }}"),
        ("a ${{ format('{0}}}', m.n) }} b", "a 1.5} b"),
        ("${{ '${{' }}", "${{"),
        ("${{ 'a' == 'b' }}", False),
        ("${{ 'a'\n}}\n", "a\n"),
        ("${{ u }}", U),
        ("a ${{ m.os }} ${{ u }}", U),
        ("a ${{ u || m.os }}", U),
        ("a ${{ false && u }}", "a false"),
    ],
)
def test_a_scalar_has_its_value(text: str, value: object) -> None:
    result = interpolate(text, GIVEN)
    assert (result, type(result)) == (value, type(value))


@pytest.mark.parametrize(
    "text",
    [
        "${{",
        "${{ m.os }",
        "${{ '}}",
        "${{ }}",
        "${{}}",
        "a ${{ m.os, m.n }}",
        "a ${{ m.os) || (m.n }}",
        "${{ m.os }} ${{ x.os }}",
        "${{ m.os || }}",
        "${{ insert }}",
    ],
)
def test_a_scalar_that_github_rejects_raises(text: str) -> None:
    for use in (interpolate, condition):
        with pytest.raises(ExpressionError):
            use(text, GIVEN)


@pytest.mark.parametrize(
    ("text", "after"),
    [  # what holds after success, after a failure, after a cancellation
        ("", (True, False, False)),
        (" ", (True, False, False)),
        ("true", (True, False, False)),
        ("${{ true }}", (True, False, False)),
        ("false", (False, False, False)),
        ("m.os == 'LINUX'", (True, False, False)),
        ("m.os == 'a' || true", (True, False, False)),
        ("m.list", (True, False, False)),
        ("always()", (True, True, True)),
        ("Always() && m.no", (False, False, False)),
        ("failure()", (False, True, False)),
        ("${{ !cancelled() }}", (True, True, False)),
        ("cancelled() || failure()", (False, True, True)),
        ("m.os == 'a' && success()", (False, False, False)),
        ("contains('failure()', 'x')", (False, False, False)),
        ("${{ m.no }} && ${{ m.no }}", (True, False, False)),
        ("${{ false }} ", (True, False, False)),
        ("${{ failure() }} text", (True, True, True)),
        ("${{ 'true' }}", (True, False, False)),
        ("${{ '''true''' }}", (True, False, False)),
        ("${{ 'failure()' }}", (False, True, False)),
        ("${{ '' }}", (True, False, False)),
        ("u && false", (False, False, False)),
        ("u || true", (True, False, False)),
        ("u", (U, False, False)),
        ("!u && always()", (U, U, U)),
        ("hashFiles('a') == ''", (Unknown("the hash of files is only known in a run"), False, False)),
    ],
)
def test_a_condition_holds(text: str, after: tuple[object, object, object]) -> None:
    statuses = (SUCCEEDED, FAILED, CANCELLED)
    assert tuple(condition(text, GIVEN, status=status) for status in statuses) == after


def test_a_status_may_be_unknown() -> None:
    status = Status(success=U, failure=U, cancelled=False)
    assert condition("true", {}, status=status) == U
    assert condition("false", {}, status=status) is False
    assert condition("always()", {}, status=status) is True
    assert condition("!cancelled()", {}, status=status) is True
    assert isinstance(condition("success('build')", {}), Unknown)


@pytest.mark.parametrize(
    ("text", "paths", "functions"),
    [
        ("plain github.ref", (), ()),
        ("${{ github.event.inputs.tag }}", ("github.event.inputs.tag",), ()),
        ("${{ GitHub.event['inputs'].Tag }}", ("github.event.inputs.Tag",), ()),
        ("${{ needs.*.result }}-${{ needs['a'][*] }}", ("needs.*.result", "needs.a.*"), ()),
        ("${{ matrix[matrix.key].os }}", ("matrix.*.os", "matrix.key"), ()),
        ("${{ matrix.list[0] }} ${{ matrix.list[0] }}", ("matrix.list.0",), ()),
        ("${{ toJSON(github) }}", ("github",), ("tojson",)),
        ("${{ fromJSON(needs.a.outputs.x)[env.K].y }}", ("needs.a.outputs.x", "env.K"), ("fromjson",)),
        ("${{ !(env.A && vars.B || 'secrets.C') }}", ("env.A", "vars.B"), ()),
        ("${{ hashFiles('a') }} ${{ format('{0}', HASHFILES('b')) }}", (), ("hashfiles", "format")),
    ],
)
def test_a_scalar_names_what_it_uses(text: str, paths: tuple[str, ...], functions: tuple[str, ...]) -> None:
    assert references(text) == paths
    assert calls(text) == functions


def test_a_tree_names_what_it_uses() -> None:
    assert references(parse("github.ref == matrix.os")) == ("github.ref", "matrix.os")
    assert references(parse_condition("github.ref == 'a'")) == ("github.ref",)
    assert calls(parse_condition("github.ref == 'a'")) == ("success",)
    assert calls(parse_condition("${{ always() && startsWith(github.ref, 'a') }}")) == (
        "always",
        "startswith",
    )
    with pytest.raises(ExpressionError):
        references("${{ unheard.of }}")
