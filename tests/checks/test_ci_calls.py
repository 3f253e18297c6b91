"""Calls of maturin: commands, options, interpreters, targets and files."""

from pathlib import Path

import pytest

from maturin_compliance.checks.ci import maturin_calls_valid
from tests.checks.flows import CI, ci, job, run, use
from tests.checks.support import found, result

CHECKOUT = use("actions/checkout@v7")
ROWS = """strategy:
  matrix:
    include:
      - name: macos-arm64
        target: arm64
      - name: x
        target: x86_64"""
TWO = "`--target i686-unknown-linux-gnu` is given beside the input `target`, which says something else: it wins"
WINDOWS = "`aarch64`, `i686`, `x64`, `x86` and `x86_64`"
SCRIPT = """maturin --version
uvx maturin bulid
python -m maturin build --zig --loked
echo maturin x"""
ACTION = ".github/actions/wheel/action.yml"
COMPOSITE = """inputs:
  manifest:
    default: pkg/Cargo.toml
runs:
  using: composite
  steps:
    - uses: PyO3/maturin-action@v1
      with:
        args: -m ${{ inputs.manifest }}
"""


def build(*before: str, runner: str = "ubuntu-24.04", keys: str = "", **inputs: str) -> dict[str, str | None]:
    """A job that builds with the action, whose inputs begin at line 9 without further steps or keys."""
    return ci(job("wheels", CHECKOUT, *before, use("PyO3/maturin-action@v1", **inputs), runner=runner, keys=keys))


@pytest.mark.parametrize(
    ("overlay", "problems", "fixes"),
    [
        (build(target="x86_64", args="--release --manylinux 2_28 -i 3.13 3.14"), [], []),
        (build(command="biuld"), [f"{CI}:9 maturin has no command `biuld`"], ["Write `build`."]),
        (build(command="list-python"), [], []),
        (
            build(args="--relase --include-debuginfo"),
            [f"{CI}:9 maturin has no option `--relase`"],
            ["Write `--release`."],
        ),
        (
            build(args="-i 3.13,3.14"),
            [f"{CI}:9 maturin takes `3.13,3.14` for one interpreter"],
            ["Put spaces between them: `-i 3.13 3.14`."],
        ),
        (
            build(args="--interpreter --out dist"),
            [f"{CI}:9 `--interpreter` names no interpreter: maturin takes it for `--find-interpreter` (warned)"],
            ["Name them, or write `--find-interpreter`."],
        ),
        (
            ci(job("a", run(SCRIPT))),
            [f"{CI}:8 maturin has no command `bulid`", f"{CI}:9 maturin has no option `--loked`"],
            ["Write `build`.", "Write `--locked`."],
        ),
        (ci(job("a", run("maturin develop --uv"), run("maturin build $ARGS"))), [], []),
        (
            build(runner="macos-15", keys=ROWS, target="${{ matrix.target }}"),
            [f"{CI}:9 `arm64` is neither a Rust target nor a name that maturin-action knows on macOS"],
            ["Write `aarch64`."],
        ),
        (
            build(target="x86_64-musl", manylinux="musllinux_1_2"),
            [f"{CI}:9 `x86_64-musl` is neither a Rust target nor a name that maturin-action knows on Linux"],
            ["Write `x86_64`."],
        ),
        (
            build(runner="windows-2025", target="armv7"),
            [f"{CI}:9 `armv7` is neither a Rust target nor a name that maturin-action knows on Windows"],
            [f"Write one that it knows there, {WINDOWS}, or a whole Rust target."],
        ),
        (build(target="aarch64-linux-android"), [], []),
        (build(target="mips64el-unknown-linux-gnuabi64"), [], []),
        (
            build(target="x86_64", args="--target i686-unknown-linux-gnu"),
            [
                f"{CI}:10 {TWO}",
            ],
            ["Delete one of the two."],
        ),
        (
            build(runner="ubuntu-24.04-arm", manylinux="musllinux_1_2"),
            [f"{CI}:9 `manylinux: musllinux_1_2` without a target: maturin-action builds for glibc"],
            ["Name the target beside it:\n\n```yaml\ntarget: aarch64\n```"],
        ),
        (build(target="${{ matrix.nothing }}", manylinux="musllinux_1_2"), [], []),
        (
            build(working_directory="py"),
            [f"{CI}:9 there is no folder `py` in the repository"],
            ["Write one that holds a package: `.`."],
        ),
        (
            build(args="-m py/Cargo.toml"),
            [f"{CI}:9 there is no file `py/Cargo.toml` in the repository"],
            ["Write `Cargo.toml`."],
        ),
        (build(args="-m Cargo.toml", working_directory="."), [], []),
        (build(run("git clone x py"), working_directory="py"), [], []),
        (build(use("actions/checkout@v7", path="py"), working_directory="py"), [], []),
        (
            {**ci(job("a", CHECKOUT, use("./.github/actions/wheel"))), ACTION: COMPOSITE},
            [f"{ACTION}:3 there is no file `pkg/Cargo.toml` in the repository"],
            ["Write `Cargo.toml`."],
        ),
    ],
)
def test_calls(overlay: dict[str, str | None], problems: list[str], fixes: list[str], tmp_path: Path) -> None:
    assert found(tmp_path / "a", maturin_calls_valid, overlay) == problems
    assert [one.fix for one in result(tmp_path / "b", maturin_calls_valid, overlay).problems] == fixes
