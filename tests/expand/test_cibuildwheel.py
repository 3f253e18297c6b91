"""Projects that build with cibuildwheel: literal options, the wheels that they lead to."""

from datetime import date
from pathlib import Path

import pytest

from tests.expand.cibuildwheel import OPTIONS, cibuildwheel
from tests.expand.support import CARGO, PYPROJECT, expanded, run, steps, tags

ABI3 = CARGO.replace('pyo3 = "0.26"', 'pyo3 = { version = "0.26", features = ["abi3-py311"] }')


@pytest.mark.parametrize(
    ("runner", "ref", "variables", "expected"),
    [
        pytest.param(
            "ubuntu-24.04",
            "v2.23.3",
            {"CIBW_BUILD": "cp312-*"},
            [
                "cp312-cp312-manylinux_2_5_i686.manylinux1_i686.manylinux_2_17_i686.manylinux2014_i686",
                "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64",
                "cp312-cp312-musllinux_1_2_i686",
                "cp312-cp312-musllinux_1_2_x86_64",
            ],
            id="2.23 builds i686 beside x86_64, in manylinux2014, the requested policy first",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v3.3.0",
            {"CIBW_BUILD": "cp312-*"},
            ["cp312-cp312-manylinux_2_28_x86_64", "cp312-cp312-musllinux_1_2_x86_64"],
            id="3.3 builds x86_64 alone, in manylinux_2_28",
        ),
        pytest.param(
            "ubuntu-24.04-arm",
            "v3.3.0",
            {"CIBW_BUILD": "cp31{3,3t,4t,5}-manylinux_*", "CIBW_MANYLINUX_AARCH64_IMAGE": "manylinux2014"},
            [
                "cp313-cp313-manylinux2014_aarch64.manylinux_2_17_aarch64",
                "cp314-cp314t-manylinux2014_aarch64.manylinux_2_17_aarch64",
            ],
            id="3.3 leaves cp313t out unless enabled, and sorts the tags",
        ),
        pytest.param(
            "ubuntu-24.04-arm",
            "v3.3.0",
            {"CIBW_BUILD": "cp31{3,3t}-musllinux_*", "CIBW_ENABLE": "cpython-freethreading"},
            ["cp313-cp313-musllinux_1_2_aarch64", "cp313-cp313t-musllinux_1_2_aarch64"],
            id="a group that is enabled",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v2.19.2",
            {"CIBW_BUILD": "cp313*-manylinux_x86_64", "CIBW_PRERELEASE_PYTHONS": "true"},
            ["cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64"],
            id="2.19 enables pre-releases by a variable of its own",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v3.3.0",
            {"CIBW_BUILD": "cp312-*", "CIBW_ARCHS": "riscv64 armv7l"},
            [
                "cp312-cp312-manylinux_2_31_armv7l",
                "cp312-cp312-manylinux_2_34_riscv64.manylinux_2_39_riscv64",
                "cp312-cp312-musllinux_1_2_armv7l",
                "cp312-cp312-musllinux_1_2_riscv64",
            ],
            id="architectures that are emulated",
        ),
        pytest.param(
            "macos-15",
            "v3.3.0",
            {
                "CIBW_BUILD": "cp31{1,2,4}-*",
                "CIBW_ARCHS": "all",
                "CIBW_ENVIRONMENT": "MACOSX_DEPLOYMENT_TARGET=10.12",
            },
            [
                "cp311-cp311-macosx_10_12_universal2",
                "cp311-cp311-macosx_10_12_x86_64",
                "cp311-cp311-macosx_11_0_arm64",
                "cp312-cp312-macosx_10_13_universal2",
                "cp312-cp312-macosx_10_13_x86_64",
                "cp312-cp312-macosx_11_0_arm64",
                "cp314-cp314-macosx_10_15_universal2",
                "cp314-cp314-macosx_10_15_x86_64",
                "cp314-cp314-macosx_11_0_arm64",
            ],
            id="the lowest macOS of each Python, and one tag for a fat wheel",
        ),
        pytest.param(
            "macos-15",
            "v3.3.0",
            {"CIBW_BUILD": "cp311-*", "MACOSX_DEPLOYMENT_TARGET": "13.3"},
            ["cp311-cp311-macosx_13_0_arm64"],
            id="a deployment target of the job, its minor left out",
        ),
        pytest.param(
            "macos-15",
            "v2.17.0",
            {"CIBW_BUILD": "cp311-*", "CIBW_ARCHS": "x86_64", "MACOSX_DEPLOYMENT_TARGET": "10.13"},
            ["cp311-cp311-macosx_10_9_x86_64"],
            id="before delocate 0.11 the tag is the one of the Python",
        ),
        pytest.param(
            "macos-15-intel",
            "v3.3.0",
            {"CIBW_BUILD": "pp311-*", "CIBW_ENABLE": "pypy", "CIBW_ARCHS": "x86_64 arm64"},
            ["pp311-pypy311_pp73-macosx_10_15_x86_64"],
            id="an Intel Mac cannot build PyPy for Apple silicon",
        ),
        pytest.param(
            "macos-15",
            "v4.3.0",
            {"CIBW_BUILD": "pp311-*", "CIBW_ENABLE": "pypy"},
            ["pp311-pypy311_pp80-macosx_11_0_arm64"],
            id="the PyPy that 4.3 pins",
        ),
        pytest.param(
            "macos-15",
            "v3.3.0",
            {"CIBW_BUILD": "cp311-*", "CIBW_ARCHS": "x86_64"},
            ["cp311-cp311-macosx_10_12_x86_64"],
            id="Rust's own lowest macOS where the target is older",
        ),
        pytest.param(
            "windows-2025",
            "v3.3.0",
            {"CIBW_BUILD": "cp314*", "CIBW_SKIP": "*t-win32"},
            ["cp314-cp314-win32", "cp314-cp314-win_amd64", "cp314-cp314t-win_amd64"],
            id="Windows builds x86 beside AMD64",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v4.3.0",
            {"CIBW_PLATFORM": "pyodide", "CIBW_BUILD": "cp313-*"},
            ["cp313-cp313-pyemscripten_2025_0_wasm32"],
            id="Pyodide",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v4.3.0",
            {"CIBW_PLATFORM": "pyodide", "CIBW_BUILD": "cp31{2,5}-*", "CIBW_ENABLE": "pyodide-eol"},
            ["cp312-cp312-pyodide_2024_0_wasm32", "cp315-cp315-pyemscripten_2026_5_wasm32"],
            id="the oldest Pyodide keeps the older head",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v3.4.1",
            {"CIBW_PLATFORM": "pyodide", "CIBW_BUILD": "cp313-*"},
            ["cp313-cp313-pyodide_2025_0_wasm32"],
            id="Pyodide before the platform of a year",
        ),
        pytest.param(
            "ubuntu-24.04",
            "faf86a6ed7efa889faf6996aa23820831055001a",
            {"CIBW_BUILD": "cp313-manylinux_x86_64"},
            ["cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64"],
            id="the commit of 2.23.3",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v3.3.0",
            {"CIBW_PROJECT_REQUIRES_PYTHON": ">=3.14", "CIBW_BUILD": "cp*-musllinux*"},
            ["cp314-cp314-musllinux_1_2_x86_64", "cp314-cp314t-musllinux_1_2_x86_64"],
            id="requires-python of a variable",
        ),
    ],
)
def test_wheels(tmp_path: Path, runner: str, ref: str, variables: dict[str, str], expected: list[str]) -> None:
    expansion = expanded(tmp_path, steps(cibuildwheel(ref, **variables), runner=runner))
    assert sorted(tags(expansion)) == sorted(expected)
    assert expansion.release.not_modelled == ()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (
            {"CIBW_BUILD": "cp3{10,11,12,13}-musllinux_x86_64"},
            ["cp310-cp310-musllinux_1_2_x86_64", "cp311-abi3-musllinux_1_2_x86_64"],
        ),
        (
            {"CIBW_BUILD": "cp31{2,3,4t}-musllinux_x86_64"},
            ["cp311-abi3-musllinux_1_2_x86_64", "cp314-cp314t-musllinux_1_2_x86_64"],
        ),
        (
            {"CIBW_BUILD": "{cp312,pp311}-manylinux_x86_64", "CIBW_ENABLE": "pypy"},
            ["cp311-abi3-manylinux_2_28_x86_64", "pp311-pypy311_pp73-manylinux_2_28_x86_64"],
        ),
    ],
)
def test_a_stable_abi_is_built_once(tmp_path: Path, variables: dict[str, str], expected: list[str]) -> None:
    files = {"Cargo.toml": ABI3, **steps(cibuildwheel(**variables))}
    assert sorted(tags(expanded(tmp_path, files))) == expected


def test_the_lowest_python_names_a_stable_abi_without_a_minimum(tmp_path: Path) -> None:
    cargo = ABI3.replace("abi3-py311", "abi3")
    files = {"Cargo.toml": cargo, **steps(cibuildwheel(CIBW_BUILD="cp31{2,3}-*linux_x86_64"))}
    assert tags(expanded(tmp_path, files)) == [
        "cp312-abi3-manylinux_2_28_x86_64",
        "cp312-abi3-musllinux_1_2_x86_64",
    ]


def test_a_variable_enables_further_groups(tmp_path: Path) -> None:
    table = '\n[tool.cibuildwheel]\nenable = ["pypy"]\n'
    step = cibuildwheel(CIBW_BUILD="{pp311,gp312*}-manylinux_*", CIBW_ENABLE="graalpy")
    assert tags(expanded(tmp_path, {"pyproject.toml": PYPROJECT + table, **steps(step)})) == [
        "graalpy312-graalpy250_312_native-manylinux_2_28_x86_64",
        "pp311-pypy311_pp73-manylinux_2_28_x86_64",
    ]


def test_an_empty_variable_leaves_the_image_of_the_file(tmp_path: Path) -> None:
    table = OPTIONS + 'manylinux-x86_64-image = "manylinux_2_34"\n'
    step = cibuildwheel(CIBW_MANYLINUX_X86_64_IMAGE="")
    files = {"pyproject.toml": PYPROJECT + table, **steps(step)}
    assert tags(expanded(tmp_path, files)) == ["cp312-cp312-manylinux_2_34_x86_64"]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ["cp312-cp312-manylinux_2_28_x86_64"]),
        ('manylinux-x86_64-image = "manylinux_2_34"', ["cp312-cp312-manylinux_2_34_x86_64"]),
        ('repair-wheel-command = "cp {wheel} {dest_dir}"', ["cp312-cp312-linux_x86_64"]),
        ('[tool.cibuildwheel.linux]\nbuild = "cp3*"', ["cp312-cp312-manylinux_2_28_x86_64"]),
        ('[tool.cibuildwheel.linux]\nskip = "*"', []),
        (
            '[[tool.cibuildwheel.overrides]]\nselect = "cp312-*"\nmanylinux-x86_64-image = "manylinux2014"',
            ["cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64"],
        ),
    ],
)
def test_options_of_the_file(tmp_path: Path, options: str, expected: list[str]) -> None:
    files = {
        "pyproject.toml": PYPROJECT + OPTIONS + options + "\n",
        **steps(cibuildwheel(CIBW_BUILD="cp312-manylinux_*")),
    }
    assert tags(expanded(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("pipx run cibuildwheel==2.23.3 --archs x86_64", "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64"),
        ("uvx cibuildwheel@3.3.0", "cp312-cp312-manylinux_2_28_x86_64"),
        (
            "pip install cibuildwheel==2.23.3\npython -m cibuildwheel --archs=x86_64 --output-dir out .",
            "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64",
        ),
        (
            "pip install --group release\npython -m cibuildwheel --only cp312-manylinux_x86_64",
            "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64",
        ),
    ],
)
def test_a_command(tmp_path: Path, script: str, expected: str) -> None:
    group = '\n[dependency-groups]\nrelease = ["cibuildwheel==2.23.3"]\n'
    files = {"pyproject.toml": PYPROJECT + OPTIONS + group, **steps(run(script))}
    expansion = expanded(tmp_path, files)
    assert tags(expansion) == [expected]


def test_a_command_that_prints_the_builds_makes_none(tmp_path: Path) -> None:
    assert tags(expanded(tmp_path, steps(run("pipx run cibuildwheel --print-build-identifiers")))) == []


def test_the_version_is_the_newest_of_the_date_where_nothing_fixes_it(tmp_path: Path) -> None:
    files = {"pyproject.toml": PYPROJECT + OPTIONS, **steps(cibuildwheel("main"))}
    expansion = expanded(tmp_path, files, as_of=date(2024, 8, 10))
    (wheel,) = expansion.release.wheels
    assert wheel.platform == "manylinux_2_17_x86_64.manylinux2014_x86_64"
    assert wheel.certainty.value == "assumed"
    assert "it is taken for 2.20.0 of the date" in wheel.because[0].text
