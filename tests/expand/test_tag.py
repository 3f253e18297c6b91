"""Which tag a release is taken to have where none is given."""

from pathlib import Path

import pytest

from maturin_compliance.expand.tag import LONGEST_TAG, default_tag
from maturin_compliance.read import read_project
from tests.expand.support import FILES, PYPROJECT, run, steps

ANY = "{push: {tags: ['*']}}"
HOME = PYPROJECT + '[project.urls]\nSource = "https://github.com/grower/demo"\n'
LINKS = "https://github.com/grower/demo"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def tag(root: Path, files: dict[str, str], on: str = ANY) -> str:
    flow = {path: text.replace("on: push", f"on: {on}", 1) for path, text in steps(run("true")).items()}
    for path, content in {**FILES, **flow, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return default_tag(read_project(root))


@pytest.mark.parametrize(
    ("changelog", "expected"),
    [
        ("", "v1.0.0"),
        ("## 1.0.0\n\nFirst.\n", "v1.0.0"),
        ("## py-v1.0.0\n", "py-v1.0.0"),
        ("## rust-v1.0.0\n", "v1.0.0"),
        (f"## [1.0.0]\n\n[1.0.0]: {LINKS}/compare/0.9.0...1.0.0\n", "1.0.0"),
        (f"## [1.0.0]({LINKS}/releases/tag/1.0.0)\n", "1.0.0"),
        (f"[Unreleased]: {LINKS}/compare/python-v0.9.0...HEAD\n", "python-v1.0.0"),
        (f"[1.0.0]: {LINKS}/compare/demo-0.9.0...demo-1.0.0\n", "demo-1.0.0"),
        ("[pyo3](https://github.com/PyO3/pyo3/releases/tag/0.26.0)\n", "v1.0.0"),
        (f"{LINKS}/compare/" + "." * 50_000 + "v" * 50_000, "v1.0.0"),
    ],
)
def test_the_links_and_headings_of_the_changelog(tmp_path: Path, changelog: str, expected: str) -> None:
    assert tag(tmp_path, {"pyproject.toml": HOME, "CHANGELOG.md": changelog}) == expected


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["0.9.0"], "1.0.0"),
        (["v0.1.0", "0.9.0"], "1.0.0"),
        (["0.1.0", "v0.9.0", "nightly", "rust-v7.0.0"], "v1.0.0"),
        (["py-0.9.0"], "py-1.0.0"),
        (["1" * LONGEST_TAG + ".0.0"], "v1.0.0"),
    ],
)
def test_the_tags_of_git(tmp_path: Path, tags: list[str], expected: str) -> None:
    packed = "".join(f"{COMMIT} refs/tags/{name}\n" for name in tags)
    assert tag(tmp_path, {".git/HEAD": COMMIT, ".git/packed-refs": packed}) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("echo ${GITHUB_REF#refs/tags/v}", "v1.0.0"),
        ("echo ${GITHUB_REF_NAME#py-v}", "py-v1.0.0"),
        ("[[ $GITHUB_REF == refs/tags/demo-v* ]]", "demo-v1.0.0"),
        ("[[ $GITHUB_REF == refs/tags/rust-v* ]]", "v1.0.0"),
        ("echo ${GITHUB_REF#refs/tags/}", "v1.0.0"),
    ],
)
def test_what_workflows_compare_a_tag_with(tmp_path: Path, script: str, expected: str) -> None:
    assert tag(tmp_path, steps(run(script))) == expected


def test_a_filter_overrules_what_is_seen_elsewhere(tmp_path: Path) -> None:
    changelog = f"[1.0.0]: {LINKS}/releases/tag/1.0.0\n"
    files = {"pyproject.toml": HOME, "CHANGELOG.md": changelog}
    assert tag(tmp_path, files, on="{push: {tags: ['v*']}}") == "v1.0.0"
