"""What pyproject.toml says: PEP 517, 518, 621, 639 and 735, and maturin's own table."""

from collections.abc import Mapping
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node
from maturin_compliance.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Dependency:
    """A requirement as written; ``requirement`` is None where PEP 508 does not admit the text."""

    text: str
    requirement: Requirement | None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildSystem:
    """The table ``[build-system]``."""

    location: Location
    requires: tuple[Dependency, ...]
    build_backend: Located[str] | None
    backend_path: tuple[Located[str], ...]

    @property
    def maturin(self) -> Dependency | None:
        """The requirement on maturin, if it is asked for."""
        return next((d for d in self.requires if d.requirement and d.requirement.name == "maturin"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """``project.license``: an SPDX expression (PEP 639), or the older table with ``file`` or ``text``."""

    location: Location
    expression: str | None
    file: str | None
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMetadata:
    """The table ``[project]`` (PEP 621)."""

    location: Location
    name: Located[str] | None
    version: Located[str] | None
    description: Located[str] | None
    readme: Located[str] | None
    requires_python: Located[str] | None
    license: License | None
    license_files: tuple[Located[str], ...] | None
    classifiers: tuple[Located[str], ...]
    dynamic: tuple[Located[str], ...]
    urls: Mapping[str, Located[str]]
    dependencies: tuple[Dependency, ...]
    optional_dependencies: Mapping[str, tuple[Dependency, ...]]
    scripts: Mapping[str, Located[str]]

    @property
    def python(self) -> SpecifierSet | None:
        """``requires-python`` as a specifier set; None where it is absent or not valid."""
        try:
            return SpecifierSet(self.requires_python.value) if self.requires_python else None
        except InvalidSpecifier:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionalFeature:
    """An entry of ``[tool.maturin] features``; plain ones have no conditions (maturin 1.12.4 and newer)."""

    feature: str
    python_version: str | None
    python_implementation: str | None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class IncludePattern:
    """An entry of ``[tool.maturin] include`` or ``exclude``; ``formats`` empty means the default."""

    path: str
    formats: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolMaturin:
    """The table ``[tool.maturin]``; ``entries`` holds every key as written, also those not named here."""

    location: Location
    entries: Mapping[str, Node]
    module_name: Located[str] | None
    bindings: Located[str] | None
    compatibility: tuple[Located[str], ...]
    auditwheel: Located[str] | None
    skip_auditwheel: Located[bool] | None
    strip: Located[bool] | None
    python_source: Located[str] | None
    python_packages: tuple[Located[str], ...]
    profile: Located[str] | None
    features: tuple[ConditionalFeature, ...]
    all_features: Located[bool] | None
    no_default_features: Located[bool] | None
    manifest_path: Located[str] | None
    locked: Located[bool] | None
    frozen: Located[bool] | None
    include: tuple[IncludePattern, ...]
    exclude: tuple[IncludePattern, ...]
    deployment_targets: Mapping[str, Located[str]]
    sbom_rust: Located[bool] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pyproject:
    """A pyproject.toml. ``document`` is the whole file; ``tools`` the tables under ``[tool]`` by name,
    ``settings`` the one that is this package's.
    """

    path: str
    document: Node
    build_system: BuildSystem | None
    project: ProjectMetadata | None
    maturin: ToolMaturin | None
    settings: Settings | None
    tools: Mapping[str, Node]
    dependency_groups: Mapping[str, tuple[Dependency, ...]]

    @property
    def location(self) -> Location:
        """The file itself."""
        return Location(self.path)
