"""Projects written down as literal files."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from maturin_compliance.location import Located
from maturin_compliance.model.node import Node
from maturin_compliance.model.project import Project
from maturin_compliance.read import read_project

posix = pytest.mark.skipif(os.name != "posix", reason="links and pipes as on POSIX systems")

PYPROJECT = """\
[build-system]
requires = ["maturin>=1.9,<2"]
build-backend = "maturin"

[project]
name = "demo"
version = "1.0.0"
"""
CARGO = """\
[package]
name = "demo"
version = "1.0.0"
edition = "2024"

[lib]
crate-type = ["cdylib"]

[dependencies]
pyo3 = "0.29"
"""


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below ``root``, their folders included."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def read(root: Path, files: Mapping[str, str | bytes], package: str | None = None) -> Project:
    """The project that the files make, a sound pyproject.toml added where none is given."""
    return read_project(write(root, {"pyproject.toml": PYPROJECT, **files}), package=package)


def unread(project: Project) -> list[str]:
    """Each fault as ``path:line message``."""
    return [f"{fault.location} {fault.message}" for fault in project.unread]


def plain(node: Node) -> object:
    """A node as the plain values that it holds."""
    if node.is_scalar:
        return node.value
    if node.items:
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.mapping.items()} if node.value != () else []


def at(found: Located[str] | None) -> tuple[str, str] | None:
    """A located value as (value, "path:line")."""
    return None if found is None else (found.value, str(found.location))
