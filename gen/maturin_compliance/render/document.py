"""All pages as one Markdown document, for a terminal, a wiki or a job's summary.

It uses what GitHub renders: notes become quotations, those that open on demand ``<details>``.
"""

import re
from collections.abc import Callable, Iterator

from maturin_compliance.analysis import Analysis
from maturin_compliance.borrowed import borrowed
from maturin_compliance.history import Since
from maturin_compliance.render import changes, markdown
from maturin_compliance.render.page import Page
from maturin_compliance.render.view import View, view_of
from maturin_compliance.report.sarif import SITE
from maturin_compliance.settings import catalogue

_FENCE = re.compile(r"(?P<mark>`{3,})[^`]*")
_NOTE = re.compile(r'(?P<kind>!!!|\?\?\?) \w+ "(?P<title>.*)"')
_ICON = re.compile(":material-[a-z-]+:[ \N{NO-BREAK SPACE}]?")
_HEADINGS = {
    "index": "overview",
    "structure": "structure",
    "configuration": "configuration",
    "matrix": "platform-matrix",
    "manylinux": "linux-compatibility",
    "distribution": "distribution",
    "profile": "cargo-profile",
    "improvements": "what-holds",
    "recommendations": "recommendations",
    "scorecard": "scorecard",
    "references": "references",
    "link": "link-to-these-pages",
}


def joined(analysis: Analysis, makers: tuple[Callable[[View], Page], ...]) -> str:
    """Join what the makers of pages give for an analysis."""
    view = view_of(analysis, _target)
    return '<a id="overview"></a>\n\n' + "\n".join(_plain(make(view).content) for make in makers)


def document_since(moved: Since) -> str:
    """Give what differs from a tag, as a section for the head of the document."""
    titles = {check.name: check.title for check in catalogue()}

    def title(name: str) -> str:
        return markdown.link(markdown.inline(titles.get(name, name)), _target(f"checks/{name}"))

    told = changes.sentences(moved.changes, title)
    body = markdown.bullets(told) if told else "Nothing differs."
    return _ICON.sub("", markdown.join(f"# Since {markdown.text(moved.before.tag)}", body)) + "\n"


def _target(name: str) -> str:
    """Give the address of a page within the document, or of a check on the site of its owner."""
    lent = {f"checks/{check.name}": check.url for check in borrowed()}.get(name)
    if lent:
        return lent
    if name.startswith("checks/"):
        return f"{SITE}compliance/{name}/"
    return f"#{_HEADINGS[name]}"


def _plain(content: str) -> str:
    body = content.split("\n---\n", 1)[1]
    return "\n".join(_rows(body.strip("\n").split("\n"))) + "\n"


def _rows(rows: list[str]) -> Iterator[str]:
    """Rewrite notes and icons outside fenced blocks."""
    mark = ""
    index = 0
    while index < len(rows):
        row = rows[index]
        note = None if mark else _NOTE.fullmatch(row)
        if note:
            length = _indented(rows[index + 1 :])
            inside = [text[4:] for text in rows[index + 1 : index + 1 + length]]
            yield from _note(note, list(_rows(inside)))
            index += 1 + length
            continue
        mark = _fence(row, mark)
        yield row if mark else _ICON.sub("", row)
        index += 1


def _fence(row: str, mark: str) -> str:
    """Give the mark of the fence that is open after a row, empty outside one."""
    if mark:
        return "" if row.strip() == mark else mark
    found = _FENCE.fullmatch(row.strip())
    return found["mark"] if found else ""


def _indented(rows: list[str]) -> int:
    """Count the rows of a note's body: indented or empty ones, without empty ones at the end."""
    length = 0
    for number, row in enumerate(rows, 1):
        if row.startswith("    "):
            length = number
        elif row:
            break
    return length


def _note(note: re.Match[str], inside: list[str]) -> Iterator[str]:
    title = _ICON.sub("", note["title"])
    if note["kind"] == "???":
        yield from (f"<details><summary>{_html(title)}</summary>", *inside, "", "</details>")
    else:
        yield f"> **{title}**"
        yield from (f"> {row}".rstrip() for row in inside)


def _html(title: str) -> str:
    """Give a title's Markdown as HTML: code is the only markup in it, and its characters are escaped."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", title)
