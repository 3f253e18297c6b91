"""What could not be read, gathered while the rest goes on."""

from collections.abc import Iterable
from difflib import get_close_matches

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

    def add(self, location: Location, message: str, meant: str = "") -> None:
        """Keep a fault; its message becomes one line. ``meant`` is what a name may stand for."""
        self._found.add(Unread(location, " ".join(message.split()), meant))

    def unknown(self, location: Location, message: str, name: str, known: Iterable[str]) -> None:
        """Keep the fault that a name is none of those known, with the nearest of them."""
        near = get_close_matches(name.lower().replace("_", "-"), sorted(known), n=1)
        self.add(location, message, near[0] if near else "")

    def sorted(self) -> tuple[Unread, ...]:
        """All faults, by file and line."""
        return tuple(sorted(self._found, key=_order))


def _order(unread: Unread) -> tuple[str, int, str]:
    return (unread.location.path, unread.location.line or 0, unread.message)
