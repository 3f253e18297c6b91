"""A folder on disk as a source of files."""

from dataclasses import dataclass
from pathlib import Path

from maturin_compliance.model.project import Checkout, Tree
from maturin_compliance.read.checkout import read_checkout
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.files import read_bytes
from maturin_compliance.read.tree import read_tree


@dataclass(frozen=True, slots=True)
class FolderSource:
    """The files below ``root`` as they lie there, changed or not."""

    root: Path

    def tree(self, faults: Faults) -> Tree:
        """List the files that git would not ignore."""
        return read_tree(self.root, faults)

    def entries(self, folder: str) -> tuple[str, ...]:
        """Give the names in a folder; none where it, or a folder above it, is a link."""
        path = self.root
        for part in folder.split("/"):
            path /= part
            if path.is_symlink() or not path.is_dir():
                return ()
        return tuple(sorted(entry.name for entry in path.iterdir()))

    def read(self, path: str) -> bytes:
        """Give the bytes of a regular file inside the root."""
        return read_bytes(self.root, path)

    def identity(self, path: str) -> str | None:
        """Tell nothing: only reading a file tells whether it changed."""
        del path
        return None

    def checkout(self) -> Checkout | None:
        """Give what the folder .git says."""
        return read_checkout(self.root)
