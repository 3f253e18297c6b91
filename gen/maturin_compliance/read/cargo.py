"""Cargo.toml as its model, by Cargo's rules (https://doc.rust-lang.org/cargo/reference/manifest.html)."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from maturin_compliance.location import Located, Location
from maturin_compliance.model.cargo import Manifest, Profile, Workspace
from maturin_compliance.model.node import Node
from maturin_compliance.model.project import Tree
from maturin_compliance.read.cargo_dependencies import read_dependencies
from maturin_compliance.read.cargo_targets import read_bins, read_build_script, read_lib
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.getters import Cursor


def read_manifests(documents: Mapping[str, Node], tree: Tree, faults: Faults) -> dict[str, Manifest]:
    """Every manifest by path, what it inherits from its workspace resolved; ``documents`` by path."""
    tables = {path: Cursor(document, "", faults) for path, document in documents.items()}
    return {path: _manifest(path, table, tables, tree) for path, table in tables.items()}


@dataclass(frozen=True, slots=True)
class _Package:
    """The table ``[package]``, and ``[workspace.package]`` for the keys that say ``workspace = true``."""

    table: Cursor | None
    shared: Cursor | None

    def get(self, key: str) -> Cursor | None:
        found = self.table.get(key) if self.table else None
        if found is None or "workspace" not in found.node.mapping:
            return found
        shared = self.shared.get(key) if self.shared else None
        if shared is None:
            found.faults.add(found.location, f"{found.name}: the workspace has no such key to inherit")
        return shared

    def string(self, key: str) -> Located[str] | None:
        found = self.get(key)
        return found.as_string() if found else None

    def strings(self, key: str) -> tuple[Located[str], ...]:
        found = self.get(key)
        return found.as_strings() if found else ()


def _manifest(path: str, table: Cursor, tables: Mapping[str, Cursor], tree: Tree) -> Manifest:
    workspace_path = find_workspace(path, tables)
    shared = tables[workspace_path].table("workspace") if workspace_path else None
    package = _Package(table.table("package"), shared.table("package") if shared else None)
    name = package.string("name")
    crate = name.value if name else ""
    edition = package.string("edition")
    workspace = table.table("workspace")
    return Manifest(
        path=path,
        document=table.node,
        name=name,
        version=package.string("version"),
        edition=edition,
        rust_version=package.string("rust-version"),
        license=package.string("license"),
        publish=_publish(package),
        include=package.strings("include"),
        exclude=package.strings("exclude"),
        build_script=read_build_script(path, package.table, tree),
        lib=read_lib(path, table, crate, tree) if package.table else None,
        bins=read_bins(path, table, crate, edition, tree) if package.table else (),
        dependencies=read_dependencies(path, table, workspace_path, shared),
        features=_features(table),
        feature_locations=_feature_locations(table),
        profiles=_profiles(table),
        workspace=_workspace(workspace) if workspace else None,
        workspace_path=workspace_path,
    )


def _publish(package: _Package) -> bool:
    """Whether ``cargo publish`` may upload the crate: not with ``false`` or an empty list of registries."""
    found = package.get("publish")
    return found is None or found.node.value not in (False, ())


def _features(table: Cursor) -> dict[str, tuple[Located[str], ...]]:
    features = table.table("features")
    return {name: entry.as_strings() for name, entry in features.entries()} if features else {}


def _feature_locations(table: Cursor) -> dict[str, Location]:
    node = table.node.mapping.get("features")
    return {name: entry.location for name, entry in node.mapping.items()} if node else {}


def _profiles(table: Cursor) -> dict[str, Profile]:
    profiles = table.table("profile")
    if profiles is None:
        return {}
    return {name: _profile(name, entry) for name, entry in profiles.entries() if entry.as_table()}


def _profile(name: str, table: Cursor) -> Profile:
    settings = {
        key: Located(entry.node.value, entry.location)
        for key, entry in table.entries()
        if isinstance(entry.node.value, bool | int | str)
    }
    return Profile(name=name, settings=settings, location=table.location)


def _workspace(table: Cursor) -> Workspace:
    return Workspace(location=table.location, members=table.strings("members"), exclude=table.strings("exclude"))


def find_workspace(path: str, tables: Mapping[str, Cursor]) -> str | None:
    """The manifest of the workspace that a manifest belongs to, its own where it is the root of one.

    Cargo: ``package.workspace``, else the nearest folder above whose manifest has ``[workspace]`` and does
    not exclude this one (cargo, src/cargo/core/workspace.rs, find_workspace_root).
    """
    if "workspace" in tables[path].node.mapping:
        return path
    package = tables[path].node.mapping.get("package")
    pointer = package.mapping.get("workspace") if package else None
    if pointer and isinstance(pointer.value, str):
        named = posixpath.normpath(posixpath.join(posixpath.dirname(path), pointer.value, "Cargo.toml"))
        return named if named in tables else None
    folder = posixpath.dirname(path)
    while folder:
        folder = posixpath.dirname(folder)
        above = posixpath.join(folder, "Cargo.toml")
        if above in tables and _admits(above, tables[above].node, path):
            return above
    return None


def _admits(root_path: str, root: Node, path: str) -> bool:
    workspace = root.mapping.get("workspace")
    if workspace is None:
        return False
    folder = posixpath.dirname(root_path)

    def named(key: str) -> bool:
        entries = workspace.mapping.get(key)
        texts = (item.value for item in (entries.items if entries else ()) if isinstance(item.value, str))
        return any(_below(path, posixpath.normpath(posixpath.join(folder, text))) for text in texts)

    return named("members") or not named("exclude")


def _below(path: str, folder: str) -> bool:
    return folder == "." or path.startswith(folder + "/")
