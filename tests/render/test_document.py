import re
from datetime import date
from functools import cache
from pathlib import Path

from maturin_compliance.analysis import Analysis, analyse
from maturin_compliance.render import PAGES, document, pages

PROJECT = Path(__file__).parent.parent / "projects/par-term-emu-core-rust"


@cache
def analysis() -> Analysis:
    return analyse(PROJECT, as_of=date(2025, 12, 3))


def slug(heading: str) -> str:
    """Give the anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_links_inside_the_document_lead_somewhere() -> None:
    text = document(analysis())
    anchors = {slug(found) for found in re.findall(r"^# (.+)$", text, re.MULTILINE)} | {"overview"}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= anchors
    assert len(anchors) > len(PAGES)


def test_the_document_has_no_notes_or_icons_that_only_the_site_knows() -> None:
    text = document(analysis())
    assert [row for row in text.splitlines() if re.match(r"(?:!!!|\?\?\?) |.*:material-", row)] == []


def test_links_between_pages_lead_to_pages() -> None:
    made = {page.path: page.content for page in pages(analysis())}
    for path, content in made.items():
        folder = path.rpartition("/")[0]
        for target in re.findall(r"\]\(((?:\.\./)?[a-z0-9/-]+\.(?:md|svg))\)", content):
            found = (
                f"{folder.removesuffix('/checks')}/{target[3:]}"
                if target.startswith("../")
                else f"{folder}/{target}"
            )
            assert found in made, (path, target)


def test_every_page_links_to_every_check_that_it_names() -> None:
    names = {result.check.name for result in analysis().results if result.problems}
    made = {page.path: page.content for page in pages(analysis())}
    linked = set(re.findall(r"checks/([a-z0-9-]+)\.md", made["compliance/recommendations.md"]))
    assert linked == names
