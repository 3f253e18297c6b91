"""The tree of a commit as a source of files, read from the objects that git stored."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from maturin_compliance.location import Location
from maturin_compliance.model.project import Checkout, Tree
from maturin_compliance.read.faults import Faults, ReadError
from maturin_compliance.read.files import MAX_BYTES
from maturin_compliance.read.tree import MAX_FILES, MAX_FOLDERS, is_environment, is_left_out, is_text

_KIND = 0o170000
_FOLDER, _LINK, _FILE = 0o040000, 0o120000, 0o100000
_MAX_LINKS = 40
"""Links in a row, as systems bound them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a git tree: its mode (https://git-scm.com/docs/git-fast-import), name and object."""

    mode: int
    name: str
    id: str

    @property
    def kind(self) -> int:
        """The part of the mode that tells a file from a folder, a link or a submodule."""
        return self.mode & _KIND


class Objects(Protocol):
    """Objects of a repository by their ids."""

    def tree(self, identity: str) -> tuple[Entry, ...]:
        """Give the entries of a tree. Raises ReadError where it is not there."""
        ...

    def blob(self, identity: str, limit: int) -> bytes:
        """Give the bytes of a blob. Raises ReadError where it is not there, or has more than ``limit``."""
        ...


@dataclass
class CommitSource:
    """The files of a commit. ``absent`` collects those that were asked for and whose blob cannot be read.

    ``root`` is the repository's root, ``commit`` the commit's id, ``tree_id`` its tree's.
    """

    root: Path
    objects: Objects
    tree_id: str
    about: Checkout
    absent: set[str] = field(default_factory=set)

    def tree(self, faults: Faults) -> Tree:
        """List the files by the rules of the walk over a folder, links that lead to no file left out."""
        for path, message in self._walk.faults:
            faults.add(Location(path), message)
        files = (path for path, entry in self._blobs.items() if entry.kind == _FILE or self._led(path))
        return Tree(tuple(sorted(files)), frozenset(), self._walk.truncated)

    def entries(self, folder: str) -> tuple[str, ...]:
        """Give the names in a folder."""
        prefix = "" if folder == "." else f"{folder}/"
        below = (path.removeprefix(prefix) for path in self._blobs if path.startswith(prefix))
        return tuple(sorted({name.partition("/")[0] for name in below}))

    def read(self, path: str) -> bytes:
        """Give the bytes of a file, links followed."""
        entry = self._blob(path)
        try:
            return self.objects.blob(entry.id, MAX_BYTES)
        except ObjectError:
            self.absent.add(path)
            raise

    def identity(self, path: str) -> str | None:
        """Give the id of the file's blob."""
        try:
            return self._blob(path).id
        except ReadError:
            return None

    def checkout(self) -> Checkout:
        """Give the commit."""
        return self.about

    def _blob(self, path: str) -> Entry:
        led = self._led(path)
        if led is None:
            raise ReadError("is no file of the commit")
        return self._blobs[led]

    def _led(self, path: str) -> str | None:
        """The path of the file that a path leads to, through links; None where it leads to no file."""
        for _ in range(_MAX_LINKS):
            entry = self._blobs.get(path)
            if entry is None or entry.kind == _FILE:
                return path if entry else None
            target = self._link(path, entry)
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            if target.startswith("/") or path.startswith("../"):
                return None
        return None

    def _link(self, path: str, entry: Entry) -> str:
        try:
            return self.objects.blob(entry.id, MAX_BYTES).decode("utf-8", "replace")
        except ObjectError:
            self.absent.add(path)
            return ""

    @cached_property
    def _walk(self) -> "_Walk":
        walk = _Walk(self.objects)
        walk.all(self.tree_id)
        return walk

    @property
    def _blobs(self) -> Mapping[str, Entry]:
        return self._walk.blobs


class ObjectError(ReadError):
    """An object that the repository does not give."""


class MissingObjectError(ObjectError):
    """An object that the repository does not hold, as in a partial or shallow clone."""

    def __init__(self, identity: str) -> None:
        super().__init__(f"is not in the object store: {identity}")


class DamagedObjectError(ObjectError):
    """An object that cannot be read, or that is another than its name says."""

    def __init__(self, identity: str, error: Exception) -> None:
        super().__init__(f"has an object that cannot be read: {identity}: {error}")


@dataclass(slots=True)
class _Walk:
    objects: Objects
    blobs: dict[str, Entry] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)
    folders: int = 0
    truncated: bool = False

    def all(self, tree_id: str) -> None:
        """Walk the tree, a folder after the other, within the bounds."""
        waiting = [("", tree_id)]
        while waiting and not self.truncated:
            folder, identity = waiting.pop()
            waiting.extend(self.folder(folder, identity))

    def folder(self, folder: str, identity: str) -> Iterator[tuple[str, str]]:
        """Take the files and links of a folder; gives the folders below it."""
        self.folders += 1
        if self.folders > MAX_FOLDERS:
            self.truncated = True
            return
        entries = [entry for entry in self.objects.tree(identity) if self.is_named(folder, entry)]
        names = {entry.name for entry in entries}
        if folder and is_environment(names):
            return
        for entry in entries:
            if entry.kind == _FOLDER and not is_left_out(entry.name, names):
                yield folder + entry.name + "/", entry.id
            elif entry.kind in {_FILE, _LINK}:
                self.keep(folder + entry.name, entry)

    def is_named(self, folder: str, entry: Entry) -> bool:
        """Whether an entry has a name that a file can have and that can be written down."""
        if entry.name in {"", ".", ".."} or re.search(r"[/\\]", entry.name):
            return False
        if is_text(entry.name):
            return True
        self.faults.append((folder.rstrip("/") or ".", f"holds a name that is no text: {entry.name!a}"))
        return False

    def keep(self, path: str, entry: Entry) -> None:
        """Take a file or link while there is room."""
        if len(self.blobs) >= MAX_FILES:
            self.truncated = True
            return
        self.blobs[path] = entry
