"""What Cargo.lock says otherwise than the manifests: Cargo would write it anew, which ``--locked`` forbids."""

from collections.abc import Iterator

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.text import code, codes
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CrateDependency, LockedCrate, Lockfile, Manifest
from maturin_compliance.model.requirement import admits

Fault = tuple[str, Location]
"""What is wrong (Markdown), and the line of the manifest."""


def drifted(subject: Subject, lockfile: Lockfile) -> Iterator[Fault]:
    """Give what differs, for the package's crate and those of its workspace that it depends on."""
    unread = {each.location.path for each in subject.project.unread}
    for manifest in _crates(subject):
        if manifest.path not in unread and manifest.name is not None:
            yield from _faults(manifest, manifest.name.value, lockfile, _patched(subject, manifest))


def _crates(subject: Subject) -> Iterator[Manifest]:
    """The package's crate, and those of the same workspace below it: all of these stand in its lock file."""
    manifests, first = subject.project.manifests, need.manifest(subject)
    waiting, seen = [first], {first.path}
    while waiting:
        manifest = waiting.pop(0)
        yield manifest
        paths = [need.inside(d.path, "Cargo.toml") for d in manifest.dependencies if d.path is not None]
        for path in dict.fromkeys(paths):
            found = manifests.get(path)
            if (
                found
                and path not in seen
                and first.workspace_path
                and found.workspace_path == first.workspace_path
            ):
                seen.add(path)
                waiting.append(found)


def _patched(subject: Subject, manifest: Manifest) -> frozenset[str]:
    """The crates that ``[patch]`` of the workspace's root takes from elsewhere, at versions of their own."""
    root = subject.project.manifests.get(manifest.workspace_path or manifest.path, manifest)
    table = root.document.mapping.get("patch")
    entries = (entry for source in (table.mapping.values() if table else ()) for entry in source.mapping.items())
    return frozenset(
        str(node.mapping["package"].value) if "package" in node.mapping else key for key, node in entries
    )


def _faults(manifest: Manifest, name: str, lockfile: Lockfile, patched: frozenset[str]) -> Iterator[Fault]:
    local = [one for one in lockfile.crates if one.name == name and one.local]
    own = local[-1] if local else None
    if own is None:
        yield (
            f"it lacks the crate {code(name)} itself",
            manifest.name.location if manifest.name else manifest.location,
        )
        return
    written = manifest.version
    if written and all(one.version != written.value for one in local):
        yield f"it has {code(name)} at {code(own.version)}, not {code(written.value)}", written.location
    for dependency in manifest.dependencies:
        fault = _of_dependency(dependency, own, lockfile)
        if fault and dependency.package not in patched:
            yield fault, dependency.location


def _of_dependency(dependency: CrateDependency, own: LockedCrate, lockfile: Lockfile) -> str | None:
    name, wanted = dependency.package, dependency.requirement
    if name not in own.dependencies:
        return f"it has no {code(name)} for {code(own.name)}"
    versions = lockfile.versions(name)
    if wanted is None or dependency.git or any(admits(wanted, version) is not False for version in versions):
        return None
    return f"it has {code(name)} at {codes(versions)}, which {code(wanted)} does not admit"
