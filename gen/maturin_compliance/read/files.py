"""Files of the project, read with bounds: their size, their encoding, where their links lead."""

import stat
from dataclasses import dataclass, field
from pathlib import Path

from maturin_compliance.location import Location
from maturin_compliance.model.node import Node
from maturin_compliance.read.faults import Faults, ReadError
from maturin_compliance.read.toml import parse_toml
from maturin_compliance.read.yaml import parse_yaml

MAX_BYTES = 4 * 1024 * 1024
"""No file that people write by hand comes near this size."""


def read_text(root: Path, path: str) -> str:
    """The text of a file, ``path`` relative to ``root``, without its byte order mark.

    Raises ReadError for what is no regular file inside the root, too large, or not UTF-8 text.
    """
    try:
        data = _read_bytes(root, path)
    except OSError as error:
        raise ReadError(f"cannot be opened: {error.strerror or error}") from None
    except RuntimeError:
        raise ReadError("is a link that leads in a circle") from None
    return _decode(data)


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


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(f"is not UTF-8 text: byte 0x{data[error.start]:02x}", line) from None
    if "\0" in text:
        raise ReadError("holds a NUL character, expected text", text.count("\n", 0, text.index("\0")) + 1)
    return text


@dataclass(frozen=True, slots=True)
class Files:
    """Reads files of one root and keeps a fault for each that cannot be read."""

    root: Path
    faults: Faults = field(default_factory=Faults)

    def text(self, path: str) -> str | None:
        """The text of a file, None (and a fault) where it cannot be read."""
        try:
            return read_text(self.root, path)
        except ReadError as fault:
            self.faults.add(Location(path, fault.line), fault.message)
            return None

    def toml(self, path: str) -> Node | None:
        """A TOML file, None (and a fault) where it cannot be read."""
        try:
            return parse_toml(read_text(self.root, path), path)
        except ReadError as fault:
            self.faults.add(Location(path, fault.line), fault.message)
            return None

    def yaml(self, path: str, *, github: bool = False) -> Node | None:
        """A YAML file (by GitHub's stricter rules if asked), None (and a fault) where it cannot be read."""
        try:
            return parse_yaml(read_text(self.root, path), path, github=github)
        except ReadError as fault:
            self.faults.add(Location(path, fault.line), fault.message)
            return None
