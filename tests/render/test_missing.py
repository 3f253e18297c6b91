"""Cells without a wheel: the matrix that a page offers builds exactly these."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from textwrap import indent

import pytest

from maturin_compliance.analysis import Analysis, analyse
from maturin_compliance.render import missing

PROJECTS = Path(__file__).parent.parent / "projects"
DAY = date(2025, 12, 3)
WORKFLOW = """\
on: {{push: {{tags: ["v*"]}}}}
jobs:
  more:
{strategy}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        if: runner.os != 'Linux'
        with: {{python-version: "${{{{ matrix.interpreter }}}}"}}
      - uses: PyO3/maturin-action@v1
{step}
"""


def pasted(analysis: Analysis, source: Path, root: Path) -> list[str]:
    """Expand a copy of a project whose only workflow holds what the page says, and give its wheels."""
    rows = missing.rows(analysis, missing.cells(analysis))
    shutil.copytree(source, root)
    shutil.rmtree(root / ".github/workflows")
    (root / ".github/workflows").mkdir()
    text = WORKFLOW.format(
        strategy=indent(missing.yaml(rows), " " * 4), step=indent(missing.step(analysis, rows), " " * 8)
    )
    (root / ".github/workflows/more.yml").write_text(text, "utf-8")
    return [wheel.filename for wheel in analyse(root, as_of=DAY).expansion.release.wheels]


def test_the_offered_matrix_builds_the_missing_cells(tmp_path: Path) -> None:
    source = PROJECTS / "par-term-emu-core-rust"
    names = pasted(analyse(source, as_of=DAY), source, tmp_path / "copy")
    assert sorted(name.removeprefix("par_term_emu_core_rust-0.16.0-") for name in names) == [
        f"cp3{minor}-cp3{minor}-{platform}.whl"
        for minor in (12, 13, 14)
        for platform in ("musllinux_1_2_aarch64", "musllinux_1_2_x86_64", "win_arm64")
    ]


def without(analysis: Analysis, platform: str) -> Analysis:
    release = analysis.expansion.release
    kept = tuple(wheel for wheel in release.wheels if wheel.platform != platform)
    return replace(analysis, expansion=replace(analysis.expansion, release=replace(release, wheels=kept)))


@pytest.mark.parametrize(
    ("taken_out", "expected"),
    [
        (
            "win_arm64",
            [
                missing.Row(
                    runner="windows-11-arm", target="aarch64-pc-windows-msvc", manylinux="", interpreter=("3.11",)
                )
            ],
        ),
        (
            "musllinux_1_2_aarch64",
            [
                missing.Row(
                    runner="ubuntu-24.04-arm",
                    target="aarch64-unknown-linux-musl",
                    manylinux="musllinux_1_2",
                    interpreter=("3.11",),
                )
            ],
        ),
        (
            "macosx_10_12_x86_64",
            [
                missing.Row(
                    runner="macos-15-intel", target="x86_64-apple-darwin", manylinux="", interpreter=("3.11",)
                )
            ],
        ),
    ],
)
def test_one_wheel_for_the_stable_abi_fills_all_cells_of_a_platform(
    taken_out: str, expected: list[missing.Row]
) -> None:
    whole = analyse(PROJECTS / "small-abi3", as_of=DAY)
    assert missing.cells(whole) == ()
    analysis = without(whole, taken_out)
    (found,) = missing.cells(analysis)
    assert [str(python) for python in found.pythons] == ["3.11", "3.12", "3.13", "3.14"]
    assert list(missing.rows(analysis, (found,))) == expected
