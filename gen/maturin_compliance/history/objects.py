"""The objects of a repository, read by dulwich. Git is never run.

Of the folder .git only the object files are opened: no configuration, no hooks, no alternates, no
commit graph and no file that a link puts there from elsewhere.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from dulwich.errors import ApplyDeltaError, ChecksumMismatch, FileFormatException, WrongObjectException
from dulwich.object_store import BaseObjectStore, DiskObjectStore
from dulwich.objects import Commit, ObjectID, Tag, Tree
from dulwich.pack import UnresolvedDeltas, obj_sha

from maturin_compliance.read.commit import DamagedObjectError, Entry, MissingObjectError
from maturin_compliance.read.faults import ReadError

_LIMIT = 64 * 1024 * 1024
"""Bytes of an object; trees, commits and texts of real projects are far smaller."""
_CACHE = 32 * 1024 * 1024
_MAX_ANNOTATIONS = 5
_COMMIT, _TREE, _BLOB, _TAG = 1, 2, 3, 4
_BROKEN = (
    ApplyDeltaError,
    AssertionError,
    ChecksumMismatch,
    FileFormatException,
    IndexError,
    OSError,
    OverflowError,
    TypeError,
    UnresolvedDeltas,
    ValueError,
    WrongObjectException,
    struct.error,
    zlib.error,
)
"""What dulwich raises for objects and packs that are damaged."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Store(DiskObjectStore):
    """Objects of one folder and of no other that it names."""

    @property
    def alternates(self) -> list[BaseObjectStore]:
        """Give none: objects/info/alternates may name any folder of this machine."""
        return []

    def get_midx(self) -> None:
        """Give none: the packs' own indexes suffice."""

    def get_commit_graph(self) -> None:
        """Give none: no ancestry is asked for."""


@dataclass(frozen=True, slots=True)
class CommitInfo:
    """What a commit says: its own id, its tree's, the day (UTC) on which it was committed."""

    id: str
    tree_id: str
    date: date


class DulwichObjects:
    """Objects of the repository at a root; trees are kept, as releases share most of them."""

    def __init__(self, root: Path, store: DiskObjectStore) -> None:
        self._folder, self._root, self._store = root / ".git/objects", root.resolve(), store
        self._trees: dict[str, tuple[Entry, ...]] = {}

    def commit(self, identity: str) -> CommitInfo:
        """Give the commit that an id names, annotations followed. Raises ReadError where there is none."""
        for _ in range(_MAX_ANNOTATIONS):
            kind, data = self._raw(identity)
            with _telling(identity):
                if kind == _COMMIT:
                    found = Commit.from_string(data)
                    return CommitInfo(identity, found.tree.decode("ascii"), _day(found.commit_time))
                if kind != _TAG:
                    break
                identity = Tag.from_string(data).object[1].decode("ascii")
        raise ReadError("names no commit")

    def tree(self, identity: str) -> tuple[Entry, ...]:
        """Give the entries of a tree."""
        if identity not in self._trees:
            kind, data = self._raw(identity)
            with _telling(identity):
                if kind != _TREE:
                    raise ReadError(f"{identity} is no tree")
                self._trees[identity] = tuple(_entries(data))
        return self._trees[identity]

    def blob(self, identity: str, limit: int) -> bytes:
        """Give the bytes of a blob."""
        kind, data = self._raw(identity)
        if kind != _BLOB:
            raise ReadError("is no file of the commit")
        if len(data) > limit:
            raise ReadError(f"is larger than {limit:,} bytes")
        return data

    def close(self) -> None:
        """Close the packs."""
        self._store.close()

    def _raw(self, identity: str) -> tuple[int, bytes]:
        name = ObjectID(identity.encode("ascii", "replace"))
        with _telling(identity):
            if not self._store.contains_packed(name) and not self._is_loose(identity):
                raise MissingObjectError(identity)
            kind, data = self._store.get_raw(name)
            if obj_sha(kind, data).hex() != identity:
                raise ValueError("its content is another than its name says")
            return kind, data

    def _is_loose(self, identity: str) -> bool:
        path = self._folder / identity[:2] / identity[2:]
        return path.is_file() and path.resolve().is_relative_to(self._root)


@contextmanager
def open_objects(root: Path) -> Iterator[DulwichObjects]:
    """Open the object store of the repository at a root.

    Raises ReadError where there is none, or where a link in it leads out of the root.
    """
    folder = root / ".git/objects"
    for path in (folder, folder / "pack", *sorted((folder / "pack").glob("*"))):
        if path.exists() and not path.resolve().is_relative_to(root.resolve()):
            raise ReadError("has a link in .git/objects that leads out of the project")
    store = _Store(os.fspath(folder), delta_base_cache_limit=_CACHE, loose_object_size_limit=_LIMIT)
    objects = DulwichObjects(root, store)
    try:
        yield objects
    finally:
        objects.close()


@contextmanager
def _telling(identity: str) -> Iterator[None]:
    """Tell what is damaged as a fault of the project."""
    try:
        yield
    except KeyError:
        raise MissingObjectError(identity) from None
    except _BROKEN as error:
        raise DamagedObjectError(identity, error) from None


def _entries(data: bytes) -> Iterator[Entry]:
    for name, mode, identity in Tree.from_string(data).items():
        yield Entry(mode, name.decode("utf-8", "surrogateescape"), identity.decode("ascii"))


def _day(seconds: int) -> date:
    return (_EPOCH + timedelta(seconds=seconds)).date()
