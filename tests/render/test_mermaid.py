import re

import pytest

from maturin_compliance.render.mermaid import Diagram, Edge, Vertex, diagram, label
from tests.render.test_markdown import HOSTILE


@pytest.mark.parametrize(
    "value", [*HOSTILE, "end", "x --> y", 'x"]; click n0 "javascript:x"', "style n0 fill:#f00;"]
)
def test_a_label_holds_no_character_that_could_act(value: str) -> None:
    shown = label([value])
    assert re.fullmatch(r"(?:[A-Za-z0-9 .,/()_+…-]|#(?:quot|\d+);|<br/>)*", shown)


def test_a_label_breaks_between_words() -> None:
    assert (
        label(["uploads 16 files to the package index", "x"]) == "uploads 16 files to the<br/>package index<br/>x"
    )
    assert label([".github/workflows/a-rather-long-name-of-a-file.yml"]) == (
        ".github/workflows/<br/>a-rather-long-name-of-a-file.yml"
    )


def test_a_diagram_is_one_statement_a_line() -> None:
    chart = Diagram(
        title="A title; with: signs",
        description='says "x" %%{init}%%\nand more',
        vertices=(
            Vertex(("a", 'b"]'), "source", "https://example.org/x"),
            Vertex(("c",), "tool", "javascript:alert(1)"),
        ),
        edges=(Edge(0, 1, "with|bar", dashed=True), Edge(1, 0)),
    )
    assert diagram(chart).split("\n") == [
        "```mermaid",
        "graph LR",
        "  accTitle: A title with signs",
        "  accDescr: says x init and more",
        '  n0["a<br/>b#quot;#93;"]:::source',
        '  n1["c"]:::tool',
        '  n0 -.->|"with#124;bar"| n1',
        "  n1 --> n0",
        '  click n0 href "https://example.org/x"',
        "  classDef source fill:#e6510033,stroke:#e65100,stroke-width:2px",
        "  classDef tool fill:#00838f33,stroke:#00838f,stroke-width:2px",
        "```",
    ]
