"""Where the Python and the Rust lie: what the examples on the pages do not show."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, structure
from tests.checks.flows import RELEASE, job, kept, publish, release, run, wheel
from tests.checks.support import Overlay, found, healthy_with, result

BUILD_SYSTEM = '[build-system]\nrequires = ["maturin>=1.14,<2"]\nbuild-backend = "maturin"\n'


def pyproject(text: str) -> dict[str, str | None]:
    return {"pyproject.toml": BUILD_SYSTEM + text}


def cargo(lib: str, dependencies: str = 'pyo3 = "0.30"') -> dict[str, str | None]:
    head = '[package]\nname = "orchard"\nversion = "1.2.0"\n'
    return {"Cargo.toml": f"{head}\n{lib}\n\n[dependencies]\n{dependencies}\n"}


RENAMES = """sed -i.bak 's%^name = .*$%name = "orchard"%' Cargo.toml"""
NATIVE = "`orchard._native`"
AMONG = "among its `members`"
LOST_STUB = "so that neither a checkout nor the sdist has the stub (warned)"
PACKAGED, INNER = "packages/orchard/Cargo.toml", "orchard/Cargo.toml"


def built_from(manifest: str) -> Overlay:
    return healthy_with("pyproject.toml", "[tool.maturin]", f'[tool.maturin]\nmanifest-path = "{manifest}"')


@pytest.mark.parametrize(
    ("check", "overlay", "wanted"),
    [
        (
            structure.finds_the_manifest,
            {"Cargo.toml": None},
            ["pyproject.toml no `Cargo.toml` was found for the package in `.`"],
        ),
        (
            structure.finds_the_python_source,
            pyproject('[tool.maturin]\nmodule-name = "pears._native"\npython-source = "python"\n'),
            ["pyproject.toml:6 `python-source` holds no folder `pears`, the first part of the module's name"],
        ),
        (
            structure.names_an_importable_module,
            pyproject('[project]\nname = "apple-orchard"\n') | cargo('[lib]\ncrate-type = ["cdylib"]'),
            ["pyproject.toml:5 the compiled module is named `apple-orchard`, which Python cannot import"],
        ),
        (
            structure.exports_the_module,
            {"src/lib.rs": "#[pymodule]\nmod pears {}\n#[pymodule]\nmod apples {}\n"},
            [
                (
                    "pyproject.toml:33 the module's name ends in `_native`, "
                    "but the Rust code has `#[pymodule]` `apples` and `pears`"
                )
            ],
        ),
        (
            structure.exports_the_module,
            {"src/lib.rs": 'pub unsafe extern "C" fn PyInit_pears() {}\n'},
            [("pyproject.toml:33 the module's name ends in `_native`, but the Rust code exports `PyInit_pears`")],
        ),
        (
            structure.names_the_module_apart,
            pyproject('[tool.maturin]\nmodule-name = "orchard.orchard"\npython-source = "python"\n'),
            ["pyproject.toml:5 the compiled module has the name of its package, `orchard` (warned)"],
        ),
        (
            structure.builds_a_dynamic_library,
            cargo('[lib]\ncrate-type = ["rlib"]\n\n[[bin]]\nname = "count"\npath = "src/main.rs"')
            | {"src/main.rs": "fn main() {}\n"},
            ["Cargo.toml:6 the crate builds no `cdylib`, so the wheel would hold the program `count`"],
        ),
        (
            structure.marks_itself_typed,
            {"python/orchard/py.typed": None, "pyproject.toml": '[project]\nname = "orchard"\n'},
            ["pyproject.toml:1 the package is not marked as typed (warned)"],
        ),
        (
            structure.names_an_importable_module,
            healthy_with("Cargo.toml", 'name = "_native"', 'name = "my-native"'),
            ["Cargo.toml:10 `[lib] name` is `my-native`: Cargo takes no hyphen there"],
        ),
        (
            structure.exports_the_module,
            healthy_with("Cargo.toml", "pyo3 = {", "pyo3 = { optional = true,"),
            ["Cargo.toml:14 `pyo3` is optional and nothing turns it on: the wheel has no Python module"],
        ),
        (
            structure.exports_the_module,
            {"src/lib.rs": "use pyo3::prelude::*;\n"},
            [f"Cargo.toml:14 no `#[pymodule]` is in the crate's Rust files: the wheel has no module {NATIVE}"],
        ),
        (
            structure.finds_its_crates,
            {
                "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
                "packages/orchard/Cargo.toml": '[package]\nname = "orchard"\nversion = "1.2.0"\n',
                "crates/basket/Cargo.toml": '[package]\nname = "basket"\nversion = "1.2.0"\n',
                **built_from(PACKAGED),
            },
            [f"Cargo.toml:2 the workspace of `Cargo.toml` does not name the crate `packages/orchard` {AMONG}"],
        ),
        (
            structure.describes_the_module,
            {".gitignore": "/target\n*.pyi\n"},
            [f".gitignore:2 git ignores `python/orchard/_native.pyi`, {LOST_STUB}"],
        ),
    ],
)
def test_finds(check: Check, overlay: Overlay, wanted: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == wanted


@pytest.mark.parametrize(
    ("check", "overlay"),
    [
        (structure.builds_a_dynamic_library, cargo('[lib]\ncrate-type = ["rlib", "cdylib"]')),
        (structure.names_the_module_apart, healthy_with("pyproject.toml", "orchard._native", "orchard.core")),
        (structure.describes_the_module, {"python/orchard/_native.pyi": None, "python/orchard/__init__.pyi": ""}),
        (
            structure.describes_the_module,
            {"python/orchard/_native.pyi": None, "python/orchard/_native/__init__.pyi": ""},
        ),
        (
            structure.links_its_rust_tests,
            {"tests/counting.rs": ""} | cargo('[lib]\ncrate-type = ["cdylib", "lib"]'),
        ),
        (
            structure.finds_its_crates,
            healthy_with("Cargo.toml", "pyo3 = {", 'basket = { path = "vendor/basket" }\npyo3 = {')
            | {".gitmodules": '[submodule "basket"]\n'},
        ),
        (
            structure.finds_its_crates,
            {
                "Cargo.toml": '[workspace]\nmembers = ["main"]\n',
                "main/Cargo.toml": '[package]\nname = "main"\n[dependencies]\norchard = { path = "../orchard" }\n',
                "orchard/Cargo.toml": '[package]\nname = "orchard"\nversion = "1.2.0"\n',
                **built_from(INNER),
            },
        ),
        (
            structure.imports_what_it_has,
            {
                "python/orchard/__init__.py": "from orchard._native.deep import a\nfrom orchard.made import b\n",
                ".gitignore": "/target\nmade.py\n",
                "python/orchard/made.py": "",
            },
        ),
    ],
)
def test_passes(check: Check, overlay: Overlay, tmp_path: Path) -> None:
    assert str(result(tmp_path, check, overlay).outcome) == "passed"


@pytest.mark.parametrize(
    ("check", "overlay", "reason"),
    [
        (
            structure.exports_the_module,
            {"src/lib.rs": "orchard_macros::module!(_native);\n"},
            "could not be decided from the files: no `#[pymodule]` is written out in them",
        ),
        (
            structure.describes_the_module,
            {"python/orchard/_native.pyi": None, "tools/make_stubs.py": ""},
            (
                "could not be decided from the files: `tools/make_stubs.py` may make "
                "`python/orchard/_native.pyi` for the build"
            ),
        ),
        (
            structure.builds_a_dynamic_library,
            pyproject('[tool.maturin]\nbindings = "bin"\n'),
            '`bindings = "bin"` ships programs',
        ),
        (structure.exports_the_module, cargo("[lib]", ""), "the crate does not depend on pyo3"),
        (structure.exports_the_module, {"src/lib.rs": "fn PyInit__native() {}\n"}, None),
        (
            structure.exports_the_module,
            pyproject('[project]\nname = "apple-orchard"\n') | cargo('[lib]\ncrate-type = ["cdylib"]'),
            "`apple-orchard` is no name of a module: mended with `names-an-importable-module`",
        ),
        (
            structure.names_an_importable_module,
            {
                **pyproject('[project]\nname = "apple-orchard"\n'),
                **cargo('[lib]\ncrate-type = ["cdylib"]'),
                **release(job("wheels", run(RENAMES), wheel(), kept()), publish()),
            },
            f"`{RELEASE}:8` writes another name into the files before the release builds them",
        ),
        (
            structure.has_python_tests,
            pyproject('[tool.maturin]\nbindings = "bin"\n') | {"tests/test_orchard.py": None},
            "the crate builds a program, not a module",
        ),
        (structure.keeps_libraries_out, {"python/orchard/__init__.py": None}, None),
    ],
)
def test_skips(check: Check, overlay: Overlay, reason: str | None, tmp_path: Path) -> None:
    assert result(tmp_path, check, overlay).reason == reason


def test_a_module_of_its_own_takes_more_than_its_name(tmp_path: Path) -> None:
    overlay = pyproject('[tool.maturin]\nmodule-name = "orchard"\npython-source = "python"\n') | {
        "src/lib.rs": "#[pymodule]\nfn orchard() {}\n",
        "python/orchard/__init__.py": "from .orchard import count\nfrom . import orchard\n",
        "python/orchard/trees.py": "import orchard.orchard\n",
        "python/orchard/orchard.pyi": "",
    }
    told = result(tmp_path, structure.names_the_module_apart, overlay).problems
    assert [str(place) for problem in told for place in (problem.location, *problem.also)] == [
        "pyproject.toml:5",
        "src/lib.rs:1",
        "python/orchard/__init__.py:1",
        "python/orchard/trees.py:1",
        "python/orchard/__init__.py:2",
    ]
    assert told[0].fix == (
        '```toml title="pyproject.toml"\n[tool.maturin]\nmodule-name = "orchard._orchard"\n```\n\nWith it:\n\n'
        '- `src/lib.rs:1`: name the `#[pymodule]` `_orchard`, by `#[pyo3(name = "_orchard")]` below it.\n'
        "- `python/orchard/__init__.py:1`, `python/orchard/trees.py:1`, `python/orchard/__init__.py:2`: "
        "import `orchard._orchard` instead of `orchard.orchard`.\n"
        "- `python/orchard/orchard.pyi`: rename it to `_orchard.pyi`."
    )


@pytest.mark.parametrize(
    ("rust", "name"),
    [
        ("#[pymodule]\nmod orchard {}\n", "orchard"),
        ("#[pymodule]\nmod a {}\n#[pymodule]\nmod b {}\n", "apple_orchard"),
    ],
)
def test_a_module_takes_the_name_that_its_rust_has(rust: str, name: str, tmp_path: Path) -> None:
    overlay = pyproject('[project]\nname = "apple-orchard"\n') | cargo('[lib]\ncrate-type = ["cdylib"]')
    [told] = result(tmp_path, structure.names_an_importable_module, {**overlay, "src/lib.rs": rust}).problems
    assert told.fix == f'```toml title="pyproject.toml"\n[tool.maturin]\nmodule-name = "{name}"\n```'


def test_a_module_made_by_hand_is_renamed_where_it_is_exported(tmp_path: Path) -> None:
    overlay = {
        **pyproject('[tool.maturin]\nmodule-name = "orchard"\npython-source = "python"\n'),
        "src/lib.rs": "fn PyInit_orchard() {}\n",
        "python/orchard/__init__.py": "",
    }
    [told] = result(tmp_path, structure.names_the_module_apart, overlay).problems
    assert told.fix.endswith("With it:\n\n- `src/lib.rs:1`: name the function `PyInit__orchard`.")
