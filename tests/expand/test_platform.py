"""The platform of a wheel: what the command line, the settings and the environment ask for."""

from pathlib import Path

import pytest

from tests.expand.support import CARGO, PYPROJECT, action, expanded, steps

BIN = CARGO.replace('[lib]\ncrate-type = ["cdylib"]\n', '[[bin]]\nname = "demo"\npath = "src/main.rs"\n').replace(
    'pyo3 = "0.26"\n', ""
)
GNU2014 = "manylinux_2_17_x86_64.manylinux2014_x86_64"


@pytest.mark.parametrize(
    ("args", "settings", "inputs", "platform"),
    [
        ("--compatibility pypi", "", {"manylinux": "auto"}, GNU2014),
        ("--compatibility manylinux_2_28", "", {"manylinux": "auto"}, "manylinux_2_28_x86_64"),
        ("--manylinux off", "", {"manylinux": "auto"}, "linux_x86_64"),
        ("", 'compatibility = "manylinux_2_28"', {"manylinux": "auto"}, "manylinux_2_28_x86_64"),
        ("", 'manylinux = "2_28"', {"manylinux": "auto"}, "manylinux_2_28_x86_64"),
        ("--compatibility 2014", 'compatibility = "2_28"', {}, GNU2014),
        ("--auditwheel skip", "", {"manylinux": "auto"}, "linux_x86_64"),
        ("", "skip-auditwheel = true", {"manylinux": "auto"}, "linux_x86_64"),
        ("--skip-auditwheel", "", {"manylinux": "2_28"}, "manylinux_2_28_x86_64"),
        ("--zig", "", {}, GNU2014),
        ("--zig --compatibility 2_28", "", {}, "manylinux_2_28_x86_64"),
        ("", "", {"target": "x86_64-unknown-linux-musl"}, "musllinux_1_2_x86_64"),
    ],
)
def test_linux(tmp_path: Path, args: str, settings: str, inputs: dict[str, str], platform: str) -> None:
    pyproject = f"{PYPROJECT}\n[tool.maturin]\n{settings}\n"
    step = action(f"-i 3.12 {args}", **{"target": "x86_64", **inputs})
    (wheel,) = expanded(tmp_path, {**steps(step), "pyproject.toml": pyproject}).release.wheels
    assert wheel.platform == platform


@pytest.mark.parametrize(
    ("deployment", "settings", "target", "platform"),
    [
        ("10.14", "", "x86_64", "macosx_10_14_x86_64"),
        ("10.9", "", "x86_64", "macosx_10_12_x86_64"),
        ("10.14", "", "aarch64", "macosx_11_0_arm64"),
        ("11.3", "", "aarch64", "macosx_11_0_arm64"),
        ("12.0", "", "x86_64", "macosx_12_0_x86_64"),
        ("10.14", "", "universal2", "macosx_10_14_x86_64.macosx_11_0_arm64.macosx_10_14_universal2"),
        ("13.0", "", "universal2", "macosx_13_0_x86_64.macosx_13_0_arm64.macosx_13_0_universal2"),
        ("11.0", 'x86_64-apple-darwin = "10.13"', "x86_64", "macosx_10_13_x86_64"),
    ],
)
def test_macos(tmp_path: Path, deployment: str, settings: str, target: str, platform: str) -> None:
    triple, _, value = settings.partition(" = ")
    table = f"\n[tool.maturin.target.{triple}]\nmacos-deployment-target = {value}\n" if settings else ""
    files = steps(
        action("-i 3.12", target=target),
        runner="macos-15",
        above=f"    env:\n      MACOSX_DEPLOYMENT_TARGET: '{deployment}'\n",
    )
    (wheel,) = expanded(tmp_path, {**files, "pyproject.toml": PYPROJECT + table}).release.wheels
    assert wheel.platform == platform


@pytest.mark.parametrize(
    ("args", "inputs", "platform"),
    [
        ("--compatibility manylinux2010 musllinux_1_1", {"target": "x86_64-unknown-linux-musl"},
         "manylinux2010_x86_64.manylinux_2_12_x86_64.musllinux_1_1_x86_64"),
        ("", {"target": "x86_64", "manylinux": "2014"}, "manylinux2014_x86_64.manylinux_2_17_x86_64"),
    ],
)  # fmt: skip
def test_a_program_needs_no_python_and_may_have_several_policies(
    tmp_path: Path, args: str, inputs: dict[str, str], platform: str
) -> None:
    step = action(args, maturin_version="v1.16.0", **inputs)
    expansion = expanded(tmp_path, {**steps(step), "Cargo.toml": BIN, "src/main.rs": "fn main() {}\n"})
    (wheel,) = expansion.release.wheels
    assert (wheel.interpreter, wheel.abi, wheel.platform) == ("py3", "none", platform)


def test_the_runners_own_glibc_leaves_the_policy_open(tmp_path: Path) -> None:
    setup = "- uses: actions/setup-python@v6\n  with:\n    python-version: '3.12'"
    (wheel,) = expanded(tmp_path, steps(setup, "- run: pip install maturin\n- run: maturin build")).release.wheels
    assert wheel.certainty.value == "assumed"
    assert wheel.platform.startswith("manylinux_2_3")
    assert wheel.alternatives
