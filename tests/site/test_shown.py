from datetime import date
from pathlib import Path

import pytest

from maturin_compliance.errors import UsageError
from maturin_compliance.site.shown import Shown, edit_path, files_address, shown, watched


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "example").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "file").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ("example", "core", None, date(2025, 12, 3))),
        ({"MATURIN_COMPLIANCE_PROJECT": ""}, ("example", "core", None, date(2025, 12, 3))),
        ({"MATURIN_COMPLIANCE_TAG": "v1"}, ("example", "core", "v1", date(2025, 12, 3))),
        (
            {"MATURIN_COMPLIANCE_AS_OF": "2026-01-02"},
            ("example", "core", None, date(2026, 1, 2)),
        ),
        ({"MATURIN_COMPLIANCE_PROJECT": "other"}, ("other", None, None, None)),
        ({"MATURIN_COMPLIANCE_PROJECT": "example/../other/"}, ("other", None, None, None)),
        (
            {"MATURIN_COMPLIANCE_PROJECT": "other", "MATURIN_COMPLIANCE_PACKAGE": "a-b"},
            ("other", "a-b", None, None),
        ),
    ],
)
def test_the_environment_says_what_is_shown(
    folder: Path,
    environment: dict[str, str],
    expected: tuple[str, str | None, str | None, date | None],
) -> None:
    example = Shown(root=folder / "example", package="core", as_of=date(2025, 12, 3))
    root, package, tag, as_of = expected
    assert shown(environment, folder=folder, example=example) == Shown(
        root=(folder / root).resolve(), package=package, tag=tag, as_of=as_of
    )


def test_an_absolute_project_needs_no_current_folder(folder: Path) -> None:
    environment = {"MATURIN_COMPLIANCE_PROJECT": str(folder / "other")}
    example = Shown(root=folder / "example")
    assert shown(environment, folder=Path("/"), example=example).root == (folder / "other").resolve()


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"MATURIN_COMPLIANCE_PROJECT": "absent"}, r"PROJECT=absent: .*absent is no folder"),
        ({"MATURIN_COMPLIANCE_PROJECT": "file"}, r"PROJECT=file: .*file is no folder"),
        ({"MATURIN_COMPLIANCE_AS_OF": "yesterday"}, r"AS_OF=yesterday: not a date"),
    ],
)
def test_a_wrong_variable_is_a_fault_of_usage(folder: Path, environment: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        shown(environment, folder=folder, example=Shown(root=folder / "example"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("root", "source", "expected"),
    [
        ("repository/tests/projects/a", "Cargo.toml", "../tests/projects/a/Cargo.toml"),
        ("repository", ".github/workflows/ci.yml", "../.github/workflows/ci.yml"),
        ("repository", None, None),
        ("elsewhere", "Cargo.toml", None),
    ],
)
def test_only_a_file_of_the_sites_own_repository_can_be_edited(
    tmp_path: Path, root: str, source: str | None, expected: str | None
) -> None:
    docs = tmp_path / "repository/docs"
    assert edit_path(source, root=tmp_path / root, docs=docs) == expected


@pytest.mark.parametrize(
    ("repository", "edit", "root", "address"),
    [
        ("https://github.com/a/b", "edit/main/docs/", "r/tests/c", "https://github.com/a/b/blob/main/tests/c"),
        ("https://github.com/a/b/", "edit/main/docs/", "r", "https://github.com/a/b/blob/main"),
        ("https://github.com/a/b", "edit/main/docs/", "elsewhere", None),
        ("https://example.org/a/b", "src/default/docs/", "r", None),
        ("https://github.com/a/b", None, "r", None),
        (None, "edit/main/docs/", "r", None),
    ],
)
def test_files_of_the_sites_own_repository_have_an_address(
    tmp_path: Path, repository: str | None, edit: str | None, root: str, address: str | None
) -> None:
    assert files_address(repository, edit, root=tmp_path / root, docs=tmp_path / "r/docs") == address


def test_top_level_entries_are_watched_and_never_the_root(tmp_path: Path) -> None:
    files = ("src/lib.rs", "Cargo.toml", ".github/workflows/ci.yml", "src/deep/a.rs")
    assert watched(files, root=tmp_path) == (
        tmp_path / ".github",
        tmp_path / "Cargo.toml",
        tmp_path / "src",
    )
