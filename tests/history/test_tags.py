"""Which names are releases."""

import pytest

from maturin_compliance.history.tags import parse, release_tags


@pytest.mark.parametrize(
    ("name", "version", "subject"),
    [
        ("1.2.3", "1.2.3", ""),
        ("v1.0", "1.0", ""),
        ("V1.0", "1.0", ""),
        ("v0.2.0-beta.1", "0.2.0b1", ""),
        ("v0.5.3-post.1", "0.5.3.post1", ""),
        ("release-2024.1", "2024.1", ""),
        ("release/1.2", "1.2", ""),
        ("demo-v1.2.3", "1.2.3", "demo"),
        ("demo_core-1.2.3", "1.2.3", "demo_core"),
        ("demo@1.2.3", "1.2.3", "demo"),
        ("demo/v1.2.3", "1.2.3", "demo"),
        ("web-v0.26.1-demo-v0.2.0", "0.2.0", "web-v0.26.1-demo"),
    ],
)
def test_a_release_ends_in_a_version(name: str, version: str, subject: str) -> None:
    tag = parse(name)
    assert tag is not None
    assert (str(tag.version), tag.subject) == (version, subject)


@pytest.mark.parametrize(
    "name", ["nightly", "v1", "latest", "py3.9", "38.0.1-docs", "1.0-trial-build", "", "a" * 300 + "1.0"]
)
def test_other_tags_are_none(name: str) -> None:
    assert parse(name) is None


@pytest.mark.parametrize(
    ("names", "own", "kept"),
    [
        (["v0.10.0", "v0.9.0", "x"], [], ["v0.9.0", "v0.10.0"]),
        (["v1.0.0", "v1.1.0rc1"], [], ["v1.0.0"]),
        (["v1.0.0b1", "v1.0.0a1"], [], ["v1.0.0a1", "v1.0.0b1"]),
        (["v1.0", "demo-python-v1.0"], ["demo_python"], ["demo-python-v1.0", "v1.0"]),
        (["other-v1.0", "v1.0"], [], ["v1.0", "other-v1.0"]),
    ],
)
def test_releases_are_in_order(names: list[str], own: list[str], kept: list[str]) -> None:
    assert [tag.name for tag in release_tags(names, own)] == kept
