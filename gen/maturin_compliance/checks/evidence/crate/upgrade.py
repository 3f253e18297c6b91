"""What goes with a newer pyo3: the lines to change, the crates that have to move too, the Pythons it drops."""

from collections.abc import Iterator

from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.crate.crate import PyO3
from maturin_compliance.checks.evidence.crate.linking import edits
from maturin_compliance.checks.evidence.platforms.served import (
    interpreter,
    is_free_threaded,
    lowest_admitted,
    minor,
)
from maturin_compliance.checks.text import code, codes
from maturin_compliance.facts import PyO3Release
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CrateDependency, Manifest
from maturin_compliance.model.node import Node


def version_places(subject: Subject) -> tuple[Location, ...]:
    """Give the lines where the versions of pyo3, and of the crates that are released with it, are written."""
    family = {row.crate for row in subject.facts.pyo3_family}
    found = (
        version_place(subject, manifest, dependency)
        for manifest in _manifests(subject)
        for dependency in manifest.dependencies
        if dependency.package in family and dependency.requirement
    )
    return tuple(dict.fromkeys(found))


def version_place(subject: Subject, manifest: Manifest, dependency: CrateDependency) -> Location:
    """Give the line of a dependency's version, in the workspace's manifest where it is inherited from there."""
    root = subject.project.manifests.get(manifest.workspace_path or "", manifest)
    entries = [_entry(manifest, dependency), _shared(root, dependency.key)]
    for entry in entries:
        if entry is not None and isinstance(entry.value, str):
            return entry.location
        if entry is not None and "version" in entry.mapping:
            return entry.mapping["version"].location
    return dependency.location


def _entry(manifest: Manifest, dependency: CrateDependency) -> Node | None:
    """Give the entry of a dependency: the one in its manifest that stands at its line."""
    for node in manifest.document.walk():
        entry = node.mapping.get(dependency.key)
        if entry is not None and entry.location == dependency.location:
            return entry
    return None


def _shared(root: Manifest, key: str) -> Node | None:
    table = root.document.mapping.get("workspace")
    dependencies = table.mapping.get("dependencies") if table else None
    return dependencies.mapping.get(key) if dependencies else None


def _manifests(subject: Subject) -> list[Manifest]:
    own = need.manifest(subject)
    paths = sorted(crate.activation(subject).own, key=lambda path: path != own.path)
    return [subject.project.manifests[path] for path in paths]


def companions(subject: Subject) -> Iterator[str]:
    """Give the locked crates that depend on pyo3 too, with the line of those that a manifest names (Markdown)."""
    lockfile = subject.project.package.lockfile
    family = {row.crate for row in subject.facts.pyo3_family}
    ours = {each.name.value for each in subject.project.manifests.values() if each.name}
    lines: dict[str, list[Location]] = {}
    for manifest in _manifests(subject):
        for dependency in manifest.dependencies:
            lines.setdefault(dependency.package, []).append(version_place(subject, manifest, dependency))
            # A crate may wrap one of its own name, which no pyo3 is in.
            wrapped = manifest.name is not None and manifest.name.value == dependency.package
            if dependency.path is None and dependency.requirement and not wrapped:
                ours.discard(dependency.package)
    locked = {each.name for each in lockfile.crates if family & set(each.dependencies)} if lockfile else set()
    locked |= {name for name in lines if name.startswith("pyo3-")}
    for name in sorted(locked - family - ours):
        places = ", ".join(map(code, dict.fromkeys(lines.get(name, ()))))
        yield f"{code(name)} ({places})" if places else code(name)


def steps(subject: Subject, pyo3: PyO3, release: PyO3Release) -> Iterator[str]:
    """Give what has to be done together with a newer pyo3, each in a line (Markdown)."""
    newest = f"{release.version.major}.{release.version.minor}"
    others = ", ".join(companions(subject))
    if others:
        yield (
            f"Raise what depends on pyo3 as well to versions for {newest}, since Cargo links one pyo3 alone: "
            f"{others}. Where one has no such version yet, take the newest pyo3 that they all have."
        )
    if pyo3.abi3 and pyo3.abi3.minimum is not None and pyo3.abi3.minimum < release.abi3_min:
        gone, low = f"abi3-py3{pyo3.abi3.minimum}", f"abi3-py3{release.abi3_min}"
        yield f"Write {code(low)} for {code(gone)}, a feature that pyo3 {newest} no longer has."
    yield from _dropped(subject, pyo3, release)
    new = subject.facts.pyo3(release.version).build_extension_module
    if new and "extension-module" in pyo3.features and not subject.facts.pyo3(pyo3.known).build_extension_module:
        places = ", ".join(code(edit.location) for edit in edits(subject))
        yield f"Turn `extension-module` off, which pyo3 {newest} does not need: {places}."


def _dropped(subject: Subject, pyo3: PyO3, release: PyO3Release) -> Iterator[str]:
    """Say which Pythons that are built or admitted lie below the range of a newer pyo3."""
    pyproject, wheels = subject.project.package.pyproject, subject.expansion.release.wheels
    metadata = pyproject.project if pyproject else None
    lowest = lowest_admitted(metadata.python) if metadata else None
    minors = {found for found in (lowest, *map(minor, wheels)) if found is not None}
    low = sorted(m for m in minors if m < release.cpython_min)
    found = {interpreter(wheel) for wheel in wheels if wheel.interpreter.startswith("pp3")}
    pypys = sorted(m for _, m in found if m is not None and m < release.pypy_min)
    oldest = subject.facts.pyo3(release.version).free_threaded_min
    threads = sorted({m for w in wheels if is_free_threaded(w) and (m := minor(w)) is not None and m < oldest})
    if low or pypys or threads:
        names = (f"Python 3.{m}" for m in low), (f"Python 3.{m}t" for m in threads), (f"PyPy 3.{m}" for m in pypys)
        named = codes(name for each in names for name in each)
        last = _last_for(subject, min(low, default=99), min(pypys, default=99))
        last = None if threads else last
        stop = f", or stop at pyo3 {last}, the newest that serves them all" if last and last > pyo3.known else ""
        which = f"pyo3 {release.version.major}.{release.version.minor}"
        yield f"Drop {named}, which {which} does not serve, from what is built and admitted{stop}."


def _last_for(subject: Subject, cpython: int, pypy: int) -> Version | None:
    """Give the newest pyo3 that serves a CPython and a PyPy."""
    known = subject.facts.pyo3_releases
    return max((r.version for r in known if r.cpython_min <= cpython and r.pypy_min <= pypy), default=None)
