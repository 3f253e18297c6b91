"""Where a value stands: what evidence is made of."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A file of the project and, where one is known, a line of it.

    ``path`` is POSIX and relative to the repository's root; ``line`` counts from 1.
    """

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Located(Generic[T_co]):
    """A value read from a file, with the place it was read from.

    ``comment`` is what a comment behind it says on its line, such as the version of a commit.
    """

    value: T_co
    location: Location
    comment: str = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self.value)
