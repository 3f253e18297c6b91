"""What the crate is for maturin: bindings, features, stable ABI."""

from pathlib import Path

import pytest

from tests.expand.support import PYPROJECT, action, expanded, steps

PACKAGE = '[package]\nname = "demo"\nversion = "1.0.0"\nedition = "2021"\n'
CDYLIB = '[lib]\ncrate-type = ["cdylib"]\n'
PYO3 = CDYLIB + '[dependencies]\npyo3 = "0.26"\n'
OPTIONAL = CDYLIB + '[dependencies]\npyo3 = { version = "0.26", optional = true }\n'
BIN = '[[bin]]\nname = "demo"\npath = "src/main.rs"\n'


def tag(root: Path, cargo: str, args: str = "", tool: str = "", **more: str) -> str:
    """The first two tags of the one wheel."""
    files = {"Cargo.toml": cargo, "pyproject.toml": f"{PYPROJECT}\n[tool.maturin]\n{tool}\n", "src/main.rs": ""}
    files |= {path.replace("__", "/").replace("_", "."): text for path, text in more.items()}
    step = action(f"-i 3.12 {args}", target="x86_64", manylinux="2_28")
    (wheel,) = expanded(root, {**steps(step), **files}).release.wheels
    return f"{wheel.interpreter}-{wheel.abi}"


@pytest.mark.parametrize(
    ("cargo", "args", "tool", "expected"),
    [
        (CDYLIB + '[dependencies]\npyo3 = "0.26"\n', "", "", "cp312-cp312"),
        (CDYLIB + '[dependencies]\npyo3-ffi = "0.26"\n', "", "", "cp312-cp312"),
        (CDYLIB + BIN + '[dependencies]\npyo3 = "0.26"\n', "", "", "cp312-cp312"),
        (CDYLIB, "", "", "py3-none"),
        (CDYLIB + '[dependencies]\nuniffi = "0.29"\n', "", "", "py3-none"),
        (BIN, "", "", "py3-none"),
        (OPTIONAL, "", "", "py3-none"),
        (OPTIONAL, "--features pyo3", "", "cp312-cp312"),
        (CDYLIB + '[dependencies]\npyo3 = "0.26"\n', "-b cffi", "", "py3-none"),
        (CDYLIB + '[dependencies]\npyo3 = "0.26"\n', "", 'bindings = "cffi"', "py3-none"),
        (CDYLIB + '[dev-dependencies]\npyo3 = "0.26"\n', "", "", "py3-none"),
        (CDYLIB + "[target.'cfg(unix)'.dependencies]\npyo3 = \"0.26\"\n", "", "", "cp312-cp312"),
    ],
)  # fmt: skip
def test_bindings(tmp_path: Path, cargo: str, args: str, tool: str, expected: str) -> None:
    assert tag(tmp_path, PACKAGE + cargo, args, tool) == expected


@pytest.mark.parametrize(
    ("features", "args", "tool", "expected"),
    [
        ('abi3 = ["pyo3/abi3-py39"]', "", "", "cp312-cp312"),
        ('abi3 = ["pyo3/abi3-py39"]', "--features abi3", "", "cp39-abi3"),
        ('abi3 = ["pyo3/abi3-py39"]', "-F abi3,other", "", "cp39-abi3"),
        ('abi3 = ["pyo3/abi3-py39"]', "--features demo/abi3", "", "cp312-cp312"),
        ('abi3 = ["pyo3/abi3-py39"]', "--all-features", "", "cp39-abi3"),
        ('abi3 = ["pyo3/abi3-py39"]', "", 'features = ["abi3"]', "cp39-abi3"),
        ('abi3 = ["pyo3/abi3-py39"]', "", 'features = ["pyo3/abi3-py310"]', "cp310-abi3"),
        ('abi3 = ["pyo3/abi3-py39"]', "--features pyo3/abi3-py311", 'features = ["abi3"]', "cp311-abi3"),
        ('default = ["abi3"]\nabi3 = ["pyo3/abi3-py39"]', "", "", "cp39-abi3"),
        ('default = ["abi3"]\nabi3 = ["pyo3/abi3-py39"]', "--no-default-features", "", "cp312-cp312"),
        ('default = ["abi3"]\nabi3 = ["pyo3/abi3-py39"]', "", "no-default-features = true", "cp312-cp312"),
        ('a = ["b"]\nb = ["c"]\nc = ["a", "pyo3/abi3-py38"]', "--features a", "", "cp38-abi3"),
        ('abi3 = ["pyo3?/abi3-py39"]', "--features abi3", "", "cp39-abi3"),
    ],
)  # fmt: skip
def test_features(tmp_path: Path, features: str, args: str, tool: str, expected: str) -> None:
    assert tag(tmp_path, f"{PACKAGE}{PYO3}[features]\n{features}\n", args, tool) == expected


@pytest.mark.parametrize(
    ("features", "args", "expected"),
    [
        ('py = ["dep:pyo3", "pyo3/abi3-py39"]', "--features py", "cp39-abi3"),
        ('py = ["pyo3"]\nabi3 = ["pyo3?/abi3-py39"]', "--features abi3", "py3-none"),
    ],
)
def test_an_optional_dependency(tmp_path: Path, features: str, args: str, expected: str) -> None:
    assert tag(tmp_path, f"{PACKAGE}{OPTIONAL}[features]\n{features}\n", args) == expected


def test_a_dependency_may_come_from_the_workspace(tmp_path: Path) -> None:
    inherited = '[dependencies]\npyo3 = { workspace = true, features = ["abi3-py310"] }\n'
    workspace = '[workspace]\nmembers = ["."]\n[workspace.dependencies]\npyo3 = "0.26"\n'
    assert tag(tmp_path, PACKAGE + CDYLIB + inherited + workspace) == "cp310-abi3"


def test_features_reach_crates_of_the_repository(tmp_path: Path) -> None:
    core = PACKAGE.replace("demo", "core") + PYO3 + '[features]\nabi = ["pyo3/abi3-py38"]\n'
    cargo = PACKAGE + CDYLIB + '[dependencies]\ncore = { path = "crates/core", features = ["abi"] }\n'
    assert tag(tmp_path, cargo, crates__core__Cargo_toml=core) == "cp38-abi3"
