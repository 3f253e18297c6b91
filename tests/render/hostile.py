"""A project whose every text tries to break out of where it is shown."""

import json
from pathlib import Path

EVIL = (
    '|</td></table><script>alert(1)</script> `x` ``` ]](javascript:alert(2)) "quoted" %%{init: {}}%% '
    "<img src=x onerror=alert(3)> *em* {: onclick=alert(4) } ${{ x }} #quot; end"
)
ACTING = "\x1b[31m\u202e\x9b"


def toml(text: str) -> str:
    """Give a text as a TOML basic string."""
    return json.dumps(text).replace("\x7f", "\\u007f")


def files() -> dict[str, str]:
    evil, acting = toml(EVIL), toml(EVIL + ACTING)
    return {
        "pyproject.toml": f"""
[build-system]
requires = ["maturin>=1.9,<2", {evil}]
build-backend = {acting}
backend-path = [{evil}]

[project]
name = {acting}
version = {acting}
description = {evil}
readme = {evil}
requires-python = {evil}
license = {evil}
classifiers = [{evil}, "Typing :: Typed"]
dynamic = [{evil}]
dependencies = [{evil}]
urls = {{ {evil} = "javascript:alert(5)" }}

[tool.maturin]
module-name = {evil}
python-source = {evil}
profile = {evil}
features = [{acting}]
{evil} = {evil}
include = [{evil}]

[dependency-groups]
{evil} = ["maturin"]
""",
        "Cargo.toml": f"""
[package]
name = {acting}
version = {acting}
edition = {evil}
rust-version = {evil}

[lib]
name = {evil}
path = "src/lib.rs"
crate-type = ["cdylib", {evil}]

[[bin]]
name = {evil}
path = {evil}
required-features = [{evil}]

[dependencies]
pyo3 = {{ version = {evil}, features = [{evil}] }}

[features]
{evil} = [{evil}]

[profile.release]
{evil} = {evil}
strip = {acting}
""",
        "src/lib.rs": "#[pymodule]\nfn module() {}\n",
        ".github/workflows/release.yml": workflow(),
        ".github/workflows/broken.yml": f"on: [push\n{EVIL}",
        "tests/test_x.py": "def test_one(): ...\n",
        "we|ird`<b>/]](x) .py": "",
    }


def workflow() -> str:
    evil = json.dumps(EVIL)
    acting = json.dumps(EVIL + ACTING)
    return f"""
name: {evil}
on:
  push:
    tags: ["*"]
  {evil}:
jobs:
  build:
    name: {acting}
    runs-on: {acting}
    strategy:
      matrix:
        python: ["3.12", {evil}]
    steps:
      - name: {evil}
        uses: PyO3/maturin-action@v1
        with:
          target: x86_64
          manylinux: {evil}
          maturin-version: {evil}
          args: {json.dumps("--release --out dist -i python3.12 " + EVIL)}
      - uses: {evil}
      - run: {json.dumps("pytest -k " + json.dumps(EVIL))}
      - uses: actions/upload-artifact@v4
        with:
          name: {acting}
          path: dist
  plain:
    runs-on: ubuntu-24.04
    steps:
      - uses: PyO3/maturin-action@v1
        with:
          args: --release --out dist -i python3.12
          container: {evil}
      - uses: actions/upload-artifact@v4
        with:
          name: plain
          path: dist
  publish:
    needs: [plain]
    runs-on: ubuntu-24.04
    environment: {acting}
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          path: dist
          merge-multiple: true
      - uses: pypa/gh-action-pypi-publish@release/v1
"""


def write(root: Path) -> Path:
    for path, text in files().items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root
