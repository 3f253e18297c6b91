"""Cargo's version requirements."""

import pytest

from maturin_compliance.model.requirement import admits


@pytest.mark.parametrize(
    ("requirement", "version", "wanted"),
    [
        ("1.2", "1.9.0", True),
        ("1.2", "2.0.0", False),
        ("0.29.2", "0.29.1", False),
        ("0.29.2", "0.30.0", False),
        ("0.0.3", "0.0.4", False),
        ("0", "0.9.1", True),
        ("^1", "1.0.0", True),
        ("~1.2", "1.2.9", True),
        ("~1.2", "1.3.0", False),
        ("~1", "1.9.0", True),
        ("=1.2", "1.2.7", True),
        ("=1.2.3", "1.2.4", False),
        ("1.*", "1.7.0", True),
        ("1.2.*", "1.3.0", False),
        ("*", "7.0.0", True),
        (">=1.2, <1.5", "1.4.9", True),
        (">=1.2, <1.5", "1.5.0", False),
        (">1.2", "1.2.5", False),
        ("<=1.2", "1.2.5", True),
        ("1.2.3", "1.2.3+build.4", True),
        ("1.0.0-rc.1", "1.0.0", None),
        ("1", "1.1.0-beta", None),
        ("one", "1.0.0", None),
    ],
)
def test_admits(requirement: str, version: str, wanted: bool | None) -> None:
    assert admits(requirement, version) is wanted
