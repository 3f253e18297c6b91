"""The facts as they stood on a date, by what is known of that date."""

from datetime import date

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.facts import load

RELEASE_DAY = date(2025, 12, 3)


@pytest.mark.parametrize(
    ("on", "wanted", "newest"),
    [
        ("2025-12-03", ">=1.9,<2", "1.10.2"),
        ("2025-12-03", None, "1.10.2"),
        ("2025-12-31", None, "1.10.2"),  # 1.11.0 of the day before was yanked
        ("2026-01-05", None, "1.11.2"),
        ("2026-11-22", ">=1.9,<2", "1.16.0"),
        ("2026-11-22", "<1.14", "1.13.3"),
        ("2023-02-20", None, "0.14.13"),  # 1.0.0b1 and b2 were pre-releases
        ("2025-12-03", ">=2", None),
    ],
)
def test_newest_maturin(on: str, wanted: str | None, newest: str | None) -> None:
    found = load(date.fromisoformat(on)).newest_maturin(SpecifierSet(wanted) if wanted else None)
    assert found == (newest and Version(newest))


@pytest.mark.parametrize(
    ("label", "on", "expected"),
    [
        ("ubuntu-latest", "2022-06-01", ("ubuntu-20.04", "x64", "available", None)),
        ("ubuntu-latest", "2024-12-24", ("ubuntu-22.04", "x64", "available", "ubuntu-24.04")),
        ("ubuntu-latest", "2025-12-03", ("ubuntu-24.04", "x64", "available", None)),
        ("ubuntu-latest", "2026-11-01", ("ubuntu-24.04", "x64", "available", "ubuntu-26.04")),
        ("ubuntu-latest", "2026-11-22", ("ubuntu-26.04", "x64", "available", None)),
        ("ubuntu-22.04", "2025-12-03", ("ubuntu-22.04", "x64", "available", None)),
        ("ubuntu-22.04", "2026-11-22", ("ubuntu-22.04", "x64", "deprecated", None)),
        ("ubuntu-20.04", "2025-12-03", ("ubuntu-20.04", "x64", "retired", None)),
        ("ubuntu-24.04-arm", "2025-03-01", ("ubuntu-24.04-arm", "arm64", "preview", None)),
        ("ubuntu-24.04-arm", "2025-12-03", ("ubuntu-24.04-arm", "arm64", "available", None)),
        ("macos-latest", "2023-06-01", ("macos-12", "x64", "available", None)),
        ("macos-latest", "2024-05-01", ("macos-12", "x64", "available", "macos-14-arm64")),
        ("macos-latest", "2024-06-01", ("macos-14-arm64", "arm64", "available", "macos-12")),
        ("macos-latest", "2025-12-03", ("macos-15-arm64", "arm64", "available", None)),
        ("macos-latest", "2026-11-22", ("macos-26-arm64", "arm64", "available", None)),
        ("macos-13", "2025-12-03", ("macos-13", "x64", "deprecated", None)),
        ("macos-13", "2026-01-01", ("macos-13", "x64", "retired", None)),
        ("macos-14", "2026-11-22", ("macos-14-arm64", "arm64", "retired", None)),
        ("macos-15-intel", "2025-12-03", ("macos-15", "x64", "available", None)),
        ("windows-latest", "2025-08-01", ("windows-2022", "x64", "available", None)),
        ("windows-latest", "2025-12-03", ("windows-2025", "x64", "available", None)),
        ("Windows-11-ARM", "2025-12-03", ("windows-11-arm", "arm64", "available", None)),
    ],
)
def test_runner(label: str, on: str, expected: tuple[str, str, str, str | None]) -> None:
    runner = load(date.fromisoformat(on)).runner(label)
    assert runner is not None
    assert (runner.image, runner.architecture, runner.status, runner.also) == expected


@pytest.mark.parametrize("label", ["self-hosted", "ubuntu-26.04", "macos-26-intel", "ubuntu-99.04", ""])
def test_runner_unknown_on_the_day(label: str) -> None:
    assert load(RELEASE_DAY).runner(label) is None


@pytest.mark.parametrize(
    ("label", "on", "retired", "following"),
    [
        ("ubuntu-22.04", "2025-12-03", None, None),
        ("ubuntu-22.04", "2026-11-22", "2027-04-17", None),
        ("macos-13", "2025-12-03", "2025-12-04", None),
        ("macos-14", "2025-12-03", None, None),
        ("ubuntu-latest", "2025-12-03", None, None),
        ("ubuntu-latest", "2026-10-01", None, "ubuntu-26.04"),
    ],
)
def test_no_announcement_is_known_before_its_day(
    label: str, on: str, retired: str | None, following: str | None
) -> None:
    runner = load(date.fromisoformat(on)).runner(label)
    assert runner is not None
    assert runner.retired == (retired and date.fromisoformat(retired))
    assert (runner.next and runner.next[1]) == following
