"""Predicted wheels against published ones: which belong together, and what a difference is put down to."""

import pytest

from maturin_compliance.expand.release import Reason, Wheel
from maturin_compliance.published import Difference, Status, compare
from tests.published.wheels import holding, wheel

LINUX = "demo-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
SORTED = "demo-1.0-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.whl"
NEWER = "demo-1.0-cp312-cp312-manylinux_2_28_x86_64.whl"
MUSL = "demo-1.0-cp312-cp312-musllinux_1_2_x86_64.whl"
MAC = "demo-1.0-cp39-abi3-macosx_10_12_x86_64.whl"
NEWER_MAC = "demo-1.0-cp39-abi3-macosx_11_0_x86_64.whl"
WINDOWS = "demo-1.0-cp312-cp312-win_amd64.whl"
ASSUMED = Reason("the symbols decide", assumed=True)
ASSUMED_TOLD = "assumed: the symbols decide"
ABSENT = "it is built only if something holds that the files do not tell"
MACOS = "MACOSX_DEPLOYMENT_TARGET, the Rust release or the interpreter decides"
GLIBC = "the image and the symbols that are linked decide"


@pytest.mark.parametrize(
    ("predicted", "published", "expected"),
    [
        pytest.param([wheel(LINUX)], [LINUX], [("same", LINUX, LINUX, None)], id="the-same-name"),
        pytest.param(
            [wheel(LINUX)],
            [SORTED],
            [
                (
                    "same",
                    LINUX,
                    SORTED,
                    "only the order of the compressed platform tags differs; maturin sorts them since 1.16.0",
                )
            ],
            id="another-order-of-tags",
        ),
        pytest.param(
            [wheel(LINUX, alternatives=(MUSL, NEWER), because=(Reason("a rule"), ASSUMED))],
            [NEWER],
            [
                (
                    "same",
                    LINUX,
                    NEWER,
                    f"one of the names that the files allow; {ASSUMED_TOLD}",
                )
            ],
            id="an-alternative",
        ),
        pytest.param(
            [wheel(LINUX)],
            [NEWER],
            [
                (
                    "renamed",
                    LINUX,
                    NEWER,
                    f"the published wheel is for glibc 2.28, predicted was 2.17: {GLIBC}",
                )
            ],
            id="another-glibc",
        ),
        pytest.param(
            [wheel(MAC, because=(ASSUMED,))],
            [NEWER_MAC],
            [
                (
                    "renamed",
                    MAC,
                    NEWER_MAC,
                    f"the published wheel is for macOS 11.0, predicted was 10.12: {MACOS}; {ASSUMED_TOLD}",
                )
            ],
            id="another-macos",
        ),
        pytest.param(
            [wheel(WINDOWS)],
            [WINDOWS.replace("demo", "Demo")],
            [
                (
                    "renamed",
                    WINDOWS,
                    WINDOWS.replace("demo", "Demo"),
                    "the file is called Demo-1.0 there, with the same tags",
                )
            ],
            id="another-writing-of-the-name",
        ),
        pytest.param(
            [wheel(LINUX), wheel(NEWER)],
            [NEWER],
            [("missing", LINUX, None, None), ("same", NEWER, NEWER, None)],
            id="a-published-wheel-pairs-once-and-by-name-first",
        ),
        pytest.param([wheel(LINUX), wheel(LINUX)], [LINUX], [("same", LINUX, LINUX, None)], id="built-twice"),
        pytest.param(
            [wheel(WINDOWS)],
            [],
            [("missing", WINDOWS, None, "the index holds no wheel of this version")],
            id="nothing-published",
        ),
        pytest.param(
            [wheel(LINUX), wheel(MAC, may_be_absent=True)],
            [LINUX],
            [
                ("same", LINUX, LINUX, None),
                (
                    "missing",
                    MAC,
                    None,
                    f"{ABSENT}; nothing is published for cp39-abi3",
                ),
            ],
            id="may-be-absent-and-is",
        ),
        pytest.param(
            [wheel(LINUX)],
            [LINUX, MUSL, MAC],
            [
                ("same", LINUX, LINUX, None),
                ("extra", None, MUSL, "no wheel is predicted for Linux x86_64 (musl)"),
                ("extra", None, MAC, "no wheel is predicted for cp39-abi3, nor for macOS x86_64"),
            ],
            id="extras-say-what-is-lacking",
        ),
        pytest.param(
            [wheel(LINUX), wheel(MAC)],
            [LINUX, MAC, "demo-1.0-cp312-cp312-macosx_10_12_x86_64.whl"],
            [
                (
                    "extra",
                    None,
                    "demo-1.0-cp312-cp312-macosx_10_12_x86_64.whl",
                    "no build is known that makes cp312-cp312 for macOS x86_64",
                ),
                ("same", LINUX, LINUX, None),
                ("same", MAC, MAC, None),
            ],
            id="an-extra-combination",
        ),
        pytest.param([], [WINDOWS], [("extra", None, WINDOWS, "no wheel is predicted at all")], id="no-wheel"),
        pytest.param(
            [wheel("other-1.0-cp312-cp312-win32.whl")],
            [WINDOWS],
            [
                ("extra", None, WINDOWS, "no wheel called demo-1.0 is predicted"),
                (
                    "missing",
                    "other-1.0-cp312-cp312-win32.whl",
                    None,
                    None,
                ),
            ],
            id="another-package",
        ),
    ],
)
def test_compare(
    predicted: list[Wheel],
    published: list[str],
    expected: list[tuple[str, str | None, str | None, str | None]],
) -> None:
    found = compare(predicted, holding("demo-1.0.tar.gz", *published))
    assert sorted(found, key=str) == sorted(
        (Difference(Status(status), one, other, cause) for status, one, other, cause in expected), key=str
    )


def test_differences_are_sorted_by_name() -> None:
    found = compare([wheel(WINDOWS), wheel(LINUX)], holding(MUSL, LINUX, WINDOWS))
    assert [one.predicted or one.published for one in found] == [LINUX, MUSL, WINDOWS]
