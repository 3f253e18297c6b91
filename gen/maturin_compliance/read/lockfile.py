"""Cargo.lock as its model."""

from maturin_compliance.location import Located
from maturin_compliance.model.cargo import LockedCrate, Lockfile
from maturin_compliance.model.node import Node
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.getters import Cursor


def read_lockfile(path: str, document: Node, faults: Faults) -> Lockfile:
    """The locked crates of a document, in its order."""
    packages = Cursor(document, "", faults).tables("package")
    return Lockfile(path, tuple(crate for package in packages if (crate := _crate(package))), _format(document))


def _format(document: Node) -> Located[int] | None:
    node = document.mapping.get("version")
    return Located(node.value, node.location) if node and isinstance(node.value, int) else None


def _crate(package: Cursor) -> LockedCrate | None:
    name, version = package.string("name"), package.string("version")
    if name is None or version is None:
        return None
    # An entry is "name", "name version" or "name version (source)", as far as it is needed to tell it apart.
    names = tuple(entry.value.partition(" ")[0] for entry in package.strings("dependencies"))
    local = "source" not in package.node.mapping
    return LockedCrate(name.value, version.value, names, package.location, local)
