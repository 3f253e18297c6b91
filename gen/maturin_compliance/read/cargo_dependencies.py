"""The dependencies of a crate, what ``workspace = true`` inherits resolved.

https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from maturin_compliance.location import Located
from maturin_compliance.model.cargo import CrateDependency
from maturin_compliance.read.getters import Cursor

_KINDS = (
    ("normal", ("dependencies",)),
    ("dev", ("dev-dependencies", "dev_dependencies")),
    ("build", ("build-dependencies", "build_dependencies")),
)


def read_dependencies(
    path: str, table: Cursor, workspace_path: str | None, workspace: Cursor | None
) -> tuple[CrateDependency, ...]:
    """All dependencies of a manifest, those of ``[target.…]`` tables included, in the order of the kinds."""
    shared = workspace.table("dependencies") if workspace else None
    reader = _Reader(posixpath.dirname(path), posixpath.dirname(workspace_path or ""), shared)
    targets = table.table("target")
    found = [*reader.tables(table, None)]
    for target, entry in targets.entries() if targets else ():
        if entry.as_table():
            found.extend(reader.tables(entry, target))
    return tuple(found)


class _Name(NamedTuple):
    key: str
    kind: str
    target: str | None


@dataclass(frozen=True, slots=True)
class _Reader:
    folder: str
    workspace_folder: str
    shared: Cursor | None

    def tables(self, table: Cursor, target: str | None) -> Iterator[CrateDependency]:
        """The dependencies of a manifest, or of one of its target tables."""
        for kind, names in _KINDS:
            found = table.first(*names)
            for key, entry in found.entries() if found and found.as_table() else ():
                dependency = self.dependency(_Name(key, kind, target), entry)
                if dependency:
                    yield dependency

    def dependency(self, name: _Name, entry: Cursor) -> CrateDependency | None:
        """A dependency as specified in the manifest itself or in its workspace."""
        if isinstance(entry.node.value, str):
            return self.build(name, entry, None, None)
        if entry.as_table() is None:
            return None
        if "workspace" not in entry.node.mapping:
            return self.build(name, entry, entry, None)
        shared = self.shared.get(name.key) if self.shared else None
        if shared is None:
            entry.faults.add(entry.location, f"{entry.name}: the workspace has no such dependency to inherit")
            return None
        if isinstance(shared.node.value, str):
            return self.build(name, shared, None, entry)
        return self.build(name, shared, shared.as_table(), entry)

    def build(self, name: _Name, source: Cursor, table: Cursor | None, member: Cursor | None) -> CrateDependency:
        """A dependency from where it is specified and, if it is inherited, the member's own entry."""
        package, path, git = (table.string(k) if table else None for k in ("package", "path", "git"))
        folder = self.workspace_folder if member else self.folder
        own = member or table
        optional = own.flag("optional") if own else None
        return CrateDependency(
            key=name.key,
            package=package.value if package else name.key,
            requirement=_requirement(source, table),
            features=(*_features(table), *_features(member)),
            default_features=_default_features(table, member),
            optional=optional is not None and optional.value,
            kind=name.kind,
            target=name.target,
            path=posixpath.normpath(posixpath.join(folder, path.value)) if path else None,
            git=git.value if git else None,
            location=(member or source).location,
        )


def _requirement(source: Cursor, table: Cursor | None) -> str | None:
    found = table.string("version") if table else source.as_string()
    return found.value if found else None


def _features(table: Cursor | None) -> tuple[Located[str], ...]:
    return table.strings("features") if table else ()


def _default_features(table: Cursor | None, member: Cursor | None) -> bool:
    """Default features are on unless switched off where the dependency is specified.

    A member can switch them on again, not off: Cargo ignores ``default-features = false`` there
    (cargo reference, "Inheriting a dependency from a workspace").
    """
    shared, own = _flag(table), _flag(member)
    return shared is not False or own is True


def _flag(table: Cursor | None) -> bool | None:
    found = table.first("default-features", "default_features") if table else None
    value = found.node.value if found else None
    if found and not isinstance(value, bool):
        found.wrong("a boolean")
    return value if isinstance(value, bool) else None
