"""What the page tells of a history."""

from dataclasses import replace
from pathlib import Path

import pytest

from maturin_compliance.analysis import analyse
from maturin_compliance.history import analyse_history, changes, document, since
from maturin_compliance.render import pages
from maturin_compliance.render.changes import installs
from maturin_compliance.render.charts.history import MAX_POINTS, Series, chart, thinned
from tests.history.moments import moment, with_floors
from tests.history.repository import repository
from tests.history.test_reading import release, three


def page(root: Path) -> str:
    """The improvements page of a repository, with its history."""
    analysis = analyse(root)
    found = pages(replace(analysis, history=analyse_history(root, analysis)))
    return next(one.content for one in found if one.path.endswith("improvements.md"))


def test_the_page_tells_what_releases_changed(tmp_path: Path) -> None:
    content = page(repository(tmp_path, three()))
    assert "3 releases from 1.0.0 (2025-03-01) to 1.2.0 (2025-07-01) were read" in content
    assert "| 1.1.0 | :material-check:\N{NO-BREAK SPACE}adds wheels for Linux aarch64 (glibc) |" in content
    assert "| **1.2.0** | :material-close:\N{NO-BREAK SPACE}no more wheels for Linux aarch64 (glibc) |" in content
    assert "  bar [1, 2, 1]" in content


@pytest.mark.parametrize(
    ("shallow", "told"),
    [
        (True, "`actions/checkout` fetches all tags with `fetch-depth: 0`"),
        (False, "There is no tag that ends in a"),
    ],
)
def test_the_page_tells_what_is_missing(tmp_path: Path, shallow: bool, told: str) -> None:
    root = repository(tmp_path, {"nightly": ("2025-03-01", release("1.0.0"))})
    (root / ".git/refs/tags/nightly").unlink()
    if shallow:
        (root / ".git/shallow").write_text("")
    assert told in page(root)


def test_nothing_is_told_where_nobody_asked(tmp_path: Path) -> None:
    root = repository(tmp_path, three())
    content = next(one.content for one in pages(analyse(root)) if one.path.endswith("improvements.md"))
    assert "Since which release" not in content


def test_sentences() -> None:
    before = moment("1.0", {"A": ("3.9", "3.10"), "B": ("3.9", "3.10")})
    after = moment("1.1", {"A": ("3.10", "PyPy 3.11"), "B": ("3.10",), "C": ("3.10",)})
    assert installs(changes(before, after)) == (
        ":material-check:\N{NO-BREAK SPACE}adds wheels for C",
        ":material-close:\N{NO-BREAK SPACE}drops Python 3.9",
        ":material-check:\N{NO-BREAK SPACE}adds PyPy 3.11",
    )
    assert installs(changes(moment("1.0"), before)) == (
        ":material-check:\N{NO-BREAK SPACE}first wheels for A and B",
    )
    glibc = "Linux x86_64 (glibc)"
    assert installs(changes(with_floors("1.0", {glibc: "2.17"}), with_floors("1.1", {glibc: "2.28"}))) == (
        ":material-close:\N{NO-BREAK SPACE}wheels for Linux x86_64 (glibc) need glibc 2.28, needed 2.17",
    )


def test_a_chart_is_mermaid() -> None:
    series = Series(title="Wheels", unit="wheels", kind="bar", labels=("1.0", '2"]\n x'), values=(1, 2.5))
    assert chart(series) == (
        "```mermaid\nxychart-beta\n  accTitle: Wheels\n  accDescr: Wheels, 1 at 1.0 and 2.5 at 2x.\n"
        '  title "Wheels"\n  x-axis ["1.0", "2x"]\n  y-axis "wheels" 0 --> 2.5\n  bar [1, 2.5]\n```'
    )
    assert chart(replace(series, values=(1, 1))) == ""


def test_charts_show_the_turns() -> None:
    moments = [moment(f"1.{n}", {"A": ()} if n == 50 else {}) for n in range(100)]
    assert [one.version for one in thinned(moments)] == ["1.0", "1.50", "1.51", "1.99"]
    restless = [moment(f"1.{n}", {"A": ()} if n % 2 else {}) for n in range(100)]
    kept = thinned(restless)
    assert (len(kept), kept[0].version, kept[-1].version) == (MAX_POINTS, "1.0", "1.99")


def test_what_changed_since_a_tag_as_a_document(tmp_path: Path) -> None:
    root = repository(tmp_path, three())
    found = document(since(root, analyse(root), "v1.1.0"))
    assert found["platforms"] == {"gained": [], "lost": ["Linux aarch64 (glibc)"]}
    assert (found["before"]["tag"], found["now"]["wheels"], found["regressed"]) == ("v1.1.0", 2, True)
