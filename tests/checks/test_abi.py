"""Which interpreters the wheels are for: what the examples on the pages do not show."""

from datetime import date
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.checks import Check, abi
from maturin_compliance.checks.evidence.platforms.served import gaps, lowest_admitted, serves, unsupported
from maturin_compliance.checks.text import fence
from maturin_compliance.expand.release import Origin, Reason, Wheel
from maturin_compliance.facts import load
from maturin_compliance.location import Location
from tests.checks import flows
from tests.checks.support import AS_OF, Overlay, found, healthy_with, result


def wheel(tag: str, target: str = "x86_64-unknown-linux-gnu", *, assumed: bool = False) -> Wheel:
    """A wheel of an interpreter and abi tag, such as "cp311-abi3"."""
    interpreter, tag_abi = tag.split("-")
    return Wheel(
        distribution="orchard",
        version="1.2.0",
        interpreter=interpreter,
        abi=tag_abi,
        platform="any",
        target=target,
        alternatives=(),
        may_be_absent=False,
        because=(Reason("a guess", assumed=assumed),),
        origin=Origin(workflow="", job="", combination=None, location=Location("")),
    )


@pytest.mark.parametrize(
    ("tag", "gil", "free"),
    [
        ("cp311-abi3", {11, 12, 13, 14, 15, 16}, set()),
        ("cp315-abi3.abi3t", {15, 16}, {15, 16}),
        ("cp314-cp314", {14}, set()),
        ("cp314-cp314t", set(), {14}),
        ("pp311-pypy311_pp73", set(), set()),
        ("py3-none", {9, 10, 11, 12, 13, 14, 15, 16}, {9, 10, 11, 12, 13, 14, 15, 16}),
    ],
)
def test_which_pythons_a_wheel_serves(tag: str, gil: set[int], free: set[int]) -> None:
    minors = range(9, 17)
    assert {m for m in minors if serves(wheel(tag), m)} == gil
    assert {m for m in minors if serves(wheel(tag), m, threads=True)} == free


LINUX, WINDOWS_ARM = "x86_64-unknown-linux-gnu", "aarch64-pc-windows-msvc"
INTEL, APPLE, BOTH = "x86_64-apple-darwin", "aarch64-apple-darwin", "universal2-apple-darwin"


@pytest.mark.parametrize(
    ("wheels", "python", "wanted"),
    [
        ([wheel("cp313-cp313"), wheel("cp314-cp314")], 14, ()),
        ([wheel("cp313-cp313"), wheel("cp314-cp314", APPLE)], 14, (LINUX,)),
        ([wheel("cp313-cp313"), wheel("cp313-cp313", APPLE)], 14, (LINUX, APPLE)),
        ([wheel("cp313-cp313", INTEL), wheel("cp314-cp314", BOTH)], 14, ()),
        ([wheel("cp313-cp313", BOTH), wheel("cp314-cp314", INTEL), wheel("cp314-cp314", APPLE)], 14, ()),
        ([wheel("cp313-cp313", assumed=True), wheel("cp314-cp314", APPLE)], 14, (LINUX,)),
        ([wheel("cp314-cp314", "wasm32-unknown-emscripten"), wheel("cp313-cp313")], 13, ()),
        ([wheel("cp314-cp314", "aarch64-linux-android"), wheel("cp312-cp312")], 12, ()),
        ([wheel("cp311-cp311", WINDOWS_ARM), wheel("cp310-cp310")], 10, ()),
        ([wheel("cp311-abi3"), wheel("cp313-cp313", APPLE)], 14, (APPLE,)),
    ],
)
def test_where_a_python_finds_no_wheel(wheels: list[Wheel], python: int, wanted: tuple[str, ...]) -> None:
    assert gaps(load(AS_OF), wheels, python) == wanted


@pytest.mark.parametrize(
    ("specifier", "wanted"),
    [(">=3.11", 11), (">=3.9.2,<4", 9), ("~=3.10", 10), (">3.8", 8), ("!=3.0.*", None), ("<4", None)],
)
def test_the_oldest_python_admitted(specifier: str, wanted: int | None) -> None:
    assert lowest_admitted(SpecifierSet(specifier)) == wanted


@pytest.mark.parametrize(
    ("interpreter", "pyo3", "stable", "wanted"),
    [
        ("3.14", "0.26.0", False, None),
        ("3.15", "0.26.0", False, "Python 3.7 to 3.14"),
        ("3.15", "0.26.0", True, None),
        ("3.6", "0.26.0", True, "Python 3.7 to 3.14"),
        ("3.16", "0.29.2", False, None),
        ("3.17", "0.29.2", False, "Python 3.8 to 3.16"),
        ("3.14t", "0.22.6", False, "no free-threaded Python"),
        ("3.13t", "0.29.2", False, "free-threaded Python 3.14 to 3.16"),
        ("pypy3.10", "0.27.2", False, "PyPy 3.11 to 3.14"),
        ("pypy3.12", "0.29.2", False, None),
        ("pypy3.11", "0.22.6", True, "PyPy 3.7 to 3.10"),
        ("graalpy3.12", "0.20.0", False, None),
    ],
)
def test_what_pyo3_supports(interpreter: str, pyo3: str, stable: bool, wanted: str | None) -> None:
    assert unsupported(interpreter, load(AS_OF).pyo3(Version(pyo3)), stable=stable) == wanted


def release(steps: str, matrix: str = "") -> dict[str, str]:
    """A workflow with one job that builds and publishes."""
    return {
        ".github/workflows/release.yml": f"""\
on:
  push:
    tags: ["v*"]
jobs:
  wheels:
    runs-on: ubuntu-24.04
{matrix}    steps:
      - uses: actions/checkout@v6
{steps}      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          packages-dir: dist
"""
    }


def action(arguments: str) -> str:
    return f"""\
      - uses: PyO3/maturin-action@v1
        with:
          manylinux: "2_28"
          args: --release --out dist {arguments}
"""


CARGO = """\
[package]
name = "orchard"
version = "1.2.0"

[lib]
name = "_native"
crate-type = ["cdylib"]

[dependencies]
"""


def single(pyo3: str = '"0.30.1"') -> dict[str, str | None]:
    """A crate without the stable ABI."""
    return {"Cargo.toml": f"{CARGO}pyo3 = {pyo3}\n", "Cargo.lock": None}


YML = ".github/workflows/release.yml"
VARIANT = flows.release(
    flows.job("wheels", flows.wheel(), flows.kept("wheels")),
    flows.job("full", flows.wheel(), flows.kept("full")),
    flows.job(
        "publish",
        flows.use("actions/download-artifact@v8", name="wheels", path="dist"),
        flows.use("pypa/gh-action-pypi-publish@release/v1"),
        keys="needs: [wheels, full]",
    ),
)


@pytest.mark.parametrize(
    ("check", "overlay", "wanted"),
    [
        (
            abi.uses_the_stable_abi,
            single() | release(action("-i 3.12 3.13 3.14 3.14t")),
            ["Cargo.toml:10 3 wheels serve 3 Pythons from 3.12 on; with `abi3-py312` 1 wheel would (warned)"],
        ),
        (
            abi.starts_at_the_oldest_python,
            healthy_with("pyproject.toml", ">=3.11", ">=3.9") | release(action("-i 3.10 3.11")),
            ["pyproject.toml:9 `requires-python` admits Python 3.9, but the abi3 wheels start at 3.11"],
        ),
        (
            abi.starts_at_the_oldest_python,
            healthy_with("pyproject.toml", ">=3.11", ">=3.12"),
            ["Cargo.toml:14 the abi3 wheels start at Python 3.11, `requires-python` at 3.12 (warned)"],
        ),
        (
            abi.builds_each_wheel_once,
            release(
                action("-i ${{ matrix.python }}"),
                "    strategy:\n      matrix:\n        python: ['3.12', '3.13', '3.14']\n",
            ),
            [f"{YML}:12 3 runs of `wheels` hand on `orchard-1.2.0-cp311-abi3-manylinux_2_28_x86_64.whl`"],
        ),
        (
            abi.serves_every_supported_python,
            single() | release(action("-i 3.11 3.12 3.13 3.14")),
            [f"{YML}:12 no wheel serves Python 3.15"],
        ),
        (
            abi.serves_free_threaded_python,
            single() | release(action("-i 3.14 3.14t 3.15")),
            [f"{YML}:12 free-threaded Python 3.15 finds no wheel for any platform (warned)"],
        ),
        (
            abi.builds_for_pythons_that_pyo3_knows,
            single('"0.26"') | release(action("-i 3.14 3.15 3.15t pypy3.10")),
            [
                (
                    f"{YML}:12 the job `wheels` builds `3.15` and `3.15t` for `x86_64-unknown-linux-gnu`, and "
                    "pyo3 0.26.0 ends that with an error: it supports Python 3.7 to 3.14 and "
                    "free-threaded Python 3.13 to 3.14"
                ),
            ],
        ),
        (
            abi.admits_the_pythons_it_builds_for,
            single() | release(action("-i 3.10 3.11 pypy3.10")),
            [
                (
                    f"{YML}:12 the wheels for Python 3.10 and PyPy 3.10 cannot be installed: "
                    "`requires-python` is `>=3.11`"
                )
            ],
        ),
    ],
)
def test_finds(check: Check, overlay: Overlay, wanted: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == wanted


@pytest.mark.parametrize(
    ("check", "overlay"),
    [
        (abi.uses_the_stable_abi, single() | release(action("-i 3.13 3.14"))),
        (
            abi.builds_each_wheel_once,
            release(action("-i 3.11") + "      - run: rm -r dist\n" + action("-i 3.11")),
        ),
        (
            abi.starts_at_the_oldest_python,
            healthy_with("pyproject.toml", ">=3.11", ">=3.10") | release(action("-i 3.10 3.11")),
        ),
        (abi.builds_each_wheel_once, VARIANT),
    ],
    ids=[
        "two Pythons",
        "built again in its job",
        "older Pythons have wheels of their own",
        "another variant that does not go to the index",
    ],
)
def test_passes(check: Check, overlay: Overlay, tmp_path: Path) -> None:
    assert str(result(tmp_path, check, overlay).outcome) == "passed"


@pytest.mark.parametrize(
    ("check", "overlay", "reason"),
    [
        (
            abi.serves_free_threaded_python,
            {"src/lib.rs": "#[pymodule(gil_used = true)]\nmod _native {}\n"},
            "the module says `gil_used = true`",
        ),
        (
            abi.serves_free_threaded_python,
            single('{ version = "0.22", features = ["extension-module"] }'),
            "pyo3 0.22.6 does not support it",
        ),
        (
            abi.serves_free_threaded_python,
            single('"0.24"'),
            "pyo3 0.24.2 knows no Python whose free-threaded build is supported",
        ),
        (
            abi.serves_every_supported_python,
            {".github/workflows/release.yml": None},
            "no wheel of the release could be told from the workflows",
        ),
        (abi.starts_at_the_oldest_python, single(), "no feature `abi3-py3X` of pyo3 is on"),
        (
            abi.builds_for_pythons_that_pyo3_knows,
            release("      - uses: pypa/cibuildwheel@v4.1.0\n        with:\n          output-dir: dist\n"),
            "cibuildwheel builds the wheels of the release, by way of the build backend",
        ),
    ],
)
def test_skips(check: Check, overlay: Overlay, reason: str, tmp_path: Path) -> None:
    assert result(tmp_path, check, overlay).reason == reason


def test_names_the_axis_to_take_out(tmp_path: Path) -> None:
    overlay = release(
        action("-i ${{ matrix.python }}"), "    strategy:\n      matrix:\n        python: ['3.12', '3.13']\n"
    )
    told = result(tmp_path, abi.builds_each_wheel_once, overlay)
    assert [problem.fix for problem in told.problems] == ["Take `python` out of the matrix."]


def test_keeps_an_axis_that_makes_other_files(tmp_path: Path) -> None:
    overlay = release(
        action("${{ matrix.target == 'a' && '-i 3.12' || matrix.libc == 'b' && '-i pypy3.11' || '-i 3.13' }}"),
        "    strategy:\n      matrix:\n        target: [a, c]\n        libc: [b, d]\n",
    )
    told = result(tmp_path, abi.builds_each_wheel_once, overlay)
    assert all("Leave out" in problem.fix for problem in told.problems)
    assert told.problems


@pytest.mark.parametrize(
    ("dependency", "fix"),
    [
        (
            'pyo3 = "0.30.1"\n',
            fence(
                '[dependencies]\npyo3 = { version = "0.30.1", features = ["abi3-py312"] }', "toml", "Cargo.toml"
            ),
        ),
        (
            'pyo3 = { version = "0.30.1", features = ["chrono"] }\n',
            'Add `"abi3-py312"` to the `features` of `pyo3`.',
        ),
        (
            '[dependencies.pyo3]\nversion = "0.30.1"\n',
            'Add `"abi3-py312"` to the `features` of `pyo3`.',
        ),
    ],
)
def test_the_stable_abi_in_the_form_of_the_dependency(dependency: str, fix: str, tmp_path: Path) -> None:
    overlay = {"Cargo.toml": CARGO + dependency, "Cargo.lock": None} | release(action("-i 3.12 3.13 3.14"))
    assert [p.fix for p in result(tmp_path, abi.uses_the_stable_abi, overlay).problems] == [fix]


BUFFER = "impl Bytes {\n    // no PyBuffer here\n    fn __getbuffer__(&self) {}\n}\n"


@pytest.mark.parametrize(
    ("overlay", "wanted"),
    [
        (
            healthy_with("pyproject.toml", ">=3.11", ">=3.8")
            | single('"0.28"')
            | release(action("-i 3.8 3.9 3.10 3.11 3.12 3.13")),
            ["Cargo.toml:10 3 wheels serve 3 Pythons from 3.11 on; with `abi3-py311` 1 wheel would (warned)"],
        ),
        (
            single() | release(action("-i 3.11 3.12")),
            [],
        ),
    ],
    ids=["not for Pythons that ended", "too few"],
)
def test_where_the_stable_abi_would_start(overlay: Overlay, wanted: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, abi.uses_the_stable_abi, overlay) == wanted


def test_buffers_are_in_the_stable_abi_since_3_11(tmp_path: Path) -> None:
    overlay = (
        healthy_with("pyproject.toml", ">=3.11", ">=3.9")
        | single('"0.23"')
        | release(action("-i 3.9 3.10 3.11 3.12 3.13"))
        | {"src/bytes.rs": BUFFER}
    )
    told = result(tmp_path, abi.uses_the_stable_abi, overlay, date(2025, 3, 1)).problems[0]
    assert told.message == "3 wheels serve 3 Pythons from 3.11 on; with `abi3-py311` 1 wheel would"
    assert told.fix.endswith("Older Pythons have no buffers in the stable ABI (`src/bytes.rs:3` uses them).")


MATRIX = "    strategy:\n      matrix:\n        python: ['3.10', '3.11', '3.12', '3.13']\n"
ROWS = """\
    strategy:
      matrix:
        include:
          - { target: x86_64, pythons: 3.11 3.12 3.13 3.14 }
          - { target: aarch64, pythons: 3.11 3.12 3.13 3.14 3.15 }
"""
ROW = (
    "      - uses: PyO3/maturin-action@v1\n        with:\n          target: ${{ matrix.target }}\n"
    '          manylinux: "2_28"\n          args: --release --out dist -i ${{ matrix.pythons }}\n'
)
SAY_SO = """

With pyo3 0.26.0 the module has to say that it does without the GIL:

```rust title="src/lib.rs"
#[pymodule(gil_used = false)]
```"""


@pytest.mark.parametrize(
    ("check", "overlay", "line", "fix"),
    [
        pytest.param(
            abi.serves_every_supported_python,
            single() | release(action("-i ${{ matrix.python }}"), MATRIX.replace("'3.10', ", "")),
            9,
            "Add `3.14` and `3.15` to the list `python` of the matrix.",
            id="the list of the matrix",
        ),
        pytest.param(
            abi.serves_every_supported_python,
            single() | release(ROW, ROWS),
            10,
            "Add `3.15` to `pythons` of the matrix.",
            id="the row of the target that lacks it",
        ),
        pytest.param(
            abi.serves_every_supported_python,
            single('"0.26"') | release(action("-i 3.11 3.12 3.13 3.14")),
            12,
            "Raise pyo3 first, to 0.28: 0.26.0 supports Python 3.7 to 3.14. Then:\n\n"
            "Add `3.15` to the interpreters in `args`.",
            id="pyo3 does not take it",
        ),
        pytest.param(
            abi.serves_free_threaded_python,
            single('"0.26"')
            | release(action("-i 3.11 3.12 3.13 3.14"))
            | {"src/lib.rs": "#[pymodule]\nmod _native {}\n"},
            12,
            f"Add `3.14t` to the interpreters in `args`.{SAY_SO}",
            id="a module that does not say that it does without the GIL",
        ),
        pytest.param(
            abi.builds_for_pythons_that_pyo3_knows,
            single('"0.26"') | release(ROW.replace("-i ${{ matrix.pythons }}", "--find-interpreter"), ROWS),
            18,
            "Raise pyo3 to 0.28 or newer, or: write `-i 3.11 3.12 3.13 3.14 3.14t pypy3.11` in place of "
            "`--find-interpreter`, which takes what there is; a build on the runner itself needs them set up.",
            id="nothing to drop where the interpreters are found",
        ),
        pytest.param(
            abi.builds_for_pythons_that_live,
            healthy_with("pyproject.toml", ">=3.11", ">=3.9")
            | single()
            | release(action("-i ${{ matrix.python }}"), MATRIX),
            9,
            "Drop `3.10` from the list `python` of the matrix.\n\nRaise `requires-python` to `>=3.11`.",
            id="what to drop from a list",
        ),
    ],
)
def test_where_the_pythons_are_written(
    check: Check, overlay: Overlay, line: int, fix: str, tmp_path: Path
) -> None:
    problems = result(tmp_path, check, overlay).problems
    assert [(str(p.location), p.fix) for p in problems] == [(f"{YML}:{line}", fix)]


def test_versions_are_told_as_numbers(tmp_path: Path) -> None:
    overlay = (
        healthy_with("pyproject.toml", ">=3.11", ">=3.8") | single() | release(action("-i 3.10 3.8 3.9 3.11"))
    )
    (message,) = found(tmp_path, abi.builds_for_pythons_that_live, overlay)
    assert message == (
        f"{YML}:12 the wheels for Python 3.8, 3.9 and 3.10 serve Pythons that ended: 3.8 on 2024-10-07, "
        "3.9 on 2025-10-31, 3.10 on 2026-10-01 (warned)"
    )


@pytest.mark.parametrize(
    ("overlay", "reason"),
    [
        (
            {"src/hash.rs": "fn hash(o: *mut PyASCIIObject) {}\n"},
            "`src/hash.rs:1` uses `PyASCIIObject`, which the stable ABI does not have",
        ),
        (
            single('"0.30.1"\npyo3-ffi = "0.30.1"'),
            "the crate calls Python's C API by pyo3-ffi, and not all of that is in the stable ABI",
        ),
        ({"src/hash.rs": "#[cfg(not(Py_LIMITED_API))]\nfn hash(o: *mut PyASCIIObject) {}\n"}, None),
        ({"src/hash.rs": "// unlike PyASCIIObject\nstruct MyPyListObject;\n"}, None),
    ],
)
def test_no_stable_abi_where_the_sources_need_more(overlay: Overlay, reason: str | None, tmp_path: Path) -> None:
    files = {**single(), **release(action("-i 3.12 3.13 3.14")), **overlay}
    assert result(tmp_path, abi.uses_the_stable_abi, files).reason == reason


ONE_EACH = (
    action("-i ${{ matrix.python }}"),
    "    strategy:\n      matrix:\n        python: ['3.10', '3.12', '3.13', '3.14']\n",
)


def test_what_becomes_of_runs_for_one_python(tmp_path: Path) -> None:
    overlay = {**healthy_with("pyproject.toml", ">=3.11", ">=3.10"), **single(), **release(*ONE_EACH)}
    [told] = result(tmp_path, abi.uses_the_stable_abi, overlay).problems
    assert told.fix.partition("\n\n")[2] == (
        "With it pyo3 ends builds for Python 3.10 with an error: stop building for it first.\n\n"
        "Keep one run of these for each platform: every other makes the same file again."
    )


def test_the_pythons_of_a_project_without_metadata(tmp_path: Path) -> None:
    bare = '[build-system]\nrequires = ["maturin>=1.14,<2"]\nbuild-backend = "maturin"\n'
    overlay = {**single(), **release(action("-i 3.11 3.12 3.13 3.14")), "pyproject.toml": bare}
    assert found(tmp_path, abi.serves_every_supported_python, overlay) == [f"{YML}:12 no wheel serves Python 3.15"]
