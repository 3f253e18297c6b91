"""What could not be read, gathered while the rest goes on."""

from maturin_compliance.location import Location
from maturin_compliance.model.node import Unread


class ReadError(Exception):
    """Why a file, or a part of one, cannot be read; ``line`` counts from 1 where one is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class Faults:
    """The faults met on the way, each kept once."""

    def __init__(self) -> None:
        self._found: set[Unread] = set()

    def add(self, location: Location, message: str) -> None:
        """Keep a fault; its message becomes one line."""
        self._found.add(Unread(location, " ".join(message.split())))

    def sorted(self) -> tuple[Unread, ...]:
        """All faults, by file and line."""
        return tuple(sorted(self._found, key=_order))


def _order(unread: Unread) -> tuple[str, int, str]:
    return (unread.location.path, unread.location.line or 0, unread.message)
