from dataclasses import replace

import pytest

from maturin_compliance.coverage import Platform, by_platform, floor, platform, principal, python, pythons
from maturin_compliance.expand.release import Wheel
from tests.report.support import WHEEL


def wheel(tags: str) -> Wheel:
    interpreter, abi, platform_tag = tags.split("-")
    return replace(WHEEL, interpreter=interpreter, abi=abi, platform=platform_tag)


@pytest.mark.parametrize(
    ("tag", "shown", "lowest"),
    [
        ("manylinux_2_17_x86_64.manylinux2014_x86_64", "Linux x86_64 (glibc)", (2, 17)),
        ("manylinux2014_aarch64.manylinux_2_17_aarch64", "Linux aarch64 (glibc)", (2, 17)),
        ("manylinux_2_5_i686.manylinux1_i686", "Linux i686 (glibc)", (2, 5)),
        ("musllinux_1_2_armv7l", "Linux armv7l (musl)", (1, 2)),
        ("linux_x86_64", "Linux x86_64", None),
        ("macosx_11_0_arm64", "macOS arm64", (11, 0)),
        ("macosx_10_12_x86_64.macosx_11_0_arm64.macosx_10_12_universal2", "macOS universal2", (10, 12)),
        ("win_amd64", "Windows x86_64", None),
        ("win32", "Windows x86", None),
        ("win_arm64", "Windows arm64", None),
        ("pyemscripten_2025_0_wasm32", "Pyodide 2025_0 wasm32", None),
        ("any", "any system", None),
        ("pyodide_2024_0_wasm32", "pyodide_2024_0_wasm32", None),
    ],
)
def test_a_platform_tag_is_read(tag: str, shown: str, lowest: tuple[int, int] | None) -> None:
    found = wheel(f"cp312-cp312-{tag}")
    assert (str(platform(found)), floor(found)) == (shown, lowest)


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        ("cp312-cp312", "3.12"),
        ("cp312-none", "3.12"),
        ("cp314-cp314t", "3.14t"),
        ("cp310-abi3", "3.10 and newer"),
        ("cp315-abi3.abi3t", "3.15 and newer, free-threaded too"),
        ("pp311-pypy311_pp73", "PyPy 3.11"),
        ("graalpy312-graalpy250_312_native", "GraalPy 3.12"),
        ("py3-none", "any Python 3"),
    ],
)
def test_an_interpreter_tag_is_read(tags: str, shown: str) -> None:
    assert python(wheel(f"{tags}-any")) == shown


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        (("cp314-cp314", "cp39-cp39", "cp310-cp310"), ("3.9", "3.10", "3.14")),
        (("cp38-cp38", "cp39-cp39", "cp310-cp310", "cp311-cp311", "cp313-cp313"), ("3.8 to 3.11", "3.13")),
        (("pp311-pypy311_pp73", "cp313-cp313t", "cp313-cp313"), ("3.13", "3.13t", "PyPy 3.11")),
        ((), ()),
    ],
)
def test_pythons_are_told_in_short(tags: tuple[str, ...], shown: tuple[str, ...]) -> None:
    assert pythons(wheel(f"{tag}-any") for tag in tags) == shown


def test_platforms_stand_in_the_order_of_readers() -> None:
    tags = (
        "win_amd64",
        "musllinux_1_2_x86_64",
        "macosx_11_0_arm64",
        "manylinux_2_17_s390x",
        "manylinux_2_17_x86_64",
    )
    groups = by_platform([wheel(f"cp312-cp312-{tag}") for tag in (*tags, "win_amd64")])
    assert list(groups) == [
        Platform("Linux", "glibc", "x86_64"),
        Platform("Linux", "glibc", "s390x"),
        Platform("Linux", "musl", "x86_64"),
        Platform("macOS", "", "arm64"),
        Platform("Windows", "", "x86_64"),
    ]
    assert [len(wheels) for wheels in groups.values()] == [1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        (["cp310-abi3-android_21_arm64_v8a", "cp314-cp314-win_amd64"], ("3.14",)),
        (["cp310-abi3-android_21_arm64_v8a"], ("3.10 and newer",)),
        (["py3-none-any"], ("any Python 3",)),
    ],
)
def test_a_stable_abi_on_android_alone_serves_nobody_else(tags: list[str], shown: tuple[str, ...]) -> None:
    assert pythons(principal(map(wheel, tags))) == shown
