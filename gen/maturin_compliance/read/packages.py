"""The packages of a repository, and the one that is looked at."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

from maturin_compliance.errors import UsageError
from maturin_compliance.location import Located
from maturin_compliance.model.cargo import Lockfile, Manifest
from maturin_compliance.model.project import Package, TestFile, Tree
from maturin_compliance.model.pyproject import Pyproject
from maturin_compliance.read.files import Files
from maturin_compliance.read.imports import read_imports
from maturin_compliance.read.licenses import read_licenses
from maturin_compliance.read.lockfile import read_lockfile
from maturin_compliance.read.python import (
    find_module_dir,
    is_python_first,
    python_source,
    read_defined,
    read_dunder_version,
    read_tests,
)
from maturin_compliance.read.rust import (
    read_buffers,
    read_exports,
    read_implementations,
    read_pymodules,
    read_rust_tests,
    read_unstable,
    says_module,
)

_ASIDE = frozenset({"tests", "test", "testing", "examples", "example", "fixtures", "vendor", "third_party"})
"""Folders whose packages are not what a repository is for."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What packages are made of: the documents by path, the tree, and the reader of further files."""

    pyprojects: Mapping[str, Pyproject]
    manifests: Mapping[str, Manifest]
    tree: Tree
    files: Files


def find_folders(sources: Sources) -> tuple[str, ...]:
    """The folders of all packages, "." first.

    Those whose pyproject.toml names the maturin backend; where none does, those that have a table
    ``[tool.maturin]``; else the root, as far as it has a pyproject.toml or Cargo.toml at all; else the
    crates that build an extension module with pyo3.
    """
    pyprojects, tree = sources.pyprojects, sources.tree
    found = [path for path, pyproject in pyprojects.items() if _has_backend(pyproject)]
    found = found or [path for path, pyproject in pyprojects.items() if pyproject.maturin]
    if not found and ("pyproject.toml" in tree or "Cargo.toml" in tree):
        return (".",)
    found = found or [path for path, manifest in sources.manifests.items() if _has_pyo3(manifest)]
    return tuple(sorted((posixpath.dirname(path) or "." for path in found), key=_root_first))


def _has_backend(pyproject: Pyproject) -> bool:
    system = pyproject.build_system
    return system is not None and system.build_backend is not None and system.build_backend.value == "maturin"


def _has_pyo3(manifest: Manifest) -> bool:
    crates = {d.package for d in manifest.dependencies if d.kind == "normal"}
    cdylib = manifest.lib is not None and any(kind.value == "cdylib" for kind in manifest.lib.crate_types)
    return "pyo3" in crates and cdylib


def _root_first(folder: str) -> tuple[bool, str]:
    return (folder != ".", folder)


def read_packages(sources: Sources) -> tuple[Package, ...]:
    """All packages, the root's first; a file in a package within another belongs to the inner one."""
    folders = find_folders(sources)
    return tuple(_package(folder, sources, folders) for folder in folders)


def _package(folder: str, sources: Sources, folders: Sequence[str]) -> Package:
    tree, files = sources.tree, sources.files
    pyproject = sources.pyprojects.get(_in(folder, "pyproject.toml"))
    manifest = _manifest(folder, pyproject, sources)
    module_dir = find_module_dir(folder, pyproject, manifest, tree)
    others = (other for other in folders if other != folder)
    inner = tuple(f"{other}/" for other in others if folder == "." or other.startswith(f"{folder}/"))
    own = [path for path in tree.under(folder) if not path.startswith(inner)]
    return Package(
        folder=folder,
        name=_name(folder, pyproject, manifest, files.source.root),
        pyproject=pyproject,
        manifest=manifest,
        lockfile=_lockfile(manifest, tree, files),
        module_dir=module_dir,
        dunder_version=read_dunder_version(module_dir, tree, files) if module_dir else None,
        pymodules=read_pymodules(manifest, tree, files) if manifest else (),
        scripts=_scripts(folder, pyproject, sources),
        says_module=says_module(manifest, tree, files) if manifest else False,
        tests=read_tests(own, files) or _tests_beside(folder, folders, sources),
        buffers=read_buffers(manifest, tree, files) if manifest else None,
        implementations=read_implementations(manifest, tree, files) if manifest else frozenset(),
        exports=read_exports(manifest, tree, files) if manifest else (),
        unstable=read_unstable(manifest, tree, files) if manifest else None,
        imports=read_imports(module_dir, tree, files) if module_dir else (),
        licenses=read_licenses(folder, tree, files),
        rust_tests=read_rust_tests(manifest, tree, files) if manifest else (),
    )


def _tests_beside(folder: str, folders: Sequence[str], sources: Sources) -> tuple[TestFile, ...]:
    """The tests of the repository's root, where it is for this package alone."""
    if [other for other in folders if _ASIDE.isdisjoint(other.split("/"))] != [folder]:
        return ()
    return read_tests([*sources.tree.under("tests"), *sources.tree.under("test")], sources.files)


def _scripts(folder: str, pyproject: Pyproject | None, sources: Sources) -> dict[str, frozenset[str] | None]:
    scripts = pyproject.project.scripts if pyproject and pyproject.project else {}
    source = python_source(folder, pyproject, sources.tree)
    named = {name: target.value.partition(":")[0].strip() for name, target in scripts.items()}
    return {name: read_defined(module, source, sources.tree, sources.files) for name, module in named.items()}


def _in(folder: str, name: str) -> str:
    return posixpath.normpath(posixpath.join(folder, name))


def _name(folder: str, pyproject: Pyproject | None, manifest: Manifest | None, root: Path) -> str:
    project = pyproject.project if pyproject else None
    if project and project.name:
        return project.name.value
    if manifest and manifest.name:
        return manifest.name.value
    return posixpath.basename(folder) if folder != "." else root.resolve().name


def _manifest(folder: str, pyproject: Pyproject | None, sources: Sources) -> Manifest | None:
    """The crate that is built (maturin 1.14, project_layout.rs, resolve_manifest_paths)."""
    maturin = pyproject.maturin if pyproject else None
    if maturin and maturin.manifest_path:
        return _named_manifest(folder, maturin.manifest_path, sources)
    rust = _in(folder, "rust/Cargo.toml")
    source = maturin.python_source if maturin else None
    if rust in sources.manifests and (source or is_python_first(folder, pyproject, sources.tree)):
        return sources.manifests[rust]
    return sources.manifests.get(_in(folder, "Cargo.toml"))


def _named_manifest(folder: str, pointer: Located[str], sources: Sources) -> Manifest | None:
    path = _in(folder, pointer.value)
    if path not in sources.tree:
        message = f"tool.maturin.manifest-path: `{pointer.value}` is no file of the repository"
        sources.files.faults.add(pointer.location, message)
    return sources.manifests.get(path)


def _lockfile(manifest: Manifest | None, tree: Tree, files: Files) -> Lockfile | None:
    """Cargo.lock of the workspace, else the one beside the manifest."""
    if manifest is None:
        return None
    beside = [manifest.workspace_path, manifest.path]
    paths = (_in(posixpath.dirname(path), "Cargo.lock") for path in beside if path)
    path = next((path for path in paths if path in tree), None)
    document = files.toml(path) if path else None
    return read_lockfile(path, document, files.faults) if path and document else None


def choose_package(packages: Sequence[Package], name: str | None, root: str) -> Package:
    """The package of that name; without one the root's own, else the only one, those in test, example and
    vendored folders left aside. Raises UsageError naming them all where that is not one.
    """
    known = ", ".join(sorted({f"{package.name} ({package.folder})" for package in packages}))
    if name is not None:
        same = [p for p in packages if canonicalize_name(p.name) == canonicalize_name(name)]
        if not same:
            raise UsageError(f"{root}: no package `{name}`; name one of: {known}")
        return min(same, key=lambda p: (_is_aside(p), p.folder.count("/"), _root_first(p.folder)))
    if packages[0].folder == ".":
        return packages[0]
    main = [package for package in packages if not _is_aside(package)] or list(packages)
    if len(main) > 1:
        raise UsageError(f"{root}: holds several packages, choose one with --package: {known}")
    return main[0]


def _is_aside(package: Package) -> bool:
    return not _ASIDE.isdisjoint(package.folder.split("/"))
