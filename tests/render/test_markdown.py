import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturin_compliance import plain
from maturin_compliance.render import markdown
from tests.render.html import seen

HOSTILE = (
    "a | b",
    "`code`",
    "``",
    "<script>alert(1)</script>",
    "<!-- gone",
    "</td></tr></table><img src=x onerror=alert(1)>",
    "]](javascript:alert(1))",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "[ref]: https://evil.example",
    "[^1]",
    "*[HTML]: x",
    "{: onclick=alert(1) }",
    "{ #id .class }",
    "# heading",
    "- item",
    "1. item",
    "2024) item",
    "> quote",
    "!!! note",
    '??? danger "x"',
    "=== tab",
    "--- a",
    "*em* **strong** _em_ __strong__",
    "~~del~~ ^sup^ ==mark== ++ctrl++",
    ":smile: :material-check:",
    "::: block",
    "#!python print(1)",
    ":::python x",
    "\\`x\\`",
    "&lt;b&gt; &amp; &#60;",
    "a\nb\r\nc",
    "a\tb",
    "x\x1b[31mred\x1b[0m",
    "\u202eevil\u202c",
    "\u2066x\u2069",
    "\x02wzxhzdk:0\x03",
    "\ud800",
    "$x$ $$y$$",
    "https://evil.example/?a=1&b=2",
    "C++",
    "a__b__c",
    "%%{init: {}}%%",
    "\"quoted\" 'single'",
    "",
    "   ",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_text_shows_what_it_was_given_and_adds_no_element(value: str) -> None:
    found = seen(f"before {markdown.text(value)} after")
    assert found.tags == ["p"]
    assert found.text.split() == ["before", *plain.line(value).split(), "after"]


@pytest.mark.parametrize("value", HOSTILE)
def test_text_at_the_start_of_a_line_is_a_paragraph(value: str) -> None:
    found = seen(markdown.text(value))
    assert found.tags == (["p"] if value.strip() else [])
    assert found.text.split() == plain.line(value).split()


@pytest.mark.parametrize("value", [value for value in HOSTILE if value.strip()])
def test_code_is_one_element(value: str) -> None:
    found = seen(f"before {markdown.code(value)}{{: .x }} after")
    assert found.tags == ["p", "code"]
    assert plain.line(value) in found.text


def test_code_of_nothing_says_so() -> None:
    assert markdown.code("") == "(empty)"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_cell_stays_a_cell(value: str) -> None:
    row = (markdown.text(value), markdown.code(value), "last")
    found = seen(markdown.table(("a", "b", "c"), [row, row]))
    assert found.tags.count("tr") == 3
    assert found.tags.count("td") == 6
    assert set(found.tags) <= {"table", "thead", "tbody", "tr", "th", "td", "code"}


@pytest.mark.parametrize("value", [*HOSTILE, "```\n<script>\n```", "~~~\n```", "    indented", "--8<-- 'x'"])
@pytest.mark.parametrize("indented", [False, True])
def test_a_fence_holds_its_lines(value: str, indented: bool) -> None:
    fenced = markdown.fence(value, "text")
    found = seen(markdown.admonition("note", "title", fenced) if indented else fenced)
    assert set(found.tags) <= {"div", "pre", "span", "code", "p"}
    assert [text for text in plain.lines(value).split() if text not in found.text] == []


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("make", [markdown.admonition, markdown.details])
def test_a_title_stays_in_its_note(value: str, make: object) -> None:
    assert make in {markdown.admonition, markdown.details}
    note = markdown.admonition if make is markdown.admonition else markdown.details
    found = seen(note("warning", f"found {markdown.text(value)}", "body"))
    assert set(found.tags) <= {"div", "details", "summary", "p"}
    assert found.text.split() == ["found", *plain.line(value).split(), "body"]


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_any_text_comes_back(value: str) -> None:
    found = seen(f"x {markdown.text(value)} {markdown.code(value)} x")
    shown = plain.line(value)
    assert set(found.tags) <= {"p", "code"}
    assert found.text.split() == ["x", *shown.split(), *(shown.split() or ["(empty)"]), "x"]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://example.org/a_b", "https://example.org/a_b"),
        ("http://example.org", "http://example.org"),
        ('https://example.org/a b(c)[d]<e>"f"', "https://example.org/a%20b%28c%29%5Bd%5D%3Ce%3E%22f%22"),
        ("https://example.org/%20x#L1", "https://example.org/%20x#L1"),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT://example.org/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("https://", None),
        ("https://exa mple.org", None),
        ("https://[::1", None),
        ("mailto:a@example.org", None),
        ("", None),
    ],
)
def test_only_web_addresses_are_links(address: str, target: str | None) -> None:
    assert markdown.url(address) == target


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("job `linux` fails", "job `linux` fails"),
        ("a ``x`y`` b", "a <code>x&#96;y</code> b"),
        ("an odd ` mark", "an odd &#96; mark"),
        ("<b> and [x](y)", "&lt;b&gt; and &#91;x&#93;(y)"),
        ("`<b>|`", "<code>&lt;b&gt;&#124;</code>"),
        ("- no list", "&#45; no list"),
        ("two\nlines", "two lines"),
        ("`a` `b`", "`a` `b`"),
    ],
)
def test_only_code_is_markup_in_a_sentence(message: str, expected: str) -> None:
    assert markdown.inline(message) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\nparagraph.", "One paragraph."),
        ("Do:\n\n- this\n- `that`", "Do:\n\n- this\n- `that`"),
        ('```toml title="a.toml"\nx = 1\n```', "In `a.toml`:\n\n```toml\nx = 1\n```"),
        ("```\nx\n```\nafter", "```text\nx\n```\n\nafter"),
        ("````text\n```\n````", "````text\n```\n````"),
        ("```toml\nnever closed", "```toml\nnever closed\n```"),
        ("```toml\n```\n<script>", "```toml\n\n```\n\n&lt;script&gt;"),
        ("# no heading", "&#35; no heading"),
    ],
)
def test_a_fix_keeps_paragraphs_lists_and_code(text: str, expected: str) -> None:
    assert markdown.block(text) == expected


def test_lists_hold_blocks() -> None:
    item = markdown.join("first", markdown.fence("x"))
    assert markdown.bullets([item, "second"]) == "- first\n\n    ```text\n    x\n    ```\n\n- second"
    assert markdown.numbered(["a", "b"]) == "1. a\n2. b"


def test_sentences_join_as_they_are_spoken() -> None:
    assert [markdown.listed(["a", "b", "c"][:count]) for count in range(4)] == [
        "none",
        "a",
        "a and b",
        "a, b and c",
    ]
