"""Files that are none, links that lead out, and names that act where a theme prints them."""

import json
import os
from pathlib import Path

import pytest

from maturin_compliance.command import main
from tests.hostile.base import PYPROJECT, write
from tests.read.support import posix

EVIL = '<script>alert(1)</script>" onload="alert(2)&amp;'
PLACES = (
    *(".git/HEAD", ".git/config", ".git/index", ".git/packed-refs", ".git/refs/tags/v1.0.0", ".git/shallow"),
    *(".github/dependabot.yml", ".github/workflows/other.yml", ".gitignore", "Cargo.lock", "README.md"),
    *("a/action.yml", "rust-toolchain", "src/other.rs", "sub/Cargo.toml", "tests/test_other.py", "x.sh"),
)


@posix
@pytest.mark.parametrize("kind", ["pipe", "outside", "endless"])
def test_what_is_no_file_of_the_project_is_never_opened(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("SECRET = [\n")
    root = write(tmp_path / "project", {})
    for place in PLACES:
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        if kind == "pipe":
            os.mkfifo(root / place)
        else:
            (root / place).symlink_to(outside if kind == "outside" else "/dev/zero")
    assert main(["check", str(root), "--format", "json"]) == 0
    told = capsys.readouterr().out
    assert "SECRET" not in told
    assert {one["path"] for one in json.loads(told)["unread"]} >= {".github/workflows/other.yml", ".gitignore"}
    assert main(["render", str(root), "--out", str(tmp_path / "pages")]) == 0


@posix
def test_tags_are_not_looked_for_outside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit = "a" * 40
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "SECRET").write_text(commit)
    root = write(tmp_path / "project", {".git/HEAD": commit, ".git/refs/x": ""})
    (root / ".git/refs/tags").symlink_to(outside)
    assert main(["render", str(root), "--out", str(tmp_path / "pages")]) == 0
    capsys.readouterr()
    assert not [page for page in (tmp_path / "pages").rglob("*.md") if "SECRET" in page.read_text("utf-8")]


def test_front_matter_is_safe_as_html(tmp_path: Path) -> None:
    """MkDocs prints titles and descriptions as they stand (mkdocs.org, "Developing Themes": no autoescape)."""
    name = PYPROJECT.replace('"demo"', json.dumps(EVIL))
    root = write(tmp_path / "project", {"pyproject.toml": name})
    assert main(["render", str(root), "--out", str(tmp_path / "pages")]) == 0
    rows = [
        json.loads(row.partition(": ")[2])
        for page in (tmp_path / "pages").rglob("*.md")
        for row in page.read_text("utf-8").split("\n---\n", 1)[0].split("\n")
        if row.startswith(("title: ", "description: "))
    ]
    assert any("&lt;script&gt;" in row for row in rows)
    assert not [row for row in rows if "<" in row or '"' in row]
