"""Terms are explained once a page."""

import pytest

pytest.importorskip("markdown", reason="needs the extra: python -m pip install -e '.[site]'")

from markdown import Markdown

WHEEL = '<abbr title="A built package.">wheel</abbr>'
MUSL = '<abbr title="A C library.">musl</abbr>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param(
            "A wheel, a wheel and musl.", f"<p>A {WHEEL}, a wheel and {MUSL}.</p>", id="the first of each meaning"
        ),
        pytest.param(
            "wheel *wheel* wheel `wheel` wheels",
            f"<p>{WHEEL} <em>wheel</em> wheel <code>wheel</code> wheels</p>",
            id="the text around stays",
        ),
        pytest.param(
            "## Wheel and wheel\n\nA wheel.", f"<h2>Wheel and wheel</h2>\n<p>A {WHEEL}.</p>", id="heading"
        ),
        pytest.param("[wheel](a) wheel", f'<p><a href="a">wheel</a> {WHEEL}</p>', id="link"),
        pytest.param(
            "| wheel |\n| --- |\n| wheel |",
            "<table>\n<thead>\n<tr>\n<th>wheel</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
            f"<td>{WHEEL}</td>\n</tr>\n</tbody>\n</table>",
            id="table",
        ),
        pytest.param(
            '!!! note "A wheel"\n\n    A wheel.',
            f'<div class="admonition note">\n<p class="admonition-title">A wheel</p>\n<p>A {WHEEL}.</p>\n</div>',
            id="admonition",
        ),
    ],
)
def test_a_term_is_marked_where_it_first_stands_in_the_text(text: str, html: str) -> None:
    glossary = {"wheel": "A built package.", "wheels": "A built package.", "musl": "A C library."}
    markdown = Markdown(
        extensions=["abbr", "admonition", "tables", "maturin_compliance.site.terms"],
        extension_configs={"abbr": {"glossary": glossary}},
    )
    assert markdown.convert(text) == html
