"""The names of wheels, from one call of maturin-action: names of real releases, and rules of maturin's own."""

from datetime import date
from pathlib import Path

import pytest

from tests.expand.support import CARGO, PYPROJECT, action, expanded, steps, tags

SETUP = "- uses: actions/setup-python@v6\n  with:\n    python-version: '3.12'\n"
OLD, NEW = "v1.10.2", "v1.16.0"


@pytest.mark.parametrize(
    ("version", "runner", "target", "manylinux", "platform"),
    [
        # before 1.16 the newest name stands first, from then on the parts are sorted by bytes
        (OLD, "ubuntu-24.04", "x86_64", "auto", "manylinux_2_17_x86_64.manylinux2014_x86_64"),
        (NEW, "ubuntu-24.04", "x86_64", "auto", "manylinux2014_x86_64.manylinux_2_17_x86_64"),
        (OLD, "ubuntu-24.04", "aarch64", "auto", "manylinux_2_17_aarch64.manylinux2014_aarch64"),
        (NEW, "ubuntu-24.04", "aarch64", "2014", "manylinux2014_aarch64.manylinux_2_17_aarch64"),
        (OLD, "macos-14", "x86_64", "auto", "macosx_10_12_x86_64"),
        (OLD, "macos-14", "aarch64", "auto", "macosx_11_0_arm64"),
        (OLD, "macos-14", "universal2", "auto", "macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2"),
        (NEW, "macos-14", "universal2", "auto", "macosx_10_12_universal2.macosx_10_12_x86_64.macosx_11_0_arm64"),
        (OLD, "windows-2025", "x64", "auto", "win_amd64"),
        (OLD, "windows-2025", "x86", "auto", "win32"),
        (OLD, "windows-11-arm", "aarch64", "auto", "win_arm64"),
        # policies that are asked for
        (OLD, "ubuntu-24.04", "i686", "2014", "manylinux_2_17_i686.manylinux2014_i686"),
        (OLD, "ubuntu-24.04", "x86_64", "2_28", "manylinux_2_28_x86_64"),
        (OLD, "ubuntu-24.04", "x86_64", "manylinux_2_28", "manylinux_2_28_x86_64"),
        (OLD, "ubuntu-24.04", "x86_64", "2010", "manylinux_2_12_x86_64.manylinux2010_x86_64"),
        (OLD, "ubuntu-24.04", "armv7", "2014", "manylinux_2_17_armv7l.manylinux2014_armv7l"),
        (OLD, "ubuntu-24.04", "ppc64le", "2014", "manylinux_2_17_ppc64le.manylinux2014_ppc64le"),
        (OLD, "ubuntu-24.04", "s390x", "2014", "manylinux_2_17_s390x.manylinux2014_s390x"),
        (OLD, "ubuntu-24.04", "x86_64", "musllinux_1_1", "musllinux_1_1_x86_64"),
        (OLD, "ubuntu-24.04", "armv7", "musllinux_1_2", "musllinux_1_2_armv7l"),
        (OLD, "ubuntu-24.04", "aarch64", "musllinux_1_2", "musllinux_1_2_aarch64"),
        (OLD, "ubuntu-24.04", "x86_64", "off", "linux_x86_64"),
        # floors above 2.17
        (OLD, "ubuntu-24.04", "riscv64", "auto", "manylinux_2_31_riscv64"),
        (OLD, "ubuntu-24.04", "loongarch64", "auto", "manylinux_2_36_loongarch64"),
    ],
)  # fmt: skip
def test_the_platform(
    tmp_path: Path, version: str, runner: str, target: str, manylinux: str, platform: str
) -> None:
    step = action("--release -i 3.12", target=target, manylinux=manylinux, maturin_version=version)
    expansion = expanded(tmp_path, steps(SETUP, step, runner=runner))
    assert tags(expansion) == [f"cp312-cp312-{platform}"]


@pytest.mark.parametrize(
    ("target", "env", "platform"),
    [
        # Android: the API level, 24 where maturin-action sets it
        ("aarch64-linux-android", "ANDROID_API_LEVEL: '26'", "android_26_arm64_v8a"),
        ("x86_64-linux-android", "X: y", "android_24_x86_64"),
        # iOS: 13.0 by default; a simulator by the target, on Intel always
        ("aarch64-apple-ios", "X: y", "ios_13_0_arm64_iphoneos"),
        ("aarch64-apple-ios-sim", "X: y", "ios_13_0_arm64_iphonesimulator"),
        ("x86_64-apple-ios", "IPHONEOS_DEPLOYMENT_TARGET: '15.4'", "ios_15_4_x86_64_iphonesimulator"),
    ],
)
def test_the_platform_of_a_telephone(tmp_path: Path, target: str, env: str, platform: str) -> None:
    step = action("--release -i 3.14", target=target, maturin_version=NEW) + f"  env:\n    {env}\n"
    expansion = expanded(tmp_path, steps(SETUP, step, runner="macos-15"))
    assert tags(expansion) == [f"cp314-cp314-{platform}"]


def test_an_i686_wheel_without_a_policy_is_likely_to_suit_the_oldest(tmp_path: Path) -> None:
    expansion = expanded(tmp_path, steps(action("-i 3.12", target="i686", manylinux="auto", maturin_version=NEW)))
    (wheel,) = expansion.release.wheels
    names = {wheel.platform, *(name.removesuffix(".whl").split("-", 4)[4] for name in wheel.alternatives)}
    assert {"manylinux1_i686.manylinux_2_5_i686", "manylinux2014_i686.manylinux_2_17_i686"} <= names
    assert wheel.certainty.value == "assumed"


@pytest.mark.parametrize(
    ("python", "tag"),
    [
        ("3.7", "cp37-cp37m"),
        ("3.12", "cp312-cp312"),
        ("python3.14", "cp314-cp314"),
        ("3.14t", "cp314-cp314t"),
        ("python3.15t", "cp315-cp315t"),
        ("pypy3.10", "pp310-pypy310_pp73"),
        ("pypy-3.9", "pp39-pypy39_pp73"),
        ("pypy3.12", "pp312-pypy312_pp80"),
        ("graalpy3.11", "graalpy311-graalpy242_311_native"),
        ("/opt/python/cp311-cp311/bin/python", "cp311-cp311"),
    ],
)
def test_the_tags_of_a_python(tmp_path: Path, python: str, tag: str) -> None:
    step = action(f"-i {python}", target="x86_64", manylinux="2_28", maturin_version=NEW)
    assert tags(expanded(tmp_path, steps(step))) == [f"{tag}-manylinux_2_28_x86_64"]


@pytest.mark.parametrize(
    ("features", "pythons", "expected"),
    [
        ('["abi3-py39"]', "3.10 3.12", ["cp39-abi3"]),
        ('["abi3-py39"]', "3.10 3.14t", ["cp314-cp314t", "cp39-abi3"]),
        ('["abi3-py39"]', "3.10 pypy3.11", ["cp39-abi3", "pp311-pypy311_pp73"]),
        ('["abi3-py311"]', "3.10 3.12", ["cp310-cp310", "cp311-abi3"]),
        ('["abi3-py311", "abi3-py39"]', "3.12", ["cp39-abi3"]),
        ('["abi3"]', "3.10", ["cp310-abi3"]),
        ('["abi3t-py315"]', "3.15 3.15t", ["cp315-abi3.abi3t"]),
        ('["abi3t-py315"]', "3.14 3.15", ["cp314-cp314", "cp315-abi3.abi3t"]),
        ("[]", "3.10 3.11", ["cp310-cp310", "cp311-cp311"]),
    ],
)
def test_a_stable_abi_folds_the_pythons_that_can_load_it(
    tmp_path: Path, features: str, pythons: str, expected: list[str]
) -> None:
    cargo = CARGO.replace('pyo3 = "0.26"', f'pyo3 = {{ version = "0.29", features = {features} }}')
    step = action(f"-i {pythons}", target="x86_64", manylinux="2_28", maturin_version=NEW)
    expansion = expanded(tmp_path, {**steps(step), "Cargo.toml": cargo})
    assert tags(expansion) == [f"{tag}-manylinux_2_28_x86_64" for tag in expected]


@pytest.mark.parametrize(
    ("name", "version", "start"),
    [
        ("Emp.Pkg", "1.0.0", "emp_pkg-1.0.0-"),
        ("a--b__c", "1.0", "a_b_c-1.0-"),
        ("demo", "1.0.0-rc.1", "demo-1.0.0rc1-"),
        ("demo", "1.0+local.1", "demo-1.0+local.1-"),
        ("demo", "1.0.post1", "demo-1.0.post1-"),
    ],
)
def test_name_and_version(tmp_path: Path, name: str, version: str, start: str) -> None:
    pyproject = PYPROJECT.replace('"demo"', f'"{name}"').replace('"1.0.0"', f'"{version}"')
    step = action("-i 3.12", target="x86_64", manylinux="2014")
    (wheel,) = expanded(tmp_path, {**steps(step), "pyproject.toml": pyproject}).release.wheels
    assert wheel.filename.startswith(start)


def test_a_dynamic_version_is_the_crates_as_python_writes_it(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": PYPROJECT.replace('version = "1.0.0"', 'dynamic = ["version"]'),
        "Cargo.toml": CARGO.replace('"1.0.0"', '"0.1.0-alpha.2"'),
    }
    (wheel,) = expanded(tmp_path, {**steps(action("-i 3.12")), **files}).release.wheels
    assert wheel.version == "0.1.0a2"


@pytest.mark.parametrize(
    ("as_of", "requirement", "first"),
    [
        (date(2026, 11, 22), "maturin>=1.9,<2", "manylinux2014_x86_64"),
        (date(2026, 10, 28), "maturin>=1.9,<2", "manylinux_2_17_x86_64"),
        (date(2026, 11, 22), "maturin>=1.9,<1.16", "manylinux_2_17_x86_64"),
        (date(2026, 11, 22), "maturin==1.16.0", "manylinux2014_x86_64"),
    ],
)
def test_the_version_of_maturin_on_the_day_orders_the_parts(
    tmp_path: Path, as_of: date, requirement: str, first: str
) -> None:
    files = {
        **steps(action("-i 3.12", manylinux="2014")),
        "pyproject.toml": PYPROJECT.replace("maturin==1.9.4", requirement),
    }
    (wheel,) = expanded(tmp_path, files, as_of=as_of).release.wheels
    assert wheel.platforms[0] == first


def test_a_folder_on_the_path_gives_the_default_python(tmp_path: Path) -> None:
    put = "- run: echo /opt/python/cp313-cp313/bin >> $GITHUB_PATH\n"
    step = action("--release -i python", target="x86_64", maturin_version=NEW)
    expansion = expanded(tmp_path, steps(SETUP, put, step, runner="macos-15"))
    assert tags(expansion) == ["cp313-cp313-macosx_10_12_x86_64"]
