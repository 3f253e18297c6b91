"""Wheels for Linux: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, linux
from maturin_compliance.checks.text import fence
from tests.checks.flows import RELEASE, job, release, run, use, wheel
from tests.checks.support import found, result

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
                    f"{R}:11 job `wheels` builds wheels for `x86_64-unknown-linux-gnu` on the runner "
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
            built(wheel("armv7", "auto", "--release --out dist -i 3.14")),
            [
                (
                    f"{R}:11 `wheels` names no policy (`manylinux: auto`): the wheels get the oldest tag that "
                    "their symbols allow, now `manylinux_2_17`: `armv7-unknown-linux-gnueabihf` (warned)"
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
                    f"{R}:11 `wheels` builds in the image of `manylinux_2_17`, whose CentOS 7 ended on "
                    "2024-06-30: `x86_64-unknown-linux-gnu` (warned)"
                )
            ],
        ),
        (
            linux.linux_policy_maintained,
            built(wheel(manylinux="musllinux_1_1")),
            [
                (
                    f"{R}:11 `wheels` builds for `musllinux_1_1`, which is not maintained since "
                    "2024-11-01: `x86_64-unknown-linux-musl`"
                )
            ],
        ),
        (linux.linux_policy_maintained, built(wheel("riscv64", "auto")), []),
        (
            linux.linux_architectures_covered,
            built(wheel("aarch64"), runner="ubuntu-24.04-arm"),
            [f"{R}:6 there is no wheel for Linux (glibc) on `x86_64`"],
        ),
        (
            linux.musllinux_wheels_built,
            built(wheel()),
            [f"{R}:11 there is no musllinux wheel for `x86_64`: Alpine falls back to the sdist (warned)"],
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
                    f"{R}:6 job `wheels` builds for `aarch64-unknown-linux-gnu` on the x64 runner "
                    "`ubuntu-24.04`, where the wheel runs under emulation only (warned)"
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


def matrix(*rows: str, action: str = "PyO3/maturin-action@v1", **inputs: str) -> dict[str, str | None]:
    """A release whose job goes over rows of ``include``, on the runner that each names as ``os``."""
    keys = "strategy:\n  matrix:\n    include:\n" + "".join(f"      - {{ {row} }}\n" for row in rows)
    step = use(action, **{"args": "--release --out dist -i 3.14", **inputs})
    return built(step, runner="${{ matrix.os }}", keys=keys)


def yaml(text: str) -> str:
    return fence(text, "yaml")


TARGET = {"target": "${{ matrix.target }}"}
ROWS = (
    "os: ubuntu-24.04, target: x86_64, policy: auto",
    "os: ubuntu-24.04, target: x86_64, policy: musllinux_1_1",
)
TARGETS = (
    "os: ubuntu-24.04, target: x86_64",
    "os: ubuntu-24.04, target: i686",
    "os: ubuntu-24.04, target: riscv64",
)


@pytest.mark.parametrize(
    ("check", "overlay", "fixes"),
    [
        pytest.param(
            linux.linux_policy_maintained,
            matrix(*ROWS, manylinux="${{ matrix.policy }}", **TARGET),
            [
                (f"{R}:10", 'In the matrix, write:\n\n```yaml\npolicy: "2_28"\n```'),
                (f"{R}:11", 'In the matrix, write:\n\n```yaml\npolicy: "musllinux_1_2"\n```'),
            ],
            id="each row of the matrix its own",
        ),
        pytest.param(
            linux.linux_policy_maintained,
            matrix(*TARGETS, manylinux="auto", **TARGET),
            [
                (
                    f"{R}:17",
                    "Write:\n\n```yaml\nmanylinux: ${{ matrix.target == 'riscv64' && '2_31' || '2_28' }}\n```",
                )
            ],
            id="one line for targets that have different containers",
        ),
        pytest.param(
            linux.linux_policy_maintained,
            matrix(*TARGETS[:2], manylinux="${{ matrix.policy || 'auto' }}", **TARGET),
            [(f"{R}:16", "Write:\n\n```yaml\nmanylinux: ${{ matrix.policy || '2_28' }}\n```")],
            id="a default",
        ),
        pytest.param(
            linux.linux_policy_maintained,
            matrix(
                *(f"{row}, libc: {libc}" for row in TARGETS[:2] for libc in ("gnu", "musl")),
                manylinux="${{ matrix.libc == 'musl' && 'musllinux_1_1' || 'auto' }}",
                **TARGET,
            ),
            [
                (
                    f"{R}:18",
                    "Write:\n\n" + yaml("manylinux: ${{ matrix.libc == 'musl' && 'musllinux_1_2' || '2_28' }}"),
                )
            ],
            id="an expression that tells musl by another key than the target",
        ),
        pytest.param(
            linux.linux_policy_maintained,
            matrix(
                *TARGETS,
                "os: ubuntu-24.04, target: x86_64, policy: musllinux_1_2",
                manylinux="${{ matrix.policy || 'auto' }}",
                **TARGET,
            ),
            [
                (
                    f"{R}:18",
                    (
                        "Give the rows of the matrix a `policy` of their own: `2_28` for "
                        "`i686-unknown-linux-gnu` and `x86_64-unknown-linux-gnu`, `2_31` for "
                        "`riscv64gc-unknown-linux-gnu`."
                    ),
                )
            ],
            id="a default for targets that have different containers",
        ),
        pytest.param(
            linux.linux_policy_maintained,
            matrix(TARGETS[1], action="PyO3/maturin-action@v1.49.3", manylinux="auto", **TARGET),
            [
                (
                    f"{R}:15",
                    (
                        'Write:\n\n```yaml\nmanylinux: "2_28"\n```\n\n'
                        "The images come with `PyO3/maturin-action@v1.49.4` or newer."
                    ),
                )
            ],
            id="an image that the version of the action does not know",
        ),
        pytest.param(
            linux.linux_policy_maintained,
            matrix(*TARGETS[:2], manylinux="${{ matrix.target == 'x86_64' && '2014' || '2_24' }}", **TARGET),
            [(f"{R}:16", 'Write:\n\n```yaml\nmanylinux: "2_28"\n```')],
            id="an expression that has nothing left to tell apart",
        ),
        pytest.param(
            linux.linux_policy_maintained,
            {
                **built(use("pypa/cibuildwheel@v3.3.0")),
                "pyproject.toml": """[build-system]
requires = ["maturin>=1.14,<2"]
build-backend = "maturin"

[project]
name = "orchard"
dynamic = ["version"]
requires-python = ">=3.14"

[tool.cibuildwheel]
build = "cp314-manylinux_x86_64"
manylinux-x86_64-image = "manylinux2014"
""",
            },
            [
                (
                    "pyproject.toml:12",
                    fence(
                        '[tool.cibuildwheel]\nmanylinux-x86_64-image = "manylinux_2_28"', "toml", "pyproject.toml"
                    ),
                )
            ],
            id="cibuildwheel",
        ),
        pytest.param(
            linux.linux_wheels_built_in_container,
            matrix(*TARGETS[:1], manylinux="auto", container='"off"', **TARGET),
            [(f"{R}:16", "Delete `container: off`, or link with `--zig`.")],
            id="a container that is off",
        ),
        pytest.param(
            linux.arm_wheels_built_on_arm,
            matrix("os: ubuntu-24.04, target: x86_64", "os: ubuntu-24.04, target: aarch64", **TARGET),
            [(f"{R}:11", "In the matrix, write:\n\n```yaml\nos: ubuntu-26.04-arm\n```")],
            id="the row of the matrix that names the runner",
        ),
        pytest.param(
            linux.arm_wheels_built_on_arm,
            built(
                use("PyO3/maturin-action@v1", args="--release -i 3.14", manylinux="2_28", **TARGET),
                keys="strategy:\n  matrix:\n    target: [x86_64, aarch64]",
            ),
            [
                (
                    f"{R}:6",
                    "Write:\n\n"
                    + yaml("runs-on: ${{ matrix.target == 'aarch64' && 'ubuntu-26.04-arm' || 'ubuntu-24.04' }}"),
                )
            ],
            id="a runner of a whole matrix stays for the others",
        ),
        pytest.param(
            linux.arm_wheels_built_on_arm,
            built(
                use("PyO3/maturin-action@v1", args="--release -i 3.14", manylinux="auto", **TARGET),
                keys="strategy:\n  matrix:\n    target: [x86_64, aarch64, aarch64-unknown-linux-musl]",
            ),
            [
                (
                    f"{R}:6",
                    "Write:\n\n"
                    + yaml(
                        "runs-on: ${{ (matrix.target == 'aarch64' || matrix.target == "
                        "'aarch64-unknown-linux-musl') && 'ubuntu-26.04-arm' || 'ubuntu-24.04' }}"
                    ),
                )
            ],
            id="two targets for arm64 on one line",
        ),
        pytest.param(
            linux.musllinux_wheels_built,
            matrix(ROWS[0], manylinux="${{ matrix.policy }}", **TARGET),
            [
                (
                    f"{R}:10",
                    "Add to the matrix:\n\n"
                    + yaml("- os: ubuntu-24.04\n  target: x86_64\n  policy: musllinux_1_2"),
                )
            ],
            id="a row for musl in the keys of the matrix",
        ),
    ],
)
def test_the_line_to_edit_and_what_to_write(
    check: Check, overlay: dict[str, str | None], fixes: list[tuple[str, str]], tmp_path: Path
) -> None:
    problems = result(tmp_path, check, overlay).problems
    assert [(str(p.location), p.fix) for p in problems] == fixes


def test_one_line_gets_one_advice(tmp_path: Path) -> None:
    told = result(tmp_path, linux.linux_policy_explicit, built(wheel(manylinux="auto")))
    assert told.reason == "`linux-policy-maintained` has the policy to write on the same lines"
