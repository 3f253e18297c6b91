"""Where the files of a project are read from: a folder on disk, or the tree of a commit."""

from pathlib import Path
from typing import Protocol

from maturin_compliance.model.project import Checkout, Tree
from maturin_compliance.read.faults import Faults


class Source(Protocol):
    """A repository's files. Paths are POSIX and relative to its root, "." is the root itself."""

    @property
    def root(self) -> Path:
        """The repository's root as it was given, for messages and for the name of a nameless project."""
        ...

    def tree(self, faults: Faults) -> Tree:
        """List the files; what cannot be listed is kept as a fault."""
        ...

    def entries(self, folder: str) -> tuple[str, ...]:
        """Give the names of all that lies in a folder, files or not, sorted; none where there is no folder."""
        ...

    def read(self, path: str) -> bytes:
        """Give the bytes of a file. Raises ReadError where they cannot be read, or are too many."""
        ...

    def identity(self, path: str) -> str | None:
        """Give what changes with the bytes of a file and with nothing else; None where that is not known."""
        ...

    def checkout(self) -> Checkout | None:
        """Give what git says of these files; None where it says nothing."""
        ...
