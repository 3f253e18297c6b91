"""Releases beside what the package index holds."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from maturin_compliance.errors import UsageError
from maturin_compliance.history import Built, Moment, Truth, truths
from maturin_compliance.published import Published, PublishedFile, load_all, save, save_all
from tests.history.moments import moment

LINUX = "demo-{}-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
MAC = "demo-{}-cp312-cp312-macosx_11_0_arm64.whl"
OLDER_MAC = "demo-{}-cp312-cp312-macosx_10_12_arm64.whl"
FAT = "demo-{}-cp312-cp312-macosx_10_12_universal2.whl"


def predicted(version: str, *names: str, alternatives: tuple[str, ...] = ()) -> Moment:
    """A release with wheels of those names."""
    wheels = tuple(
        Built(
            filename=name.format(version),
            alternatives=tuple(one.format(version) for one in alternatives),
            certain=True,
        )
        for name in names
    )
    return replace(moment(version), wheels=wheels)


def published(version: str, *names: str, size: int | None = None) -> Published:
    """What the index holds of a version."""
    files = (
        PublishedFile(
            filename=name.format(version),
            size=size,
            uploaded=None,
            requires_python=None,
            yanked=False,
            attestations=None,
            sha256=None,
        )
        for name in names
    )
    return Published(name="demo", version=version, as_of=date(2026, 1, 2), files=tuple(files))


def test_wheels_are_held_against_the_index() -> None:
    held = published("1.0", LINUX, OLDER_MAC, size=2_000_000)
    (found,) = truths([predicted("1.0", LINUX, MAC)], [held])
    assert found == Truth(
        version="1.0",
        same=1,
        missing=(MAC.format("1.0"),),
        extra=(OLDER_MAC.format("1.0"),),
        platforms=("Linux x86_64 (glibc)", "macOS arm64"),
        platforms_lost=(),
        sizes=(2_000_000, 2_000_000),
    )
    (allowed,) = truths([predicted("1.0", MAC, alternatives=(OLDER_MAC,))], [published("1.0", OLDER_MAC)])
    assert (allowed.same, allowed.missing, allowed.extra, allowed.sizes) == (1, (), (), None)


def test_a_platform_that_a_release_lost_is_told() -> None:
    moments = [predicted("1.0", LINUX), predicted("1.1", LINUX), predicted("1.2", LINUX), predicted("1.3", LINUX)]
    held = [published("1.0", LINUX, FAT), published("1.1", LINUX, MAC), published("1.3", MAC)]
    assert [(one.version, one.platforms_lost) for one in truths(moments, held)] == [
        ("1.0", ()),
        ("1.1", ("macOS x86_64",)),
        ("1.3", ("Linux x86_64 (glibc)",)),
    ]


def test_a_snapshot_of_several_versions(tmp_path: Path) -> None:
    releases = (published("1.0", LINUX, size=1), published("1.1", MAC))
    save_all(releases, tmp_path / "all.json")
    save(releases[1], tmp_path / "one.json")
    assert load_all(tmp_path / "all.json", name="Demo") == releases
    assert load_all(tmp_path / "one.json") == releases[1:]


@pytest.mark.parametrize("content", ["", "[]", "1", '{"releases": [1]}', '{"format": 1, "releases": [{}]}'])
def test_another_file_is_no_snapshot(tmp_path: Path, content: str) -> None:
    (tmp_path / "x.json").write_text(content)
    with pytest.raises(UsageError, match="no snapshot of a package index"):
        load_all(tmp_path / "x.json")


def test_a_snapshot_of_another_project_is_refused(tmp_path: Path) -> None:
    save_all([published("1.0", LINUX)], tmp_path / "x.json")
    with pytest.raises(UsageError, match="it holds demo, the project is other"):
        load_all(tmp_path / "x.json", name="other")
