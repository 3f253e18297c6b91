"""What the build of the site promises, whatever project it shows."""

import re
from pathlib import Path

import pytest

pytest.importorskip("mkdocs", reason="needs the extra: python -m pip install -e '.[site]'")

from tests.site.building import REPOSITORY, build

EDIT = re.compile(r'href="https://github\.com/[^/]+/[^/]+/edit/main/([^"]+)"')
PYPROJECT = """
[build-system]
requires = ["maturin>=1.9.4,<2"]
build-backend = "maturin"

[project]
name = "small"
version = "1.0.0"
"""


def project(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)
    return folder


def pages(site: Path) -> dict[str, str]:
    """Every page of the built site by its address."""
    return {path.parent.relative_to(site).as_posix(): path.read_text("utf-8") for path in site.rglob("index.html")}


def test_edit_links_of_the_example_lead_to_its_files(tmp_path: Path) -> None:
    run = build(tmp_path)
    assert run.returncode == 0, run.stderr
    built = pages(tmp_path)
    edited = {name: EDIT.findall(html) for name, html in built.items()}
    targets = [path for paths in edited.values() for path in paths]
    assert [path for path in targets if not (REPOSITORY / path).is_file()] == []
    assert "tests/projects/par-term-emu-core-rust/pyproject.toml" in targets
    assert edited["tutorial"] == ["docs/tutorial.md"]
    assert edited["contributing"] == ["CONTRIBUTING.md"]


def test_pages_of_a_project_elsewhere_have_no_edit_link(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    root = project(tmp_path / "project", pyproject__toml=PYPROJECT)
    run = build(tmp_path / "site", PROJECT=str(root))
    assert run.returncode == 0, run.stderr
    built = pages(tmp_path / "site")
    shown = {name: html for name, html in built.items() if name.startswith("compliance")}
    assert len(shown) > 12
    assert [name for name, html in shown.items() if EDIT.search(html)] == []


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject__toml": "[project\n"},
        {"pyproject__toml": PYPROJECT, "Cargo__toml": '[package]\nname = "a"\nname = "b"\n'},
        {"pyproject__toml": PYPROJECT.replace("small", "*[wheel]: <b>`x`|\\n--8<-- \\\\")},
    ],
    ids=["broken pyproject.toml", "broken Cargo.toml", "hostile name"],
)
def test_a_faulty_project_is_content(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "project").mkdir()
    root = project(tmp_path / "project", **files)
    run = build(tmp_path / "site", PROJECT=str(root))
    assert run.returncode == 0, run.stderr
    assert "WARNING" not in run.stderr


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"PROJECT": "absent"}, "MATURIN_COMPLIANCE_PROJECT=absent"),
        ({"AS_OF": "yesterday"}, "MATURIN_COMPLIANCE_AS_OF=yesterday"),
        ({"PACKAGE": "absent"}, "absent"),
    ],
)
def test_a_fault_of_usage_ends_the_build_with_one_line(
    tmp_path: Path, variables: dict[str, str], message: str
) -> None:
    run = build(tmp_path, **variables)
    assert run.returncode == 1
    errors = [line for line in run.stderr.splitlines() if not line.startswith("INFO")]
    assert len(errors) == 1, run.stderr
    assert message in errors[0]


def test_two_builds_are_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764720000")  # MkDocs writes the day into the sitemap
    for name in ("one", "two"):
        run = build(tmp_path / name)
        assert run.returncode == 0, run.stderr
    one, two = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file() and path.suffix != ".gz"
        }
        for name in ("one", "two")
    )
    assert one == two
