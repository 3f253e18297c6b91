"""Wheels for macOS: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, macos
from tests.checks.flows import CI, RELEASE, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE
PYTHON = use("actions/setup-python@v7", python_version='"3.14"')
ROSETTA = use("actions/setup-python@v7", python_version='"3.14"', architecture="x64")
FETCHED = use("actions/download-artifact@v8", name="wheels", path="dist")
TESTED = (run("pip install pytest"), run("pip install --no-index --find-links dist orchard"), run("pytest"))


def built(*steps: str, runner: str = "macos-15") -> dict[str, str | None]:
    return release(job("wheels", *steps, runner=runner))


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (macos.macos_architectures_covered, built(wheel("universal2-apple-darwin")), []),
        (
            macos.macos_architectures_covered,
            built(wheel("aarch64")),
            [f"{R}:6 there is no wheel for macOS on `x86_64` (warned)"],
        ),
        (
            macos.macos_architectures_covered,
            built(wheel("x86_64")),
            [f"{R}:6 there is no wheel for macOS on `aarch64`"],
        ),
        (macos.macos_wheels_not_doubled, built(wheel("universal2-apple-darwin")), []),
        (
            macos.macos_runners_available,
            ci(job("test", run("cargo test"), runner="macos-14")),
            [f"{CI}:4 the runner `macos-14` was retired on 2026-11-02"],
        ),
        (
            macos.macos_runners_available,
            ci(
                job(
                    "test",
                    run("cargo test"),
                    runner="${{ matrix.os }}",
                    keys="strategy:\n  matrix:\n    os: [macos-15, macos-13]",
                )
            ),
            [f"{CI}:7 the runner `macos-13` was retired on 2025-12-04"],
        ),
        (
            macos.macos_wheels_tested_on_their_architecture,
            built(PYTHON, wheel("x86_64"), wheel("universal2-apple-darwin"), *TESTED),
            [
                (
                    f"{R}:11 no job tests on an Intel Mac: the wheels for `x86_64-apple-darwin`; job `wheels` "
                    "installs "
                    "`orchard-1.2.0-cp311-abi3-macosx_10_12_universal2.macosx_10_12_x86_64.macosx_11_0_arm64.whl`"
                )
            ],
        ),
        (macos.macos_wheels_tested_on_their_architecture, built(PYTHON, wheel("aarch64"), *TESTED), []),
        (
            macos.macos_wheels_tested_on_their_architecture,
            built(PYTHON, wheel("universal2-apple-darwin"), *TESTED),
            [
                (
                    f"{R}:11 no job tests on an Intel Mac: the `x86_64` half of the wheels for "
                    "`universal2-apple-darwin`"
                )
            ],
        ),
        (
            macos.macos_wheels_tested_on_their_architecture,
            release(
                job("wheels", PYTHON, wheel("universal2-apple-darwin"), *TESTED, kept(), runner="macos-15"),
                job("intel", PYTHON, FETCHED, *TESTED, runner="macos-15-intel", keys="needs: wheels"),
            ),
            [],
        ),
        (
            macos.macos_wheels_tested_on_their_architecture,
            built(ROSETTA, wheel("x86_64"), *TESTED, PYTHON, wheel("aarch64"), *TESTED),
            [],
        ),
        (
            macos.macos_wheels_tested_on_their_architecture,
            built(PYTHON, wheel("aarch64", arguments="--release --out dist -i 3.13 3.14"), *TESTED),
            [],
        ),
        (
            macos.deployment_target_readable,
            ci(job("test", run("cargo test"), keys="env:\n  MACOSX_DEPLOYMENT_TARGET: 11")),
            [f"{CI}:6 maturin refuses `MACOSX_DEPLOYMENT_TARGET: 11`: it has no minor number"],
        ),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


CIBUILDWHEEL = """[build-system]
requires = ["maturin>=1.14,<2"]
build-backend = "maturin"

[project]
name = "orchard"
dynamic = ["version"]
requires-python = ">=3.11"

[tool.cibuildwheel.macos]
environment = "RUST_BACKTRACE=1 MACOSX_DEPLOYMENT_TARGET=11"
"""


def test_the_environment_of_cibuildwheel_counts(tmp_path: Path) -> None:
    assert found(tmp_path, macos.deployment_target_readable, {"pyproject.toml": CIBUILDWHEEL}) == [
        "pyproject.toml:11 maturin refuses `MACOSX_DEPLOYMENT_TARGET: 11`: it has no minor number"
    ]


INSTEAD = "In the step, take `universal2` out of `args` and write:\n\n```yaml\ntarget: aarch64\n```"


@pytest.mark.parametrize(
    ("steps", "line", "fix"),
    [
        (
            [wheel("x86_64"), wheel("universal2-apple-darwin")],
            15,
            "In the step, write:\n\n```yaml\ntarget: aarch64\n```",
        ),
        (
            [
                wheel("x86_64"),
                use("PyO3/maturin-action@v1", args="--target universal2-apple-darwin --out dist -i 3.14"),
            ],
            15,
            INSTEAD,
        ),
        (
            [wheel("x86_64"), wheel("aarch64"), wheel("universal2-apple-darwin")],
            18,
            "Delete the step: both architectures have a wheel of their own.",
        ),
    ],
)
def test_what_leaves_one_wheel_for_each_architecture(
    steps: list[str], line: int, fix: str, tmp_path: Path
) -> None:
    problems = result(tmp_path, macos.macos_wheels_not_doubled, built(*steps)).problems
    assert [(str(p.location), p.fix) for p in problems] == [(f"{R}:{line}", fix)]


@pytest.mark.parametrize(
    ("oldest", "doubled"),
    [("11.0", True), ("15.0", False)],
    ids=["for the same macOS", "for a newer macOS"],
)
def test_a_wheel_for_a_newer_macos_doubles_nothing(oldest: str, doubled: bool, tmp_path: Path) -> None:
    newer = job(
        "arm",
        wheel("aarch64"),
        kept("arm"),
        runner="macos-15",
        keys=f'env: {{MACOSX_DEPLOYMENT_TARGET: "{oldest}"}}',
    )
    both = job("both", wheel("universal2-apple-darwin"), kept("both"), runner="macos-15")
    files = release(newer, both, publish("[arm, both]"))
    assert bool(found(tmp_path, macos.macos_wheels_not_doubled, files)) is doubled
