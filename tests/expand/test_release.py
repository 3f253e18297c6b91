"""The example projects: exactly the wheels of their releases, name by name."""

from datetime import date
from pathlib import Path

import pytest

from maturin_compliance.expand import expand
from maturin_compliance.facts import load
from maturin_compliance.read import read_project

PROJECTS = Path(__file__).parents[1] / "projects"
WHEELS = Path(__file__).with_name("wheels")


@pytest.mark.parametrize(
    ("folder", "package", "as_of"),
    [
        ("par-term-emu-core-rust", "par-term-emu-core-rust", date(2025, 12, 3)),
        ("small-abi3", "small-abi3", date(2026, 11, 22)),
        ("many-wheels", "many-wheels", date(2026, 9, 17)),
        ("many-wheels", "Many.Wheels_CLI", date(2026, 11, 22)),
    ],
)
def test_the_wheels_of_a_release(folder: str, package: str, as_of: date) -> None:
    name = package.lower().replace(".", "-").replace("_", "-")
    expected = (WHEELS / f"{name}.txt").read_text(encoding="utf-8").split()
    release = expand(read_project(PROJECTS / folder, package=package), load(as_of)).release
    assert [wheel.filename for wheel in release.wheels] == expected
    assert release.not_modelled == ()


def test_every_wheel_of_the_example_is_certain_and_says_why() -> None:
    project = read_project(PROJECTS / "par-term-emu-core-rust")
    release = expand(project, load(date(2025, 12, 3))).release
    assert {wheel.certainty.value for wheel in release.wheels} == {"certain"}
    assert all(wheel.because and wheel.origin.location.line for wheel in release.wheels)


def test_expanding_twice_gives_the_same() -> None:
    def names() -> list[str]:
        release = expand(
            read_project(PROJECTS / "many-wheels", package="many-wheels"), load(date(2026, 11, 22))
        ).release
        return [f"{wheel.filename} {wheel.origin} {wheel.because}" for wheel in release.wheels]

    assert names() == names()
