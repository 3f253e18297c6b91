import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import pytest

from maturin_compliance.analysis import Analysis, analyse
from maturin_compliance.command import main
from maturin_compliance.model.project import Checkout
from maturin_compliance.render import Page, document, pages
from tests.render.hostile import write
from tests.render.html import Seen, seen

ALLOWED = {
    *("a", "abbr", "blockquote", "br", "code", "details", "div", "em", "h1", "h2", "h3", "h4", "hr", "img", "li"),
    *("ol", "p", "path", "pre", "span", "strong", "summary", "sup", "svg", "table", "tbody", "td", "th", "thead"),
    *("tr", "ul"),
}
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@cache
def hostile() -> Analysis:
    with TemporaryDirectory() as folder:
        return analyse(write(Path(folder)), as_of=date(2026, 11, 22))


@cache
def hostile_pages() -> Sequence[Page]:
    return [page for page in pages(hostile()) if page.path.endswith(".md")]


def body(page: Page) -> str:
    return page.content.split("\n---\n", 1)[1]


def assert_tame(found: Seen) -> None:
    assert set(found.tags) <= ALLOWED
    for tag, attributes in found.elements:
        assert not [name for name in attributes if name.startswith("on")]
        address = attributes.get("href") or attributes.get("src") or ""
        assert re.match(r"https://|#|[a-z0-9./-]+\.(?:md|svg)|$", address), (tag, address)


def test_the_text_is_there_to_be_tamed() -> None:
    assert any("alert(1)" in page.content for page in hostile_pages())
    assert hostile().project.unread


@pytest.mark.parametrize("page", hostile_pages(), ids=lambda page: page.path)
def test_a_page_holds_no_element_of_the_project(page: Page) -> None:
    assert_tame(seen(body(page)))


@pytest.mark.parametrize("page", hostile_pages(), ids=lambda page: page.path)
def test_a_page_holds_no_character_that_acts(page: Page) -> None:
    assert not FORBIDDEN.search(page.content)


@pytest.mark.parametrize("page", hostile_pages(), ids=lambda page: page.path)
def test_front_matter_is_two_lines_of_text(page: Page) -> None:
    front = page.content.split("\n---\n", 1)[0].split("\n")
    if page.path == "compliance/index.md":
        assert front.pop() == "hide: [toc]"
    assert [line.partition(":")[0] for line in front] == ["---", "title", "description"]
    assert all(isinstance(json.loads(line.partition(": ")[2]), str) for line in front[1:])


@pytest.mark.parametrize("page", hostile_pages(), ids=lambda page: page.path)
def test_every_line_of_a_diagram_is_one_of_ours(page: Page) -> None:
    label = r"(?:[A-Za-z0-9 .,/()_+…-]|#(?:quot|\d+);|<br/>)*"
    ours = "|".join(
        (
            r"graph LR",
            r"accTitle: [A-Za-z0-9 .,/()_+-]*",
            r"accDescr: [A-Za-z0-9 .,/()_+-]*",
            rf'n\d+\["{label}"\]:::[a-z]+',
            rf'n\d+ (?:-->|-\.->)(?:\|"{label}"\|)? n\d+',
            r'click n\d+ href "https://[^"\s]*"',
            r"classDef [a-z]+ fill:#[0-9a-f]{8},stroke:#[0-9a-f]{6}(?:,stroke-dasharray:\d \d)?,stroke-width:2px",
        )
    )
    for diagram in re.findall(r"^```mermaid\n(.*?)^```$", page.content, re.DOTALL | re.MULTILINE):
        assert [row for row in diagram.splitlines() if not re.fullmatch(ours, row.strip())] == []


def test_addresses_of_evidence_stay_addresses() -> None:
    project = hostile().project
    checkout = Checkout(commit="0" * 40, repository="https://github.com/owner/name", tags=())
    linked = replace(hostile(), project=replace(project, checkout=checkout))
    for page in pages(linked):
        if page.path.endswith(".md"):
            assert_tame(seen(body(page)))


def test_the_badge_is_well_formed() -> None:
    badge = next(page for page in pages(hostile()) if page.path.endswith(".svg"))
    assert ET.fromstring(badge.content).tag == "{http://www.w3.org/2000/svg}svg"


def test_the_document_keeps_the_text_in_its_place() -> None:
    assert_tame(seen(document(hostile()).replace("<details>", '<details markdown="1">')))


@pytest.mark.parametrize("command", ["text", "json", "github", "sarif", "markdown"])
def test_nothing_acts_on_a_terminal(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(write(tmp_path)), "--format", command]) == 0
    assert not FORBIDDEN.search(capsys.readouterr().out)


@pytest.mark.parametrize("command", ["text", "json"])
def test_names_of_wheels_do_not_act_on_a_terminal(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wheels", str(write(tmp_path)), "--format", command]) == 0
    shown = capsys.readouterr()
    assert not FORBIDDEN.search(shown.out + shown.err)


def test_annotations_are_one_command_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(write(tmp_path)), "--format", "github"])
    shown = capsys.readouterr().out.splitlines()
    command = r"::(?:error|warning|notice) (?:file=[^,:]+,)?(?:line=\d+,)?title=[^,:]+::.+"
    assert shown
    assert [row for row in shown if not re.fullmatch(command, row)] == []
