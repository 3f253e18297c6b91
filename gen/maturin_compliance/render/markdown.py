"""Markdown that says what it was given and nothing else: escaping, tables, admonitions.

What comes from a project passes through ``text``, ``code``, ``fence``, ``attribute`` or ``url``; what
``Problem`` calls Markdown passes through ``inline`` and ``block``, which admit code and no more. The forms
are those that Python-Markdown with Material's extensions and CommonMark read alike: where the two differ,
a character reference stands for the character.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote, urlsplit

from maturin_compliance import plain

NOTHING = "\N{EN DASH}"
"""A cell without a value."""

_ACTIVE = re.compile(
    r"[&<>|~^{}\\`*\[\]#$@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\S)|\+(?=\+)|(?<=\+)\+|=(?==)|(?<==)=|!(?=\[)"
)
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_OPENING = re.compile(r"^(?:[^\w\s&]|\d(?=\d*[.)](?:\s|$)))")
_PLAIN_CODE = re.compile(r"^(?!#!|:::)(?:[^`|<\\]|<(?![A-Za-z/!?]))+$")
_SPAN = re.compile(r"(?<!`)(?P<mark>`+)(?!`)(?P<code>.+?)(?<!`)(?P=mark)(?!`)", re.DOTALL)
_FENCE = re.compile(r'^\s*(?P<mark>`{3,}|~{3,})(?P<language>[A-Za-z0-9_+-]*)(?: title="(?P<title>[^"]*)")?\s*$')
_ITEM = re.compile(r"^(?:[-*]|\d{1,3}[.)]) +")


def text(value: object) -> str:
    """Give a value as running text that cannot act as markup, also at the start of a line."""
    escaped = _ACTIVE.sub(_reference, plain.line(value))
    return _OPENING.sub(_reference, escaped, count=1)


def code(value: object) -> str:
    """Give a value as inline code of one line; usable in table cells."""
    shown = plain.line(value)
    if not shown:
        return "(empty)"
    if _PLAIN_CODE.match(shown):
        return f"`{shown}`"
    return f"<code>{_ACTIVE.sub(_reference, shown)}</code>"


def codes(values: Iterable[object], *, last: str = "and") -> str:
    """Give values as inline code: "`a`", "`a` and `b`", "`a`, `b` and `c`"; "none" where there are none."""
    return listed([code(value) for value in values], last=last)


def listed(shown: Sequence[str], *, last: str = "and") -> str:
    """Join texts that are Markdown already as a sentence does."""
    if len(shown) < 2:
        return shown[0] if shown else "none"
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def fence(content: str, language: str = "text") -> str:
    """Give lines as a fenced block whose fence is longer than any run of backticks inside."""
    safe = plain.lines(content).rstrip("\n")
    longest = max((len(run) for run in re.findall("`+", safe)), default=0)
    mark = "`" * max(3, longest + 1)
    return f"{mark}{language}\n{safe}\n{mark}"


def attribute(value: object) -> str:
    """Give a value for a quoted attribute of HTML, or for the text of an element."""
    return escape(plain.line(value), quote=True)


def url(address: str) -> str | None:
    """Give a web address for a link's target, None for anything that is not http or https."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or not re.fullmatch(r"[A-Za-z0-9.-]+", host):
        return None
    return quote(address.encode("utf-8", "replace"), safe="/:?#@!$&,;=%+~-._")


def link(label: str, target: str) -> str:
    """Give a link; ``label`` is Markdown already and ``target`` a page's path or the outcome of ``url``."""
    return f"[{label}]({target})"


def external(label: str, address: str) -> str:
    """Give a link to a web address, or the label alone where the address is none."""
    target = url(address)
    return label if target is None else link(label, target)


def inline(message: str) -> str:
    """Give a sentence in which only inline code counts as markup."""
    parts: list[str] = []
    position = 0
    for span in _SPAN.finditer(message):
        parts += [_middle(message[position : span.start()]), code(span["code"])]
        position = span.end()
    whole = "".join([*parts, _middle(message[position:])]).strip()
    return _OPENING.sub(_reference, whole, count=1) if whole[:1] not in "`<" else whole


def block(markdown: str) -> str:
    """Give paragraphs, lists and fenced code of a text, written anew so that nothing else in it acts."""
    return "\n\n".join(_blocks(markdown))


def heading(level: int, label: str) -> str:
    """Give a heading; ``label`` is Markdown already."""
    return f"{'#' * level} {label}"


def anchor(value: object) -> str:
    """Give an identifier for an anchor made of a value: letters, digits and single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", plain.line(value).lower()).strip("-") or "part"


def bullets(items: Iterable[str]) -> str:
    """Give a list; an item may hold several blocks."""
    return _items([f"- {indent(item)[4:]}" for item in items])


def numbered(items: Iterable[str]) -> str:
    """Give a numbered list; an item may hold several blocks."""
    return _items([f"{number}. {indent(item).lstrip()}" for number, item in enumerate(items, 1)])


def _items(items: list[str]) -> str:
    """Put an empty line between items as soon as one of them has several lines: Python-Markdown needs it."""
    return ("\n\n" if any("\n" in item for item in items) else "\n").join(items)


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> str:
    """Give a table of cells that are Markdown already; ``right`` are the columns aligned so, from 0."""
    columns = set(right)
    rule = ["---:" if index in columns else "---" for index in range(len(header))]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [header, rule, *rows])


def admonition(kind: str, title: str, body: str) -> str:
    """Give a note that is always open; ``title`` and ``body`` are Markdown already."""
    return f'!!! {kind} "{_title(title)}"\n\n{indent(body)}'


def details(kind: str, title: str, body: str) -> str:
    """Give a note that opens on demand."""
    return f'??? {kind} "{_title(title)}"\n\n{indent(body)}'


def columns(left: str, right: str) -> str:
    """Put two blocks side by side where the site has Material's grids and the room, else below each other."""
    if not right:
        return left
    parts = (
        '<div class="grid" markdown>',
        "<div markdown>",
        left,
        "</div>",
        "<div markdown>",
        right,
        "</div>",
        "</div>",
    )
    return join(*parts)


def indent(body: str) -> str:
    """Move every line that is not empty four columns in."""
    return "\n".join(f"    {line}" if line else line for line in body.split("\n"))


def join(*blocks: str) -> str:
    """Put an empty line between blocks and leave out empty ones."""
    return "\n\n".join(block for block in blocks if block)


def _reference(match: re.Match[str]) -> str:
    return _NAMED.get(match[0]) or f"&#{ord(match[0])};"


def _middle(part: str) -> str:
    """Escape a part of a line, its white space at both ends kept."""
    if not part.strip():
        return " " if part else ""
    before = " " if part[0].isspace() else ""
    after = " " if part[-1].isspace() else ""
    return before + _ACTIVE.sub(_reference, plain.line(part, 4000)) + after


def _title(title: str) -> str:
    return title.replace('"', "&quot;")


def _blocks(markdown: str) -> Iterator[str]:
    paragraph: list[str] = []
    fenced: list[str] = []
    opening: re.Match[str] | None = None
    for row in plain.lines(markdown).split("\n"):
        if opening is not None:
            if row.strip() == opening["mark"]:
                yield _fenced(opening, fenced)
                opening, fenced = None, []
            else:
                fenced.append(row)
            continue
        opening = _FENCE.match(row)
        if (opening or not row.strip()) and paragraph:
            yield _paragraph(paragraph)
            paragraph = []
        elif not opening and row.strip():
            paragraph.append(row.strip())
    if opening is not None:
        yield _fenced(opening, fenced)
    elif paragraph:
        yield _paragraph(paragraph)


def _fenced(opening: re.Match[str], rows: list[str]) -> str:
    block = fence("\n".join(rows), opening["language"].lower() or "text")
    return join(f"In {code(opening['title'])}:" if opening["title"] else "", block)


def _paragraph(rows: list[str]) -> str:
    if all(_ITEM.match(row) for row in rows):
        return bullets(inline(_ITEM.sub("", row)) for row in rows)
    return inline(" ".join(rows))
