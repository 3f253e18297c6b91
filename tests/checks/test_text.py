"""Text of a project cannot act as Markdown."""

import pytest

from maturin_compliance.checks.text import code, codes, fence, listed, many, plural, quoted


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("abi3", "`abi3`"),
        ("a`b", "``a`b``"),
        ("`a", "`` `a ``"),
        ("``a`", "``` ``a` ```"),
        ("a\n# b", "`a # b`"),
        ("a\u202eb\x00", "`a b `"),
        ("", "`  `"),
        ("<img src=x>|", "`<img src=x>|`"),
        ("x" * 200, "`" + "x" * 119 + "…`"),
    ],
)
def test_code_holds_anything_in_one_line(value: str, shown: str) -> None:
    assert code(value) == shown


@pytest.mark.parametrize(
    ("values", "shown"), [([], ""), (["a"], "`a`"), (["a", "b"], "`a` and `b`"), ("abc", "`a`, `b` and `c`")]
)
def test_codes_joins(values: list[str], shown: str) -> None:
    assert codes(values) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], ""),
        (["builds"], "builds"),
        (["builds", "runs `pytest`", "installs"], "builds, runs `pytest` and installs"),
    ],
)
def test_listed_joins_words_that_are_markdown(words: list[str], shown: str) -> None:
    assert listed(words) == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ("a", "the job `a` builds"),
        ("aa", "the job `a` builds"),
        ("abcde", "the jobs `a`, `b`, `c`, `d` and `e` build"),
        ("abcdef", "the jobs `a`, `b`, `c`, `d` and 2 others build"),
        (["{}", "b"], "the jobs `{}` and `b` build"),
    ],
)
def test_many_names_are_counted(names: list[str], shown: str) -> None:
    assert many(names, "the job {} builds", "the jobs {} build") == shown


@pytest.mark.parametrize(
    ("text", "path", "shown"),
    [
        ("a = 1\n", None, "```toml\na = 1\n```"),
        ("a = 1", "a.toml", '```toml title="a.toml"\na = 1\n```'),
        ("```\n# out", None, "````toml\n```\n# out\n````"),
        ("a", 'a"\n`.toml', '```toml title="a `.toml"\na\n```'),
    ],
)
def test_fence_cannot_be_left(text: str, path: str | None, shown: str) -> None:
    assert fence(text, "toml", path) == shown


def test_quoted_is_a_toml_string() -> None:
    assert quoted('a "b" \\ c\n') == '"a \\"b\\" \\\\ c "'


def test_plural() -> None:
    assert (plural(1, "wheel"), plural(3, "wheel"), plural(2, "entry", "entries")) == (
        "1 wheel",
        "3 wheels",
        "2 entries",
    )
