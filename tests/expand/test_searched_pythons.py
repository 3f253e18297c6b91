"""Which Pythons ``--find-interpreter`` gives, and the tags of those that tell their own ABI."""

from datetime import date

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.expand.maturin.emscripten import emscripten_tag
from maturin_compliance.expand.maturin.interpreters import Bounds, Interpreter, admitted, parse_name, probed
from maturin_compliance.expand.maturin.tags import macos_tags, pypy_tag
from maturin_compliance.facts import load
from maturin_compliance.facts.linked import threading
from maturin_compliance.location import Location

FACTS = load(date(2026, 11, 22))
PLACE = Location("release.yml", 7)


def _pythons(names: str) -> tuple[Interpreter, ...]:
    return tuple(python for name in names.split() if (python := parse_name(name)))


@pytest.mark.parametrize(
    ("maturin", "windows", "bounds", "visible", "expected"),
    [
        ("1.7.4", False, Bounds(), "3.8 3.12 3.13 pypy3.10", "3.8 3.12 pypy3.10"),
        ("1.7.5", False, Bounds(), "3.12 3.13 3.14", "3.12 3.13"),
        ("1.7.4", True, Bounds(), "3.8 3.13 pypy3.10", "3.8 3.13"),
        ("1.8.2", False, Bounds(), "3.13 pypy3.10 pypy3.11", "3.13 pypy3.10"),
        ("1.9.4", False, Bounds(cpython=(7, 14), pypy=(9, 11)), "3.13 3.14 pypy3.11", "3.13 3.14 pypy3.11"),
        ("1.10.2", False, Bounds(cpython=(7, 13)), "3.13 3.14", "3.13"),
        ("1.13.3", False, Bounds(), "3.14 3.14t", "3.14"),
        ("1.14.1", False, Bounds(), "3.13t 3.14 3.14t", "3.14 3.14t"),
        ("1.14.1", False, Bounds(), "graalpy3.12 3.14", "3.14"),
    ],
)
def test_pythons_that_are_looked_for(
    maturin: str, windows: bool, bounds: Bounds, visible: str, expected: str
) -> None:
    behaviour = FACTS.maturin(Version(maturin))
    found = probed(_pythons(visible), behaviour, threads=True, windows=windows, bounds=bounds)
    assert " ".join(map(str, found)) == expected


def test_without_a_pyo3_that_knows_them_free_threaded_pythons_are_not_looked_for() -> None:
    behaviour = FACTS.maturin(Version("1.14.1"))
    found = probed(_pythons("3.14 3.14t"), behaviour, threads=False, windows=False, bounds=Bounds())
    assert [str(python) for python in found] == ["3.14"]


@pytest.mark.parametrize(("python", "lowest"), [("3.9", 8), ("3.14t", 8), ("pypy3.10", 9), ("graalpy3.12", 0)])
def test_lowest_minor_of_an_implementation(python: str, lowest: int) -> None:
    (interpreter,) = _pythons(python)
    assert Bounds(cpython=(8, None), pypy=(9, 11)).lowest(interpreter) == lowest


@pytest.mark.parametrize(
    ("python", "requires", "expected"),
    [
        ("3.8", None, True),
        ("3.8", ">=3.8", True),
        ("3.8", ">=3.8.1", False),
        ("3.9", ">=3.8.1", True),
        ("3.13", "<3.13", False),
        ("3.12", "!=3.12.3", True),
        ("pypy3.10", ">=3.11", False),
    ],
)
def test_requires_python_is_asked_about_the_minor_alone(python: str, requires: str | None, expected: bool) -> None:
    specifier = None if requires is None else SpecifierSet(requires)
    (interpreter,) = _pythons(python)
    assert admitted(interpreter, specifier) is expected


@pytest.mark.parametrize(
    ("python", "installed", "on", "maturin", "abi"),
    [
        ("pypy3.11", False, date(2026, 10, 4), "1.15.0", "pypy311_pp73"),
        ("pypy3.11", True, date(2026, 9, 17), "1.15.0", "pypy311_pp73"),
        ("pypy3.11", True, date(2026, 10, 4), "1.15.0", "pypy311_pp80"),
        ("pypy3.12", False, date(2026, 10, 4), "1.15.0", "pypy312_pp73"),
        ("pypy3.12", False, date(2026, 11, 4), "1.16.0", "pypy312_pp80"),
        ("pypy3.12", True, date(2026, 10, 4), "1.15.0", "pypy312_pp80"),
        ("pypy3.10", True, date(2026, 10, 4), "1.15.0", "pypy310_pp73"),
    ],
)
def test_abi_of_a_pypy(python: str, installed: bool, on: date, maturin: str, abi: str) -> None:
    facts = load(on)
    (interpreter,) = _pythons(python)
    tag = pypy_tag(interpreter, installed=installed, facts=facts, maturin=facts.maturin(Version(maturin)))
    assert (tag.interpreter, tag.abi) == (f"pp3{interpreter.minor}", abi)


@pytest.mark.parametrize(
    ("maturin", "env", "pythons", "expected"),
    [
        ("1.14.1", {}, "3.13", "pyemscripten_2025_0_wasm32"),
        ("1.14.1", {}, "3.14", "pyemscripten_2026_0_wasm32"),
        ("1.14.1", {"PYODIDE_ABI_VERSION": "2027_1"}, "3.14", "pyemscripten_2027_1_wasm32"),
        (
            "1.14.1",
            {"PYODIDE_ABI_VERSION": "2027_1", "PYEMSCRIPTEN_PLATFORM_VERSION": " 2028_0 "},
            "3.14",
            "pyemscripten_2028_0_wasm32",
        ),
        ("1.14.1", {"MATURIN_PYEMSCRIPTEN_PLATFORM_VERSION": ""}, "3.14", "pyemscripten_2026_0_wasm32"),
        ("1.14.1", {}, "3.13 3.14", None),
        ("1.14.1", {}, "3.9", None),
        ("1.13.1", {}, "3.13", None),
    ],
)
def test_platform_of_emscripten(maturin: str, env: dict[str, str], pythons: str, expected: str | None) -> None:
    tag = emscripten_tag(env, _pythons(pythons), PLACE, FACTS.maturin(Version(maturin)))
    assert (tag.platform if tag else None) == expected


@pytest.mark.parametrize(
    ("target", "deployment", "expected"),
    [
        ("x86_64-apple-darwin", None, ("macosx_10_7_x86_64",)),
        (
            "universal2-apple-darwin",
            None,
            ("macosx_10_9_x86_64", "macosx_11_0_arm64", "macosx_10_9_universal2"),
        ),
        (
            "universal2-apple-darwin",
            "10.8",
            ("macosx_10_9_x86_64", "macosx_11_0_arm64", "macosx_10_9_universal2"),
        ),
    ],
)
def test_a_fat_wheel_of_an_old_rust_starts_at_10_9(
    target: str, deployment: str | None, expected: tuple[str, ...]
) -> None:
    assert macos_tags(target, deployment, {}, {"x86_64": "10.7", "aarch64": "11.0"}) == expected


@pytest.mark.parametrize(
    ("crates", "expected"),
    [(["serde", "rayon-core"], "rayon-core"), (["tokio", "notify"], "notify"), (["serde"], None), ([], None)],
)
def test_crates_that_start_threads(crates: list[str], expected: str | None) -> None:
    assert threading(crates) == expected
