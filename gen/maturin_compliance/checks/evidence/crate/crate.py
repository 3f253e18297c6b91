"""The crate of the package: its bindings and the features that a build of it has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename, dirname

from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.expand.maturin.crate import (
    Activation,
    Crate,
    StableAbi,
    stable,
    wanted_features,
)
from maturin_compliance.expand.maturin.crate import crate as resolve
from maturin_compliance.expand.maturin.options import parse
from maturin_compliance.location import Located, Location
from maturin_compliance.model.cargo import CrateDependency

BINDINGS = ("pyo3", "pyo3-ffi")


@dataclass(frozen=True, slots=True, kw_only=True)
class PyO3:
    """The crate that binds to Python: pyo3, or pyo3-ffi where that is used alone.

    ``version`` is the locked one, else the lowest that the requirement admits (None for git and path);
    ``features`` are those that a plain ``maturin build`` turns on, with the line that does so.
    """

    dependency: CrateDependency
    version: Version | None
    features: Mapping[str, Location]
    stable: tuple[StableAbi, ...]

    @property
    def known(self) -> Version:
        """The version; the check is skipped where the files do not tell it."""
        if self.version is None:
            raise Skip("could not be decided from the files: they do not tell the version of pyo3")
        return self.version

    @property
    def minor(self) -> tuple[int, int]:
        """Major and minor of the version, skipped likewise."""
        return self.known.major, self.known.minor

    @property
    def abi3(self) -> StableAbi | None:
        """The stable ABI of Pythons with a GIL, None where no feature asks for it."""
        return next((abi for abi in self.stable if abi.kind == "abi3"), None)

    @property
    def abi3t(self) -> StableAbi | None:
        """The stable ABI of all Pythons from 3.15 on, None where no feature asks for it."""
        return next((abi for abi in self.stable if abi.kind == "abi3t"), None)


def pyo3(subject: Subject) -> PyO3:
    """Give the package's pyo3, as a plain ``maturin build`` has it; without one the check is skipped."""
    need.manifest(subject)
    active = activation(subject)
    for name in BINDINGS:
        if name in active.dependencies:
            return PyO3(
                dependency=active.dependencies[name],
                version=resolved(subject).pyo3,
                features=dict(located(subject, active.enabled[name])),
                stable=tuple(stable(active)),
            )
    raise Skip("the crate does not depend on pyo3")


def located(subject: Subject, features: Mapping[str, Location]) -> Iterator[tuple[str, Location]]:
    """Give features with their lines; those that `[tool.maturin]` asks for with the line there."""
    pyproject, manifest = subject.project.package.pyproject, need.manifest(subject)
    asked = pyproject.maturin.features if pyproject and pyproject.maturin else ()
    lines = {feature.feature.rpartition("/")[2]: feature.location for feature in asked}
    for name, place in features.items():
        yield name, lines.get(name, place) if place == manifest.location else place


def extension(subject: Subject) -> PyO3:
    """Give the package's pyo3 where it builds a module; a program is skipped."""
    found = pyo3(subject)
    if resolved(subject).bindings == "bin":
        raise Skip("the crate builds a program, not a module")
    return found


def resolved(subject: Subject) -> Crate:
    """Give the crate as a plain ``maturin build`` has it."""
    found = resolve(subject.project, subject.project.package, parse(("build",)), subject.facts)
    if found is None:
        raise Skip("no Cargo.toml was found for the package")
    return found


def activation(subject: Subject) -> Activation:
    """Give the features that a plain ``maturin build`` turns on, in this crate and those it depends on."""
    package, manifest = subject.project.package, need.manifest(subject)
    features, defaults = wanted_features(package, parse(("build",)))
    active = Activation(subject.project.manifests)
    active.activate(manifest, features, defaults=defaults)
    return active


def binding_features(subject: Subject) -> Iterator[Located[str]]:
    """Give the features that the package's crate, and those of the repository that it takes in, ask of pyo3."""
    own = need.manifest(subject)
    for path in sorted(activation(subject).own, key=lambda each: each != own.path):
        for dependency in subject.project.manifests[path].dependencies:
            if dependency.package in BINDINGS and dependency.kind == "normal":
                yield from dependency.features


def always_on(subject: Subject, dependency: CrateDependency, feature: str) -> bool:
    """Tell whether a dependency's feature is on in a plain ``cargo build``, whatever maturin asks for."""
    active = Activation(subject.project.manifests)
    active.activate(need.manifest(subject), (), defaults=True)
    return feature in active.enabled.get(dependency.package, ())


def module_name(subject: Subject) -> Located[str]:
    """Give the name of the compiled module as maturin finds it.

    ``[tool.maturin] module-name``, ``[lib] name``, ``[project] name``, ``[package] name``: the first
    of them that is there (maturin 1.14 project_layout.rs).
    """
    manifest = need.manifest(subject)
    pyproject = subject.project.package.pyproject
    if pyproject and pyproject.maturin and pyproject.maturin.module_name:
        return pyproject.maturin.module_name
    lib = manifest.document.mapping.get("lib")
    name = lib.mapping.get("name") if lib else None
    if name and isinstance(name.value, str):
        return Located(name.value, name.location)
    if pyproject and pyproject.project and pyproject.project.name:
        return pyproject.project.name
    if manifest.name is None:
        raise Skip("the crate has no name")
    return manifest.name


def is_module(subject: Subject, name: str) -> bool:
    """Tell whether a dotted name is the compiled module, below it, or a file or folder of the sources."""
    compiled, package = module_name(subject).value, subject.project.package
    if name == compiled or name.startswith(f"{compiled}."):
        return True
    if package.module_dir is None:
        return False
    path = need.inside(dirname(package.module_dir) or ".", name.replace(".", "/"))
    return f"{path}.py" in subject.project.tree or need.exists(subject, path)


def is_shipped(subject: Subject, name: str) -> bool:
    """Tell whether a wheel holds a module: in the package, in ``python-packages``, or by ``include``."""
    package, top = subject.project.package, name.partition(".")[0]
    tool = package.pyproject.maturin if package.pyproject else None
    shipped = {module_name(subject).value.partition(".")[0], basename(package.module_dir or "")}
    shipped |= {each.value.partition("/")[0] for each in tool.python_packages} if tool else set()
    included = [pattern.path for pattern in tool.include] if tool else []
    return top in shipped or any(top in pattern.split("/") or "*" in pattern[:2] for pattern in included)


def rust_minima(subject: Subject) -> Iterator[tuple[Version, str, Location]]:
    """Give the lowest Rust that each known part of the crate needs: the part (Markdown) and its line."""
    manifest, lockfile = need.manifest(subject), subject.project.package.lockfile
    edition = subject.facts.rust_edition(manifest.edition.value) if manifest.edition else None
    if edition and manifest.edition:
        yield edition.since, f"edition {edition.edition}", manifest.edition.location
    written = lockfile.format if lockfile else None
    reader = subject.facts.lockfile(written.value) if written else None
    if reader and written:
        yield reader.since, f"`Cargo.lock` of version {reader.version}", written.location
    try:
        found = pyo3(subject)
    except Skip:
        return
    if found.version:
        rust = subject.facts.pyo3(found.version).release.rust
        yield Version(rust), f"pyo3 {found.version}", found.dependency.location


def short(rust: Version) -> str:
    """Give a version of Rust as one writes it: without a patch level of 0."""
    return rust.public.removesuffix(".0") if len(rust.release) > 2 else rust.public
