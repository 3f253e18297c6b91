"""A check's docstring as its page: a title and fixed sections of Markdown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

SECTIONS: tuple[str, ...] = (
    "What it wants",
    "Why",
    "How to fix",
    "Wrong",
    "Right",
    "Sources",
    "Reads",
)
"""The headings of a page, all wanted, in this order."""

FENCE = re.compile(r'^(?P<mark>`{3,}|~{3,})(?P<language>\S*)(?:[ ]+title="(?P<path>[^"]+)")?\s*$')
LINK = re.compile(r"^- \[(?P<title>.+)\]\((?P<url>https://[^\s)]+)\)$")


class PageError(ValueError):
    """A docstring that does not follow the form of a page; the message says where."""


@dataclass(frozen=True, slots=True)
class Example:
    """A section whose fenced blocks are files; ``text`` is the section as written.

    ``files`` maps a path to the whole text of the file, or to None (a block of the language ``deleted``)
    where the example has no such file. Laid over a project they make it one that the check faults or passes.
    """

    text: str
    files: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule stands."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a check says of itself; all texts are Markdown, ``reads`` tells the files it looks at."""

    title: str
    wants: str
    why: str
    fix: str
    wrong: Example
    right: Example
    sources: tuple[Source, ...]
    reads: str


def parse(docstring: str) -> Page:
    """Read a docstring. Raises PageError for a section that is missing, empty, unknown or out of order."""
    title, _, rest = docstring.partition("\n")
    sections = dict(_sections(rest))
    if tuple(sections) != SECTIONS:
        raise PageError(f"sections are {', '.join(sections)}; wanted are {', '.join(SECTIONS)}")
    for name, text in sections.items():
        if not text:
            raise PageError(f"section {name} is empty")
    wants, why, fix, wrong, right, sources, reads = sections.values()
    return Page(
        title=title.rstrip("."),
        wants=wants,
        why=why,
        fix=fix,
        wrong=_example("Wrong", wrong),
        right=_example("Right", right),
        sources=tuple(_sources(sources)),
        reads=reads,
    )


@lru_cache(maxsize=512)  # the check's own page and that of all references ask
def sources(docstring: str) -> tuple[Source, ...]:
    """Read the section Sources alone, which pages of borrowed checks have too. Raises PageError."""
    return tuple(_sources(dict(_sections(docstring.partition("\n")[2])).get("Sources", "")))


def files(markdown: str) -> Iterator[tuple[str, str | None]]:
    """Give the fenced blocks that have a title: its path, and the block's text (None for ``deleted``)."""
    opening: re.Match[str] | None = None
    lines: list[str] = []
    for line in markdown.splitlines():
        if opening is None:
            opening, lines = FENCE.match(line), []
        elif line.rstrip() == opening["mark"]:
            if opening["path"]:
                deleted = opening["language"] == "deleted"
                yield opening["path"], None if deleted else "".join(f"{text}\n" for text in lines)
            opening = None
        else:
            lines.append(line)


def _sections(markdown: str) -> Iterator[tuple[str, str]]:
    name, lines, mark = "", list[str](), ""
    for line in markdown.splitlines():
        fence = FENCE.match(line)
        if mark:
            mark = "" if line.rstrip() == mark else mark
        elif fence:
            mark = fence["mark"]
        elif line.startswith("## "):
            yield from _section(name, lines)
            name, lines = line.removeprefix("## "), []
            continue
        lines.append(line)
    yield from _section(name, lines)


def _section(name: str, lines: list[str]) -> Iterator[tuple[str, str]]:
    text = "\n".join(lines).strip()
    if name:
        yield name, text
    elif text:
        raise PageError("text stands before the first section")


def _example(name: str, text: str) -> Example:
    found = dict(files(text))
    if not found:
        raise PageError(f'section {name} has no fenced block with title="path"')
    return Example(text, found)


def _sources(text: str) -> Iterator[Source]:
    for line in text.splitlines():
        link = LINK.match(line)
        if link is None:
            raise PageError(f"section Sources has a line that is no link: {line}")
        yield Source(link["title"], link["url"])
