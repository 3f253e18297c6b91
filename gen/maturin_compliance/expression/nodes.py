"""The tree of a parsed expression: what `parse` gives and what is evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out: null, a boolean, a number or a string."""

    value: bool | float | str | None


@dataclass(frozen=True, slots=True)
class Context:
    """A context by its name, as written: ``github``."""

    name: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """The ``*`` of an index."""


@dataclass(frozen=True, slots=True)
class Index:
    """A member of a value: ``target.key``, ``target['key']``, ``target[0]`` or ``target.*``."""

    target: "Node"
    key: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of a function, its name as written."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The negation ``!operand``."""

    operand: "Node"


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison by ``==``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``."""

    operator: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Logical:
    """Two or more operands joined by ``&&``, or by ``||``."""

    operator: str
    operands: tuple["Node", ...]


Node: TypeAlias = Literal | Context | Wildcard | Index | Call | Not | Compare | Logical


def children(node: Node) -> tuple[Node, ...]:
    """Give the nodes that a node is made of, in the order they are written."""
    match node:
        case Index(target, key):
            return (target, key)
        case Call(_, arguments):
            return arguments
        case Not(operand):
            return (operand,)
        case Compare(_, left, right):
            return (left, right)
        case Logical(_, operands):
            return operands
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Give a node and all below it, each before its own children, in the order written."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))
