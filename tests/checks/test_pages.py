"""Every check keeps what its page promises."""

import re
from pathlib import Path

import pytest

from maturin_compliance.checks import CHECKS, Check, Outcome, Result
from maturin_compliance.checks.page import LINK, PageError, parse
from tests.checks.support import result, subject

EVERY = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")


def test_names_are_unique() -> None:
    names = [check.name for check in CHECKS]
    assert sorted(set(names)) == sorted(names)


@EVERY
def test_has_a_name_a_title_and_a_page(check: Check) -> None:
    assert NAME.fullmatch(check.name)
    assert check.page.title == check.title
    assert check.docstring.partition("\n")[0].endswith(".")
    assert all(source.url.startswith("https://") for source in check.page.sources)


@EVERY
def test_finds_its_wrong_example(check: Check, tmp_path: Path) -> None:
    told = result(tmp_path, check, check.page.wrong.files)
    assert told.outcome in {Outcome.FAILED, Outcome.WARNED}, told
    assert_useful(told)


@EVERY
def test_passes_its_right_example(check: Check, tmp_path: Path) -> None:
    told = result(tmp_path, check, check.page.right.files)
    assert told.outcome is Outcome.PASSED, told


@pytest.fixture(scope="module")
def healthy_results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    looked_at = subject(tmp_path_factory.mktemp("healthy"), {})
    return {check.name: check.run(looked_at) for check in CHECKS}


@EVERY
def test_finds_nothing_in_the_healthy_project(check: Check, healthy_results: dict[str, Result]) -> None:
    told = healthy_results[check.name]
    assert told.outcome in {Outcome.PASSED, Outcome.SKIPPED}, told


def assert_useful(told: Result) -> None:
    """A problem says what and where in one line, and what to do."""
    for problem in told.problems:
        assert problem.message
        assert "\n" not in problem.message
        assert not problem.message.endswith(".")
        assert problem.fix
        assert problem.location is not None


def page(**changes: str) -> str:
    """A page with some sections changed."""
    sections = {
        "What it wants": "A tree.",
        "Why": "Shade.",
        "How to fix": "Plant one.",
        "Wrong": '```deleted title="tree"\nno such file\n```',
        "Right": '```text title="tree"\nan oak\n## not a heading\n```',
        "Sources": "- [Trees](https://example.org/trees)",
        "Reads": "`tree`",
    } | changes
    return "Has a tree.\n\n" + "\n\n".join(f"## {name}\n\n{text}" for name, text in sections.items())


def test_reads_a_page() -> None:
    read = parse(page())
    assert (read.title, read.wants, read.why, read.fix, read.reads) == (
        "Has a tree",
        "A tree.",
        "Shade.",
        "Plant one.",
        "`tree`",
    )
    assert read.wrong.files == {"tree": None}
    assert read.right.files == {"tree": "an oak\n## not a heading\n"}
    assert [(source.title, source.url) for source in read.sources] == [("Trees", "https://example.org/trees")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Has a tree.",
            "sections are ; wanted are What it wants, Why, How to fix, Wrong, Right, Sources, Reads",
        ),
        (page(Why=""), "section Why is empty"),
        (page(Wrong="No block."), 'section Wrong has no fenced block with title="path"'),
        (page(Sources="Trees"), "section Sources has a line that is no link: Trees"),
        ("Has a tree.\n\nLoose.\n\n## Why\n\nShade.", "text stands before the first section"),
    ],
    ids=["no section", "empty", "no example", "no link", "loose text"],
)
def test_refuses_a_page(text: str, message: str) -> None:
    with pytest.raises(PageError, match=f"^{re.escape(message)}$"):
        parse(text)


def test_a_link_holds_no_space() -> None:
    assert LINK.match("- [Trees](https://example.org/a b)") is None
