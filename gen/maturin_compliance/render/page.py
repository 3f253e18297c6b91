"""A page: where it goes and what it says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from maturin_compliance import plain


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site: its path below the docs folder, its text, and the project's file it is about.

    ``source`` is relative to the project's root and None where no one file stands behind the page.
    """

    path: str
    content: str
    source: str | None


def page(
    path: str, *, title: str, description: str, body: str, source: str | None = None, hide: Sequence[str] = ()
) -> Page:
    """Give a Markdown page with its front matter; title and description are plain text.

    ``hide`` names parts of Material's layout that make room for the page: "toc", "navigation".
    """
    hidden = f"hide: [{', '.join(hide)}]\n" if hide else ""
    front = f"---\ntitle: {_scalar(title)}\ndescription: {_scalar(description)}\n{hidden}---\n"
    return Page(path, f"{front}\n{body.strip()}\n", source)


def _scalar(text: str) -> str:
    """Give a line of text as a double-quoted YAML scalar, which JSON's strings are too.

    Themes of MkDocs print it as HTML, in the navigation and in attributes with double quotes.
    """
    shown = escape(plain.line(text), quote=False).replace('"', "&quot;")
    return json.dumps(shown, ensure_ascii=False)
