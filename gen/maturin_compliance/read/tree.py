"""The files of the repository: a bounded walk that follows no link to a folder."""

import os
import re
import stat
from bisect import bisect_left
from dataclasses import dataclass, field
from pathlib import Path

from maturin_compliance.location import Location
from maturin_compliance.model.project import Tree
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.git_index import read_tracked
from maturin_compliance.read.gitignore import IgnoreFile, is_ignored, read_ignore_file

MAX_FILES = 50_000
MAX_FOLDERS = 20_000

_LEFT_OUT = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".jj",
        "node_modules",
        "__pycache__",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        ".eggs",
    }
)
_COMPILED = (".so", ".pyd", ".dll", ".dylib", ".pdb", ".pyc", ".pyo", ".whl", ".o", ".a", ".lib", ".rlib")
_NO_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def read_tree(root: Path, faults: Faults) -> Tree:
    """The files below ``root``; what git would ignore, build folders and environments left out.

    Git does not ignore what it tracks. An archive is made of that and does not tell it, so there only folders and
    what is compiled count as ignored.
    """
    walk = _Walk(root, faults, sorted(read_tracked(root)), is_archive=not os.path.lexists(root / ".git"))
    waiting: list[tuple[str, tuple[IgnoreFile, ...]]] = [("", ())]
    while waiting and not walk.truncated:
        waiting = [below for folder, rules in waiting for below in walk.folder(folder, rules)]
    return Tree(tuple(sorted(walk.files)), frozenset(walk.ignored), walk.truncated)


@dataclass(slots=True)
class _Walk:
    root: Path
    faults: Faults
    tracked: list[str]
    is_archive: bool
    files: list[str] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    folders: int = 0
    truncated: bool = False

    def folder(self, folder: str, rules: tuple[IgnoreFile, ...]) -> list[tuple[str, tuple[IgnoreFile, ...]]]:
        """Take the files of a folder; gives the folders below that are to be walked, with their rules."""
        entries = self.entries(folder)
        names = {entry.name for entry in entries}
        if is_environment(names) and folder:
            return []
        if ".gitignore" in names:
            rules = (*rules, read_ignore_file(self.root, folder, self.faults))
        below = []
        for entry in entries:
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not is_left_out(entry.name, names) and not self.is_ignored(path + "/", rules):
                    below.append((path + "/", rules))
            elif self.is_file(entry) and not self.is_ignored(path, rules):
                self.keep(path)
        return below

    def entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What lies in a folder, by name; nothing beyond the bound."""
        self.folders += 1
        if self.folders > MAX_FOLDERS:
            self.truncated = True
        if self.truncated:
            return []
        try:
            with os.scandir(self.root / folder) as found:
                return sorted((entry for entry in found if self.is_named(folder, entry)), key=_name)
        except OSError as error:
            self.faults.add(Location(folder.rstrip("/") or "."), f"cannot be listed: {error.strerror}")
            return []

    def is_named(self, folder: str, entry: os.DirEntry[str]) -> bool:
        """Whether a name can be written down at all."""
        if is_text(entry.name):
            return True
        self.faults.add(Location(folder.rstrip("/") or "."), f"holds a name that is no text: {entry.name!a}")
        return False

    def is_file(self, entry: os.DirEntry[str]) -> bool:
        """Whether an entry is a regular file, or a link to one inside the root."""
        try:
            if not entry.is_symlink():
                return entry.is_file(follow_symlinks=False)
            real = Path(entry.path).resolve(strict=True)
            return real.is_relative_to(self.root.resolve()) and stat.S_ISREG(real.stat().st_mode)
        except (OSError, RuntimeError):
            return False

    def is_ignored(self, path: str, rules: tuple[IgnoreFile, ...]) -> bool:
        """Whether git ignores a path, which it does not track; kept apart if so, a folder as a whole."""
        ignored = is_ignored(path, rules) and not self.is_tracked(path)
        if ignored:
            self.ignored.add(path)
        return ignored

    def is_tracked(self, path: str) -> bool:
        """Whether git tracks a file, or one below a folder (whose path ends in "/"), as far as the root tells."""
        if self.is_archive:
            return not path.endswith(("/", *_COMPILED))
        at = bisect_left(self.tracked, path)
        found = self.tracked[at : at + 1]
        return bool(found) and (found[0].startswith(path) if path.endswith("/") else found[0] == path)

    def keep(self, path: str) -> None:
        """Take a file while there is room."""
        if len(self.files) >= MAX_FILES:
            self.truncated = True
            return
        self.files.append(path)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def is_text(name: str) -> bool:
    """Whether a name can be written down: no control characters, no bytes that are no UTF-8."""
    return not _NO_TEXT.search(name)


def is_environment(names: set[str]) -> bool:
    """A virtual environment (PEP 405), or a folder that says it is a cache (https://bford.info/cachedir/)."""
    return "pyvenv.cfg" in names or "CACHEDIR.TAG" in names


def is_left_out(name: str, beside: set[str]) -> bool:
    """Whether a folder is version control, a cache or a build folder, by its name and what lies beside it."""
    return name in _LEFT_OUT or (name == "target" and "Cargo.toml" in beside)
