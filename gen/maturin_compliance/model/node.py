"""A value of a TOML or YAML document that knows its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias

from maturin_compliance.location import Located, Location

Scalar: TypeAlias = None | bool | int | float | str
Moment: TypeAlias = date | datetime | time


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, a sequence or a mapping of a document.

    ``location`` is the line of the key for a value of a mapping, else the line where the value starts.
    ``first_line`` is the line of the first character of a scalar's own text, which for a YAML block scalar
    lies below the key. ``text`` is the scalar as written (``3.10`` where ``value`` is ``3.1``). ``comment`` is
    what a YAML comment behind a scalar says on its line, without the mark.
    """

    value: "Scalar | Moment | tuple[Node, ...] | Mapping[str, Node]"
    location: Location
    first_line: int | None = None
    text: str | None = None
    comment: str = field(default="", compare=False)

    @property
    def mapping(self) -> "Mapping[str, Node]":
        """The entries of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, Mapping) else {}

    @property
    def items(self) -> "tuple[Node, ...]":
        """The items of a sequence; empty for anything else."""
        return self.value if isinstance(self.value, tuple) else ()

    @property
    def is_scalar(self) -> bool:
        """Whether the value is neither a sequence nor a mapping."""
        return not isinstance(self.value, (tuple, Mapping))

    def walk(self) -> "Iterator[Node]":
        """This node and all below it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed([*node.items, *node.mapping.values()]))


Template: TypeAlias = Located[Scalar]
"""A scalar of a workflow, which may hold ``${{ }}`` parts that are not evaluated yet."""


@dataclass(frozen=True, slots=True)
class Script:
    """The text of a ``run:`` key; line ``n`` (from 0) of ``text`` is line ``first_line + n`` of the file."""

    text: str
    location: Location
    first_line: int

    def line(self, index: int) -> Location:
        """The place of line ``index`` (from 0) of the script."""
        return Location(self.location.path, self.first_line + index)


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that could not be read, and why; the rest of the project is read all the same.

    ``meant`` is the known name nearest to one that is not known, "" where none is near.
    """

    location: Location
    message: str
    meant: str = field(default="", compare=False)
