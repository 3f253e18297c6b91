"""Files of the project, read with bounds: their size, their encoding, where their links lead."""

import errno
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from maturin_compliance.location import Location
from maturin_compliance.model.node import Node
from maturin_compliance.read.faults import Faults, ReadError
from maturin_compliance.read.source import Source
from maturin_compliance.read.toml import parse_toml
from maturin_compliance.read.yaml import parse_yaml

MAX_BYTES = 4 * 1024 * 1024
"""No file that people write by hand comes near this size."""

T = TypeVar("T")
Parse = Callable[[str, str], T]
"""Makes something of a file's text and path. Raises ReadError for a text that it does not take."""


def read_text(root: Path, path: str) -> str:
    """The text of a file, ``path`` relative to ``root``, without its byte order mark.

    Raises ReadError for what is no regular file inside the root, too large, or not UTF-8 text.
    """
    return decode(read_bytes(root, path))


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of a file, ``path`` relative to ``root``.

    Raises ReadError for what is no regular file inside the root, or too large.
    """
    try:
        return _read_bytes(root, path)
    except (OSError, RuntimeError) as error:
        # Python 3.13 and newer say ELOOP of a link in a circle, older ones RuntimeError.
        if isinstance(error, RuntimeError) or error.errno == errno.ELOOP:
            raise ReadError("is a link that leads in a circle") from None
        raise ReadError(f"cannot be opened: {error.strerror or error}") from None


def _read_bytes(root: Path, path: str) -> bytes:
    real = (root / path).resolve(strict=True)
    if not real.is_relative_to(root.resolve()):
        raise ReadError("is a link that leads out of the project")
    found = real.stat()
    if stat.S_ISDIR(found.st_mode):
        raise ReadError("is a folder, expected a file")
    if not stat.S_ISREG(found.st_mode):
        raise ReadError("is no regular file")
    with real.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadError(f"is larger than {MAX_BYTES:,} bytes")
    return data


def decode(data: bytes) -> str:
    """The text of a file's bytes without its byte order mark. Raises ReadError for what is not UTF-8 text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(f"is not UTF-8 text: byte 0x{data[error.start]:02x}", line) from None
    if "\0" in text:
        raise ReadError("holds a NUL character, expected text", text.count("\n", 0, text.index("\0")) + 1)
    return text


class Memo:
    """What was made of files, by their content: the same bytes at the same path are parsed once."""

    def __init__(self) -> None:
        self._made: dict[tuple[object, str, str], object] = {}

    def make(self, parse: Parse[T], path: str, source: Source) -> T:
        """What ``parse`` makes of a file, made now or before. Raises ReadError where it cannot."""
        identity = source.identity(path)
        if identity is None:
            return parse(decode(source.read(path)), path)
        key = (parse, path, identity)
        if key not in self._made:
            self._made[key] = _tried(parse, decode(source.read(path)), path)
        made = self._made[key]
        if isinstance(made, ReadError):
            raise made
        return cast("T", made)


def _tried(parse: Parse[T], text: str, path: str) -> "T | ReadError":
    try:
        return parse(text, path)
    except ReadError as fault:
        return fault


@dataclass(frozen=True, slots=True)
class Files:
    """Reads files of one source and keeps a fault for each that cannot be read."""

    source: Source
    memo: Memo = field(default_factory=Memo)
    faults: Faults = field(default_factory=Faults)

    def parsed(self, path: str, parse: Parse[T]) -> T | None:
        """What a function makes of a file's text, None (and a fault) where the file cannot be read."""
        try:
            return self.memo.make(parse, path, self.source)
        except ReadError as fault:
            self.faults.add(Location(path, fault.line), fault.message)
            return None

    def text(self, path: str) -> str | None:
        """The text of a file, None (and a fault) where it cannot be read."""
        return self.parsed(path, _text)

    def readable(self, path: str) -> str:
        """The text of a file, "" where it cannot be read, which is no fault."""
        try:
            return self.memo.make(_text, path, self.source)
        except ReadError:
            return ""

    def toml(self, path: str) -> Node | None:
        """A TOML file, None (and a fault) where it cannot be read."""
        return self.parsed(path, parse_toml)

    def yaml(self, path: str, *, github: bool = False) -> Node | None:
        """A YAML file (by GitHub's stricter rules if asked), None (and a fault) where it cannot be read."""
        return self.parsed(path, _github_yaml if github else parse_yaml)


def _text(text: str, path: str) -> str:
    del path
    return text


def _github_yaml(text: str, path: str) -> Node:
    return parse_yaml(text, path, github=True)
