"""Wheels of real releases, predicted from their sdists: none that was right may become wrong.

The sdists are downloaded once into a cache folder outside the repository; the published names are beside this
file. Without a network the tests are skipped, but not in CI.
"""

import os
from pathlib import Path

import pytest

pytest.importorskip("pypi_simple", reason="the extra `published` is not installed")

import requests

from benchmarks.accuracy import judge
from benchmarks.layout import lay_out
from benchmarks.releases import KnownRelease, read_releases

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "maturin-compliance"
RELEASES = {
    release.folder: release for release in read_releases(Path(__file__).with_name("published") / "releases.json")
}


def _root(release: KnownRelease) -> Path:
    try:
        return lay_out(release, CACHE, None)
    except requests.RequestException as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the sdist cannot be downloaded: {type(error).__name__}")


@pytest.mark.parametrize(
    ("folder", "exact", "certain_but_wrong"),
    [
        ("rpds-py-2026.9.1", 127, 0),
        ("tach-0.35.3", 16, 0),
        ("pycrdt-0.14.13", 13, 0),
        ("rtoml-0.14.0", 77, 0),
    ],
)
def test_wheels_of_a_release(folder: str, exact: int, certain_but_wrong: int) -> None:
    """Exact is the whole name, platform tags as a set. The first number may only rise, the second only fall."""
    release = RELEASES[folder]
    outcome = judge(release, _root(release))
    assert outcome.reason is None
    assert (outcome.tally.exact, outcome.tally.sure_wrong) == (exact, certain_but_wrong)
