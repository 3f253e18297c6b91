"""A small project that releases, over which a hostile one lays its own files."""

from collections.abc import Mapping
from pathlib import Path

WORKFLOW = ".github/workflows/release.yml"
PYPROJECT = """[build-system]
requires = ["maturin>=1.9.4,<2"]
build-backend = "maturin"

[project]
name = "demo"
version = "1.0.0"
requires-python = ">=3.9"

[tool.maturin]
module-name = "demo._demo"
python-source = "python"
"""
CARGO = """[package]
name = "demo"
version = "1.0.0"
edition = "2021"

[lib]
name = "demo"
crate-type = ["cdylib"]

[dependencies]
pyo3 = { version = "0.25", features = ["extension-module"] }
"""
RELEASE = """name: release
on:
  push:
    tags: ["v*"]
permissions: {}
jobs:
  build:
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        target: [x86_64, aarch64]
    steps:
      - uses: actions/checkout@v6
      - uses: PyO3/maturin-action@v1
        with:
          target: ${{ matrix.target }}
          manylinux: "2014"
          args: --release --out dist -i python3.12
      - uses: actions/upload-artifact@v4
        with:
          name: wheels-${{ matrix.target }}
          path: dist
  publish:
    needs: build
    runs-on: ubuntu-24.04
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          path: dist
          merge-multiple: true
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          packages-dir: dist
"""
WHEELS = (
    "demo-1.0.0-cp312-cp312-manylinux2014_aarch64.manylinux_2_17_aarch64.whl\n"
    "demo-1.0.0-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.whl\n"
)
FILES: Mapping[str, str] = {
    "pyproject.toml": PYPROJECT,
    "Cargo.toml": CARGO,
    "src/lib.rs": "#[pymodule]\nfn _demo() {}\n",
    "python/demo/__init__.py": '__version__ = "1.0.0"\n',
    "tests/test_demo.py": "def test_one(): ...\n",
    WORKFLOW: RELEASE,
}


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the project with other files over it."""
    for path, content in {**FILES, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return root
