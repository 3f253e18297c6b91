"""The files that git tracks, by plain reading of .git/index (https://git-scm.com/docs/index-format)."""

import struct
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024

_HEADER = 12
_FLAGS = 60
_NAME = 62
_EXTENDED = 0x4000


def read_tracked(root: Path) -> frozenset[str]:
    """The tracked files, POSIX paths; none where there is no index, or one of a form that is not read here
    (version 4, which compresses names, and SHA-256 repositories).
    """
    data = _read(root, "index")
    if data[:4] != b"DIRC" or b"sha256" in _read(root, "config"):
        return frozenset()
    version, count = struct.unpack(">LL", data[4:_HEADER].ljust(8, b"\0"))
    return frozenset(_names(data, count)) if version in {2, 3} else frozenset()


def _read(root: Path, name: str) -> bytes:
    try:
        path = (root / ".git" / name).resolve(strict=True)
        if not path.is_relative_to(root.resolve()) or not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except (OSError, RuntimeError):
        return b""


def _names(data: bytes, count: int) -> list[str]:
    """Entries are padded with NUL to a multiple of eight bytes."""
    names, at = [], _HEADER
    for _ in range(count):
        flags = int.from_bytes(data[at + _FLAGS : at + _NAME], "big")
        start = at + _NAME + (2 if flags & _EXTENDED else 0)
        end = data.find(b"\0", start)
        if end < 0:
            break
        names.append(data[start:end].decode("utf-8", "replace"))
        at += ((end - at) // 8 + 1) * 8
    return names
