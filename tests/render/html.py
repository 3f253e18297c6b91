"""Markdown as the site renders it, for tests that look at what a browser would get."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from markdown import Markdown

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "tables",
    "toc",
    "pymdownx.details",
    "pymdownx.emoji",
    "pymdownx.inlinehilite",
    "pymdownx.superfences",
    "pymdownx.tabbed",
    "pymdownx.caret",
    "pymdownx.mark",
    "pymdownx.tilde",
    "pymdownx.keys",
]
"""Those of the site, and others that sites often have and that could act on a text."""


@dataclass
class Seen(HTMLParser):
    """What is in a piece of HTML: the elements with their attributes, and the text."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


def html(markdown: str) -> str:
    return str(Markdown(extensions=EXTENSIONS, tab_length=4).convert(markdown))


def seen(markdown: str) -> Seen:
    parser = Seen()
    parser.feed(html(markdown))
    parser.close()
    return parser
