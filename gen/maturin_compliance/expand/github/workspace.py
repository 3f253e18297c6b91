"""The files that matter while a job runs: wheels, sdists and small texts, and the artifacts they travel in."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from maturin_compliance.expand.github.filters import path_pattern
from maturin_compliance.expand.release import Wheel
from maturin_compliance.expression import Unknown


@dataclass(frozen=True, slots=True)
class Sdist:
    """A source distribution."""

    filename: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text that a script wrote and a later one may run."""

    content: str


File: TypeAlias = Wheel | Sdist | Text


@dataclass(slots=True)
class Workspace:
    """Files by path, relative to the checkout (``GITHUB_WORKSPACE``) or absolute outside it."""

    files: dict[str, File] = field(default_factory=dict)

    def add(self, folder: str, name: str, file: File) -> None:
        """Lay a file down; one of the same name is replaced."""
        self.files[join(folder, name)] = file

    def match(self, patterns: Iterable[str]) -> dict[str, File]:
        """Files that globs name as a shell reads them, and uploaders to an index: a folder is not its files."""
        wanted = [path_pattern(join("", pattern)) for pattern in patterns]
        return {p: file for p, file in self.files.items() if any(pattern.fullmatch(p) for pattern in wanted)}

    def within(self, patterns: Iterable[str]) -> dict[str, File]:
        """Files that globs name, directly or as a folder above them; a pattern with ``!`` in front takes away."""
        found: dict[str, File] = {}
        for pattern in patterns:
            if pattern.startswith("!"):
                unwanted = self._below(pattern[1:])
                found = {path: file for path, file in found.items() if path not in unwanted}
            else:
                found |= self._below(pattern)
        return found

    def _below(self, pattern: str) -> dict[str, File]:
        wanted = path_pattern(join("", pattern))
        everything = join("", pattern) == "."
        return {
            path: file
            for path, file in self.files.items()
            if everything or any(wanted.fullmatch(part) for part in (path, *parents(path)))
        }

    def remove(self, patterns: Iterable[str]) -> None:
        """Take away what globs name, folders with all that lies in them."""
        for path in self.within(patterns):
            del self.files[path]


def join(folder: str, name: str) -> str:
    """A path below a folder, without ``.`` and ``..``; "." is the checkout itself."""
    if name.startswith("~"):
        return name
    return posixpath.normpath(posixpath.join(folder or ".", name.replace("\\", "/")))


def parents(path: str) -> list[str]:
    """The folders that a path lies in, nearest first."""
    found = []
    while "/" in path:
        path = path.rpartition("/")[0]
        found.append(path)
    return found


@dataclass(frozen=True, slots=True)
class Artifact:
    """What one upload keeps: files by their path inside the artifact."""

    name: "str | Unknown"
    files: dict[str, File]


@dataclass(slots=True)
class Artifacts:
    """The artifacts of a workflow run, in the order of their uploads."""

    kept: list[Artifact] = field(default_factory=list)

    def upload(self, name: "str | Unknown", found: Mapping[str, File], root: str, *, overwrite: bool) -> Artifact:
        """Keep files by their path below ``root``, the folder that the upload's paths have in common."""
        below = {posixpath.relpath(path, root): file for path, file in found.items()}
        if overwrite:
            self.kept = [artifact for artifact in self.kept if artifact.name != name]
        artifact = Artifact(name, below)
        self.kept.append(artifact)
        return artifact

    def named(self, name: str) -> list[Artifact]:
        """The artifacts of a name; one whose own name is unknown may be it."""
        exact = [artifact for artifact in self.kept if artifact.name == name]
        return exact or [replace(a) for a in self.kept if isinstance(a.name, Unknown)]

    def matching(self, pattern: str) -> list[Artifact]:
        """The artifacts whose name a glob admits."""
        wanted = path_pattern(pattern)
        return [
            artifact
            for artifact in self.kept
            if isinstance(artifact.name, Unknown) or wanted.fullmatch(artifact.name)
        ]


def upload_root(patterns: Iterable[str], files: Iterable[str]) -> str:
    """The folder that paths in an artifact are relative to.

    Of one path it is the path itself, up to its first wildcard, or the folder of the one file that it names;
    of several the folder that they have in common (search.ts of actions/upload-artifact).
    """
    known = set(files)
    starts = []
    for pattern in patterns:
        if pattern.startswith("!"):
            continue
        parts = join("", pattern).split("/")
        fixed = next((i for i, part in enumerate(parts) if any(c in part for c in "*?[")), len(parts))
        start = "/".join(parts[:fixed]) or "."
        starts.append(posixpath.dirname(start) or "." if start in known else start)
    if len(starts) < 2:
        return starts[0] if starts else "."
    shared: list[str] = []
    for level in zip(*(start.split("/") for start in starts if start != "."), strict=False):
        if len(set(level)) > 1 or "." in starts:
            break
        shared.append(level[0])
    return "/".join(shared) or "."
