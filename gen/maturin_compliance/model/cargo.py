"""What Cargo.toml and Cargo.lock say, workspace inheritance resolved."""

from collections.abc import Mapping
from dataclasses import dataclass

from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateDependency:
    """A dependency of the crate, after ``workspace = true`` has been resolved.

    ``key`` is the name in this manifest, ``package`` the crate's own name; ``requirement`` the version
    requirement as written, None for path and git dependencies without one; ``kind`` is "normal", "dev"
    or "build"; ``target`` the ``cfg(...)`` or triple of a target table; ``path`` is relative to the root.
    """

    key: str
    package: str
    requirement: str | None
    features: tuple[Located[str], ...]
    default_features: bool
    optional: bool
    kind: str
    target: str | None
    path: str | None
    git: str | None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoTarget:
    """A ``[lib]``, ``[[bin]]`` or one found by Cargo's rules (src/lib.rs, src/main.rs, src/bin/*.rs).

    ``path`` is relative to the root; ``location`` is the table, or the source where none declares it.
    """

    name: str
    path: str
    crate_types: tuple[Located[str], ...]
    required_features: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A ``[profile.<name>]``; settings as written. Cargo uses those of a workspace's root alone."""

    name: str
    settings: Mapping[str, Located[bool | int | str]]
    location: Location

    def get(self, setting: str) -> bool | int | str | None:
        """The value of a setting, None where it is left to Cargo's default."""
        found = self.settings.get(setting)
        return None if found is None else found.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The table ``[workspace]``."""

    location: Location
    members: tuple[Located[str], ...]
    exclude: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A Cargo.toml. ``name`` is None in a virtual workspace. ``workspace_path`` is the manifest of the
    workspace that this crate belongs to (its own path where it is the root of one), None outside one.
    """

    path: str
    document: Node
    name: Located[str] | None
    version: Located[str] | None
    edition: Located[str] | None
    rust_version: Located[str] | None
    license: Located[str] | None
    publish: bool
    include: tuple[Located[str], ...]
    exclude: tuple[Located[str], ...]
    build_script: str | None
    lib: CargoTarget | None
    bins: tuple[CargoTarget, ...]
    dependencies: tuple[CrateDependency, ...]
    features: Mapping[str, tuple[Located[str], ...]]
    feature_locations: Mapping[str, Location]
    profiles: Mapping[str, Profile]
    workspace: Workspace | None
    workspace_path: str | None

    @property
    def location(self) -> Location:
        """The file itself."""
        return Location(self.path)

    @property
    def folder(self) -> str:
        """The manifest's folder, "." at the root."""
        return self.path.rpartition("/")[0] or "."


@dataclass(frozen=True, slots=True)
class LockedCrate:
    """A package of Cargo.lock: name, exact version, names of what it depends on.

    ``local`` tells a crate of the workspace or of a path, which comes from no registry or repository.
    """

    name: str
    version: str
    dependencies: tuple[str, ...]
    location: Location
    local: bool = False


@dataclass(frozen=True, slots=True)
class Lockfile:
    """A Cargo.lock; ``format`` is the version of the file itself, None in the oldest ones."""

    path: str
    crates: tuple[LockedCrate, ...]
    format: Located[int] | None = None

    def versions(self, name: str) -> tuple[str, ...]:
        """All versions at which a crate is locked."""
        return tuple(crate.version for crate in self.crates if crate.name == name)
