"""PyO3/maturin-action: short names of targets, the image a build runs in, the words maturin gets."""

from pathlib import Path

import pytest

from maturin_compliance.expand.release import Build
from tests.expand.support import PYPROJECT, action, expanded, of_kind, steps


def built(root: Path, args: str = "-i 3.12", *, runner: str = "ubuntu-24.04", **inputs: str) -> Build:
    expansion = expanded(root, steps(action(args, **inputs), runner=runner))
    (build,) = of_kind(expansion.activities, Build)
    return build


@pytest.mark.parametrize(
    ("runner", "manylinux", "short", "triple"),
    [
        ("ubuntu-24.04", "auto", "x64", "x86_64-unknown-linux-gnu"),
        ("ubuntu-24.04", "auto", "x86", "i686-unknown-linux-gnu"),
        ("ubuntu-24.04", "auto", "aarch64", "aarch64-unknown-linux-gnu"),
        ("ubuntu-24.04", "auto", "armv7l", "armv7-unknown-linux-gnueabihf"),
        ("ubuntu-24.04", "auto", "ppc64le", "powerpc64le-unknown-linux-gnu"),
        ("ubuntu-24.04", "auto", "s390x", "s390x-unknown-linux-gnu"),
        ("ubuntu-24.04", "auto", "riscv64", "riscv64gc-unknown-linux-gnu"),
        ("ubuntu-24.04", "musllinux_1_2", "x86_64", "x86_64-unknown-linux-musl"),
        ("ubuntu-24.04", "musllinux_1_2", "armv7", "armv7-unknown-linux-musleabihf"),
        ("ubuntu-24.04", "musllinux_1_2", "x86", "i686-unknown-linux-musl"),
        ("macos-15", "", "x86_64", "x86_64-apple-darwin"),
        ("macos-15", "", "universal2", "universal2-apple-darwin"),
        ("windows-2025", "", "x64", "x86_64-pc-windows-msvc"),
        ("windows-2025", "", "x86", "i686-pc-windows-msvc"),
        ("windows-11-arm", "", "aarch64", "aarch64-pc-windows-msvc"),
        ("ubuntu-24.04", "2014", "aarch64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"),
    ],
)  # fmt: skip
def test_a_short_name_of_a_target(tmp_path: Path, runner: str, manylinux: str, short: str, triple: str) -> None:
    assert built(tmp_path, runner=runner, manylinux=manylinux, target=short).target == triple


QUAY, CROSS = "quay.io/pypa/", "ghcr.io/rust-cross/"


@pytest.mark.parametrize(
    ("runner", "inputs", "image"),
    [
        ("ubuntu-24.04", {"target": "x86_64", "manylinux": "auto"}, f"{QUAY}manylinux2014_x86_64:latest"),
        ("ubuntu-24.04", {"target": "x86_64", "manylinux": "2_28"}, f"{QUAY}manylinux_2_28_x86_64:latest"),
        ("ubuntu-24.04", {"target": "aarch64", "manylinux": "auto"}, f"{CROSS}manylinux2014-cross:aarch64"),
        ("ubuntu-24.04", {"target": "aarch64", "manylinux": "2_28"}, f"{CROSS}manylinux_2_28-cross:aarch64"),
        ("ubuntu-24.04", {"target": "riscv64", "manylinux": "auto"}, f"{CROSS}manylinux_2_31-cross:riscv64"),
        ("ubuntu-24.04", {"target": "x86", "manylinux": "musllinux_1_2"}, f"{CROSS}rust-musl-cross:i686-musl"),
        ("ubuntu-24.04-arm", {"target": "aarch64", "manylinux": "auto"}, f"{QUAY}manylinux2014_aarch64:latest"),
        ("ubuntu-24.04-arm", {"target": "x86_64", "manylinux": "auto"}, f"{CROSS}manylinux2014-cross:x86_64"),
        # without the input: the host for x86, an image for anything else on an x64 runner
        ("ubuntu-24.04", {"target": "x86_64"}, None),
        ("ubuntu-24.04", {"target": "aarch64"}, f"{CROSS}manylinux2014-cross:aarch64"),
        ("ubuntu-24.04-arm", {"target": "aarch64"}, None),
        ("ubuntu-24.04", {"target": "x86_64", "command": "publish"}, f"{QUAY}manylinux2014_x86_64:latest"),
        ("ubuntu-24.04", {"target": "x86_64", "manylinux": "off"}, None),
        # container
        ("ubuntu-24.04", {"target": "x86_64", "manylinux": "2014", "container": "off"}, None),
        ("ubuntu-24.04", {"target": "x86_64", "container": "on"}, f"{QUAY}manylinux2014_x86_64:latest"),
        ("ubuntu-24.04", {"target": "x86_64", "container": "2_28"}, f"{QUAY}manylinux_2_28_x86_64:latest"),
        ("ubuntu-24.04", {"target": "x86_64", "manylinux": "auto", "container": "my/image:1"}, "my/image:1"),
        # no image of its own: that of the runner's architecture, else the host
        ("ubuntu-24.04", {"target": "aarch64", "manylinux": "2_34"}, f"{QUAY}manylinux_2_34_x86_64:latest"),
        ("ubuntu-24.04", {"target": "x86_64", "manylinux": "2_39"}, None),
        ("macos-15", {"target": "x86_64", "manylinux": "2014"}, None),
    ],
)  # fmt: skip
def test_the_image_of_a_build(tmp_path: Path, runner: str, inputs: dict[str, str], image: str | None) -> None:
    assert built(tmp_path, runner=runner, **inputs).image == image


@pytest.mark.parametrize(
    ("args", "target", "manylinux", "image"),
    [
        ("--zig -i 3.12", "aarch64", "auto", None),
        ("--zig -i 3.12", "s390x", "auto", f"{CROSS}manylinux2014-cross:s390x"),
    ],
)
def test_zig_needs_no_container(tmp_path: Path, args: str, target: str, manylinux: str, image: str | None) -> None:
    assert built(tmp_path, args, target=target, manylinux=manylinux).image == image


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("--release  --out dist", ("--release", "--out", "dist")),
        ("--release\n      --out dist", ("--release", "--out", "dist")),
        ('--features "a b"', ("--features", "a", "b")),
        ('-i "3.11 3.12"', ("-i", "3.11", "3.12")),
    ],
)
def test_quotes_inside_args_are_lost(tmp_path: Path, args: str, words: tuple[str, ...]) -> None:
    assert built(tmp_path, args.replace("\n      ", "\n\n          "), manylinux="2014").arguments == words


def test_a_target_among_the_words_counts_where_it_stands_alone(tmp_path: Path) -> None:
    build = built(tmp_path, "--target aarch64-unknown-linux-gnu -i 3.12")
    assert build.image == f"{CROSS}manylinux2014-cross:aarch64"
    assert built(tmp_path, "--target=aarch64-unknown-linux-gnu -i 3.12").image is None


def test_sdist_runs_on_the_host_and_makes_no_wheel(tmp_path: Path) -> None:
    build = built(tmp_path, "--out dist", command="sdist", manylinux="2014")
    assert (build.command, build.image, build.wheels, build.sdist) == ("sdist", None, (), "demo-1.0.0.tar.gz")


def test_only_some_variables_reach_a_container(tmp_path: Path) -> None:
    above = (
        "    env:\n      MACOSX_DEPLOYMENT_TARGET: '10.14'\n      CARGO_BUILD_TARGET: aarch64-unknown-linux-gnu\n"
    )
    step = action("-i 3.12", manylinux="2014")
    (build,) = expanded(tmp_path, steps(step, above=above)).release.builds
    assert build.target == "aarch64-unknown-linux-gnu"


@pytest.mark.parametrize(
    ("version", "requires", "found", "pinned"),
    [
        ("v1.9.4", "maturin>=1", "1.9.4", True),
        ("1.10.2", "maturin>=1", "1.10.2", True),
        ("latest", "maturin<1.10", "1.16.0", False),
        ("", "maturin==1.9.4", "1.9.4", False),
        ("", "maturin>=1.9,<1.10", "1.9.6", False),
        ("", "maturin~=1.9.0", "1.16.0", False),
        ("", "maturin[patchelf]>=1,<1.10", "1.16.0", False),
    ],
)
def test_the_version_of_maturin(tmp_path: Path, version: str, requires: str, found: str, pinned: bool) -> None:
    inputs = {"maturin_version": version} if version else {}
    files = {
        **steps(action("-i 3.12", manylinux="2014", **inputs)),
        "pyproject.toml": PYPROJECT.replace("maturin==1.9.4", requires),
    }
    (build,) = expanded(tmp_path, files).release.builds
    assert (build.maturin, build.pinned) == (found, pinned)
