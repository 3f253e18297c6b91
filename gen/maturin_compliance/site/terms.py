"""A Markdown extension that explains a term once a page: where it first stands in the text."""

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

_UNMARKED = frozenset({"a", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "th"})
"""Elements in which a mark would be in the way of what they are for."""
_AFTER_ABBR = 6
"""The priority below that of Markdown's own ``abbr`` (7), and above that of its table of contents (5)."""


class FirstMarks(Treeprocessor):
    """Takes away the marks that ``abbr`` made, but for the first of each meaning."""

    def run(self, root: Element) -> None:
        """Keep the first marks of a page."""
        _keep_first(root, set(), marked=True)


def _keep_first(element: Element, seen: set[str], *, marked: bool) -> None:
    marked = marked and element.tag not in _UNMARKED and "admonition-title" not in element.get("class", "").split()
    for child in list(element):
        if child.tag != "abbr":
            _keep_first(child, seen, marked=marked)
        elif marked and child.get("title", "") not in seen:
            seen.add(child.get("title", ""))
        else:
            _unwrap(element, child)


def _unwrap(parent: Element, child: Element) -> None:
    """Put the text of an element in its place."""
    index = list(parent).index(child)
    text = (child.text or "") + (child.tail or "")
    if index:
        before = parent[index - 1]
        before.tail = (before.tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent.remove(child)


class TermsExtension(Extension):
    """Explains each term once a page."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's own name
        """Register what keeps the first marks."""
        md.treeprocessors.register(FirstMarks(md), "first_marks", _AFTER_ABBR)


def makeExtension(**options: object) -> TermsExtension:  # noqa: N802 - the name that Markdown looks for
    """Give the extension to Markdown, which is told its name in mkdocs.yml."""
    return TermsExtension(**options)
