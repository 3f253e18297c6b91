"""Wheels for Linux: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, linux
from tests.checks.flows import RELEASE, job, release, run, use, wheel
from tests.checks.support import found

R = RELEASE
PYO3: dict[str, str | None] = {
    "Cargo.toml": """[package]
name = "orchard"
version = "1.2.0"

[lib]
name = "_native"
crate-type = ["cdylib"]

[dependencies]
pyo3 = "0.29.2"
"""
}


def built(*steps: str, runner: str = "ubuntu-24.04", keys: str = "") -> dict[str, str | None]:
    return release(job("wheels", *steps, runner=runner, keys=keys))


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (linux.linux_wheels_built_in_container, built(wheel()), []),
        (
            linux.linux_wheels_built_in_container,
            built(wheel(manylinux='"off"')),
            [
                (
                    f"{R}:8 job `wheels` builds wheels for `x86_64-unknown-linux-gnu` on the runner "
                    "`ubuntu-24.04` itself, with its glibc"
                )
            ],
        ),
        (
            linux.linux_wheels_built_in_container,
            built(wheel(manylinux='"off"', arguments="--release --out dist --zig")),
            [],
        ),
        (
            linux.linux_policy_explicit,
            built(wheel(manylinux="auto")),
            [
                (
                    f"{R}:11 `wheels` leaves the policy of its wheels to chance (`manylinux: auto`): "
                    "`x86_64-unknown-linux-gnu` (warned)"
                )
            ],
        ),
        (
            linux.linux_policy_explicit,
            built(wheel(manylinux="auto", arguments="--release --out dist --compatibility 2_28")),
            [],
        ),
        (
            linux.container_fits_target,
            built(wheel("aarch64", '"2_34"')),
            [
                (
                    f"{R}:8 job `wheels` builds for `aarch64-unknown-linux-gnu` in "
                    "`quay.io/pypa/manylinux_2_34_x86_64:latest`, which holds no compiler for it"
                )
            ],
        ),
        (
            linux.container_fits_target,
            built(wheel("x86_64", '"2_39"')),
            [
                (
                    f"{R}:8 maturin-action has no container for `2_39` and `x86_64-unknown-linux-gnu`: "
                    "job `wheels` builds on the runner instead"
                )
            ],
        ),
        (linux.container_fits_target, built(wheel("aarch64", '"2_34"'), runner="ubuntu-24.04-arm"), []),
        (linux.container_fits_target, built(wheel("riscv64", "auto")), []),
        (
            linux.linux_policy_maintained,
            built(wheel(manylinux='"2014"')),
            [
                (
                    f"{R}:11 `wheels` builds for `manylinux_2_17`, whose base CentOS 7 ended on "
                    "2024-06-30: `x86_64-unknown-linux-gnu` (warned)"
                )
            ],
        ),
        (
            linux.linux_policy_maintained,
            built(wheel(manylinux="musllinux_1_1")),
            [
                (
                    f"{R}:11 `wheels` builds for `musllinux_1_1`, whose image is not maintained since "
                    "2024-11-01: `x86_64-unknown-linux-musl`"
                )
            ],
        ),
        (linux.linux_policy_maintained, built(wheel("riscv64", "auto")), []),
        (
            linux.linux_architectures_covered,
            built(wheel("aarch64"), runner="ubuntu-24.04-arm"),
            [f"{R}:8 there is no wheel for Linux (glibc) on `x86_64`"],
        ),
        (
            linux.musllinux_wheels_built,
            built(wheel()),
            [f"{R}:8 there is no musllinux wheel for `x86_64`: Alpine falls back to the sdist (warned)"],
        ),
        (linux.musllinux_wheels_built, built(wheel(), wheel(manylinux="musllinux_1_2")), []),
        (
            linux.musllinux_wheels_built,
            built(wheel(), "- run: docker run -v $PWD:/src example.org/cross maturin build -i 3.12"),
            [],
        ),
        (
            linux.arm_wheels_built_on_arm,
            built(wheel("aarch64")),
            [
                (
                    f"{R}:8 job `wheels` builds for `aarch64-unknown-linux-gnu` on the x64 runner "
                    "`ubuntu-24.04`, which runs the wheel under emulation only (warned)"
                )
            ],
        ),
        (
            linux.emulation_used,
            built(use("docker/setup-qemu-action@v4"), wheel("aarch64")),
            [
                (
                    f"{R}:8 job `wheels` sets up QEMU, but runs nothing under it: its containers are of "
                    "the runner's own architecture (warned)"
                )
            ],
        ),
        (
            linux.emulation_used,
            built(use("docker/setup-qemu-action@v4"), run("docker run --platform linux/arm64 python:3")),
            [],
        ),
        (
            linux.container_interpreters_named,
            {**built(wheel(arguments="--release --out dist -i python3.14")), **PYO3},
            [],
        ),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems
