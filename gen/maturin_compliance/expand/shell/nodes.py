"""Reading Bash's syntax trees."""

from functools import cache

import tree_sitter_bash
from tree_sitter import Language, Node, Parser


@cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def parse(script: str) -> Node:
    """The root of a script's tree; what the grammar does not cover becomes ERROR nodes."""
    return _parser().parse(script.encode(errors="replace")).root_node


def text_of(node: Node | None) -> str:
    """The source of a node, empty for none."""
    return (node.text or b"").decode(errors="replace") if node is not None else ""


def first(node: Node, kind: str) -> Node | None:
    """The first named child of a type."""
    return next((child for child in node.named_children if child.type == kind), None)


def operator_of(node: Node) -> str:
    """The operator among a node's children, empty for none."""
    marks = (child for child in node.children if not child.is_named and child.type not in "()[[]]")
    return next((text_of(child) for child in marks), "")


def code(node: Node) -> list[Node]:
    """The named children that are no comments."""
    return [child for child in node.named_children if child.type != "comment"]


def clauses(node: Node) -> list[tuple[list[Node] | None, list[Node]]]:
    """The branches of an ``if``: condition (None for ``else``) and body."""
    found: list[tuple[list[Node] | None, list[Node]]] = []
    condition: list[Node] = []
    body: list[Node] = []
    seen_then = False
    for child in node.children:
        if child.type == "then":
            seen_then = True
        elif child.type == "elif_clause":
            found += clauses(child)
        elif child.type == "else_clause":
            found.append((None, code(child)))
        elif child.is_named and child.type != "comment":
            (body if seen_then else condition).append(child)
    return [(condition, body), *found]


def chain(node: Node) -> tuple[Node, list[tuple[str, Node]]]:
    """``a && b || c``, which nests to the left, as its first command and the others with their operators."""
    tail: list[tuple[str, Node]] = []
    while node.type == "list" and len(node.named_children) > 1:
        tail.append((operator_of(node), node.named_children[-1]))
        node = node.named_children[0]
    return node, tail[::-1]
