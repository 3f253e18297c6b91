"""``sed`` as far as it is followed."""

import pytest

from maturin_compliance.expand.tools.commands.sed import substitution


@pytest.mark.parametrize(
    ("program", "text", "changed"),
    [
        ("s/%arch%/x86_64/g", "a %arch% %arch%\n", "a x86_64 x86_64\n"),
        ("s/a/b/", "aa\naa\n", "ba\nba\n"),
        ("s/A/b/gi", "aA", "bb"),
        (r"s/refs\/tags\///", "refs/tags/v1", "v1"),
        ("s|refs/tags/||", "refs/tags/v1", "v1"),
        ("s/^v//", "v1v", "1v"),
        ('s/^version = .*/version = "2"/', 'version = "1"\nx\n', 'version = "2"\nx\n'),
        ("s/x$/y/", "xx\n", "xy\n"),
        ("s/[^.]*$//", "a.b\nc.d\n", "a.\nc.\n"),
        ("s/1.2/3/", "1.2 1x2", "3 1x2"),
        (r"s/1\.2/3/", "1x2 1.2", "1x2 3"),
        ("s/a+/b/", "aa+", "ab"),
        (r"s/a\+/b/", "aa+", "b+"),
        (r"s/a/\&/", "a", "&"),
        ("s/(a)/b/", "(a)", "b"),
    ],
)
def test_a_substitution(program: str, text: str, changed: str) -> None:
    change = substitution(program, extended=False)
    assert change is not None
    assert change.apply(text) == changed


def test_extended_expressions_repeat_with_a_bare_plus() -> None:
    change = substitution("s/a+b?/c/", extended=True)
    assert change is not None
    assert change.apply("aaab aa") == "c aa"


@pytest.mark.parametrize(
    ("program", "extended"),
    [
        ("s/(a+)+$/b/", True),
        (r"s/\(a*\)*$/b/", False),
        ("s/a|b/c/", True),
        ("s/a{1,9999}/c/", True),
        ("s/a**/b/", False),
        ("s/a++b/c/", True),
        (r"s/\(a\)/\1/", False),
        ("s/a/&b/", False),
        (r"s/\d/x/", False),
        ("s/[[:space:]]/x/", False),
        ("s/[z-a]/x/", False),
        ("s//x/", False),
        ("s/a/b", False),
        ("1d", False),
        ("s/" + r"\a" * 40, False),
    ],
)
def test_what_is_not_followed(program: str, extended: bool) -> None:
    assert substitution(program, extended=extended) is None


def test_a_pattern_that_would_take_long_is_not_followed() -> None:
    change = substitution("s/a*a*a*a*a*a*b/x/", extended=False)
    assert change is not None
    assert (change.apply("aab"), change.apply("a" * 5_000)) == ("x", None)
