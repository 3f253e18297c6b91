"""The crates of this repository that Cargo has to find, and whether it does."""

from collections.abc import Iterator
from fnmatch import fnmatchcase
from posixpath import dirname, relpath

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.text import code, quoted
from maturin_compliance.model.cargo import CrateDependency, Manifest, Workspace


def lost(subject: Subject) -> Iterator[Problem]:
    """The path dependencies without a crate, and the package's crate where its workspace does not take it."""
    manifest = need.manifest(subject)
    for dependency in manifest.dependencies:
        path = dependency.path
        if path is None or _is_there(subject, path):
            continue
        where = "lies outside the repository" if path.startswith("../") else "is not in the repository"
        message = f"the crate {code(dependency.package)} at {code(path)} {where}"
        yield Problem(message, dependency.location, _instead(subject, manifest, dependency))
    if root := _refusing(subject, manifest):
        folder = relpath(manifest.folder, dirname(root.path) or ".")
        yield Problem(
            f"the workspace of {code(root.path)} does not name the crate {code(folder)} among its `members`",
            root.workspace.members[0].location if root.workspace and root.workspace.members else root.location,
            f"Add {code(quoted(folder))} to `members`.",
            also=(manifest.location,),
        )


def _is_there(subject: Subject, path: str) -> bool:
    """Whether a folder has a crate, or may have one that is made or fetched: a submodule, or what git ignores."""
    tree = subject.project.tree
    later = ".gitmodules" in tree or any(f"{path}/".startswith(folder) for folder in tree.ignored)
    return later or need.inside(path, "Cargo.toml") in tree


def _instead(subject: Subject, manifest: Manifest, dependency: CrateDependency) -> str:
    """Where the crate does lie, if it lies in the repository."""
    for path, found in sorted(subject.project.manifests.items()):
        if found.name and found.name.value == dependency.package and path != manifest.path:
            there = relpath(dirname(path) or ".", manifest.folder)
            return f"Write {code(f'path = {quoted(there)}')}."
    where = code(manifest.path)
    return f"Correct the path, which is relative to {where}, or take the crate from where it is published."


def _refusing(subject: Subject, manifest: Manifest) -> Manifest | None:
    """The root of the workspace above a crate that is no member of it; Cargo ends with an error there."""
    root = subject.project.manifests.get(manifest.workspace_path or "")
    if root is None or root.workspace is None or root.path == manifest.path:
        return None
    listed = _named(root, manifest.folder) or manifest.path in _reached(subject, root)
    return None if listed else root


def _reached(subject: Subject, root: Manifest) -> set[str]:
    """The crates that the members of a workspace depend on by path: these are members as well."""
    manifests = subject.project.manifests
    waiting = [m for m in manifests.values() if m.path == root.path or _named(root, m.folder)]
    seen: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one.path not in seen:
            seen.add(one.path)
            paths = (need.inside(d.path, "Cargo.toml") for d in one.dependencies if d.path is not None)
            waiting += [manifests[path] for path in paths if path in manifests]
    return seen


def _named(root: Manifest, folder: str) -> bool:
    workspace: Workspace | None = root.workspace
    above = dirname(root.path) or "."
    patterns = [need.inside(above, member.value) for member in workspace.members] if workspace else []
    return any(_matches(pattern, folder) for pattern in patterns)


def _matches(pattern: str, folder: str) -> bool:
    """Whether a member's pattern names a folder; only ``**`` goes over a slash."""
    if "**" in pattern:
        return fnmatchcase(folder, pattern)
    parts, wanted = folder.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(map(fnmatchcase, parts, wanted))
