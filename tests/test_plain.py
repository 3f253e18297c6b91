import pytest

from maturin_compliance import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("as it is", "as it is"),
        ("a\n\tb \u2028 c", "a b c"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),
        ("\u202eevil", "\ufffdevil"),
        ("\x02\x03\x7f\x9b", "\ufffd\ufffd\ufffd\ufffd"),
        ("\ud800", "\ufffd"),
        ("ümläut 漢字 \N{SNAKE}", "ümläut 漢字 \N{SNAKE}"),
        ("x" * 301, "x" * 299 + "…"),
    ],
)
def test_a_line_has_no_character_that_acts(text: str, shown: str) -> None:
    assert plain.line(text) == shown


def test_lines_keep_their_breaks_and_tabs() -> None:
    assert plain.lines("a\r\n\tb\x00\rc") == "a\n\tb\ufffd\ufffdc"


@pytest.mark.parametrize(
    ("count", "many", "shown"),
    [(1, None, "1 wheel"), (0, None, "0 wheels"), (2, None, "2 wheels"), (2, "wheelz", "2 wheelz")],
)
def test_counts_agree_with_their_noun(count: int, many: str | None, shown: str) -> None:
    assert plain.plural(count, "wheel", many) == shown
