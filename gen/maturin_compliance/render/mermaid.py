"""Mermaid flowcharts whose labels cannot act: every identifier is ours, every label is escaped.

Syntax of Mermaid 11. A character of a label that could end it, start a directive or act as HTML or
Markdown is written as an entity code (``#quot;``, ``#96;``), which Mermaid decodes last.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from maturin_compliance import plain
from maturin_compliance.render import markdown

Kind = Literal["source", "config", "tool", "output", "linux", "macos", "windows", "other", "doubt", "absent"]

_STYLES: dict[Kind, str] = {
    "source": "fill:#e6510033,stroke:#e65100",
    "config": "fill:#8d6e6333,stroke:#8d6e63",
    "tool": "fill:#00838f33,stroke:#00838f",
    "output": "fill:#2e7d3233,stroke:#2e7d32",
    "linux": "fill:#2e7d3233,stroke:#2e7d32",
    "macos": "fill:#0277bd33,stroke:#0277bd",
    "windows": "fill:#5e35b133,stroke:#5e35b1",
    "other": "fill:#75757533,stroke:#757575",
    "doubt": "fill:#f9a82533,stroke:#f9a825,stroke-dasharray:5 3",
    "absent": "fill:#75757511,stroke:#757575,stroke-dasharray:2 4",
}
"""A fifth of a colour over whatever the page's palette is, and no text colour: readable in both."""

_LITERAL = re.compile(r"[^A-Za-z0-9 .,/()_+…-]")
_WIDTH, _ROWS = 27, 4
"""Characters of a row in a label, and rows of one line; wider boxes would shrink the whole diagram."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """A box: lines of plain text, a kind that gives its colour, an address that a click opens."""

    lines: tuple[str, ...]
    kind: Kind
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow between two boxes, which are told by their place in the diagram's list."""

    start: int
    end: int
    label: str = ""
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Diagram:
    """A flowchart from left to right, with a name and a description for those who do not see it."""

    title: str
    description: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]


def label(lines: Iterable[object]) -> str:
    """Give lines of plain text as the label of a box, without the quotes around it."""
    rows = [row for line in lines for row in _wrapped(plain.line(line, _WIDTH * _ROWS))]
    return "<br/>".join(_LITERAL.sub(_entity, row) for row in rows)


def diagram(chart: Diagram) -> str:
    """Give a flowchart as a fenced block."""
    rows = [
        "graph LR",
        f"  accTitle: {_said(chart.title)}",
        f"  accDescr: {_said(chart.description)}",
        *(f'  n{index}["{label(v.lines)}"]:::{v.kind}' for index, v in enumerate(chart.vertices)),
        *(_edge(edge) for edge in chart.edges),
        *_clicks(chart.vertices),
        *_classes(chart.vertices),
    ]
    return "```mermaid\n" + "\n".join(rows) + "\n```"


def _wrapped(line: str) -> list[str]:
    """Break a line between words, and after the slashes of a path."""
    parts = line.replace("/", "/\0").replace(" ", " \0").split("\0")
    rows = [""]
    for part in parts:
        if rows[-1] and len(rows[-1]) + len(part.rstrip()) > _WIDTH:
            rows.append("")
        rows[-1] += part
    return [row.rstrip() for row in rows]


def _entity(match: re.Match[str]) -> str:
    character = match[0]
    return "#quot;" if character == '"' else f"#{ord(character)};"


def _said(text: str) -> str:
    """Give a text for accTitle or accDescr, which know no entity codes: what could act becomes a space."""
    return " ".join(re.sub(r"[^A-Za-z0-9 .,/()_+-]", " ", plain.line(text, 400)).split())


def _edge(edge: Edge) -> str:
    arrow = "-.->" if edge.dashed else "-->"
    words = f'|"{label([edge.label])}"|' if edge.label else ""
    return f"  n{edge.start} {arrow}{words} n{edge.end}"


def _clicks(vertices: Sequence[Vertex]) -> Iterable[str]:
    for index, vertex in enumerate(vertices):
        target = markdown.url(vertex.href) if vertex.href else None
        if target is not None:
            yield f'  click n{index} href "{target}"'


def _classes(vertices: Sequence[Vertex]) -> Iterable[str]:
    for kind in sorted({vertex.kind for vertex in vertices}):
        yield f"  classDef {kind} {_STYLES[kind]},stroke-width:2px"
