"""What an expression uses: the contexts it reads and the functions it calls."""

from collections.abc import Iterator

from maturin_compliance.expression.conditions import condition_expression
from maturin_compliance.expression.nodes import (
    Call,
    Context,
    Index,
    Literal,
    Node,
    children,
    walk,
)
from maturin_compliance.expression.parser import parse
from maturin_compliance.expression.template import Part, parts
from maturin_compliance.expression.values import as_text


def references(source: str | Node) -> tuple[str, ...]:
    """Give the paths that are read from contexts, each once, in the order written.

    ``source`` is a scalar of a workflow, of which only what stands in ``${{ }}`` reads anything,
    or a node that `parse` or `parse_condition` gave. A path is as long as the text tells:
    ``github.event.inputs.tag``, ``needs.*.result``; an index that is computed is ``*`` too,
    since it may be any. The context's name is in lower case, the rest as written. Raises
    ExpressionError for text that GitHub rejects.
    """
    return tuple(dict.fromkeys(path for node in _nodes(source) for path in _paths(node)))


def calls(source: str | Node) -> tuple[str, ...]:
    """Give the functions that are called, in lower case, each once, in the order written.

    ``source`` and what is raised are as for `references`.
    """
    found = (part for node in _nodes(source) for part in walk(node))
    return tuple(dict.fromkeys(part.name.lower() for part in found if isinstance(part, Call)))


def parse_condition(text: str) -> Node:
    """Give the tree of an ``if:``, with the ``success()`` it implies; raises ExpressionError."""
    return parse(condition_expression(text))


def _nodes(source: str | Node) -> Iterator[Node]:
    if not isinstance(source, str):
        yield source
        return
    for part in parts(source):
        if isinstance(part, Part):
            yield parse(part.expression)


def _paths(root: Node) -> Iterator[str]:
    """Give each path that stands in a tree as a whole, then those inside its indexes."""
    pending = [root]
    while pending:
        node = pending.pop()
        path, keys = _path(node)
        if path is not None:
            yield path
        pending.extend(reversed(keys if path is not None else children(node)))


def _path(node: Node) -> tuple[str | None, tuple[Node, ...]]:
    """Give the path that a chain of indexes reads, and its indexes that are computed.

    The path is None where the chain does not start at a context.
    """
    names: list[str] = []
    keys: list[Node] = []
    while isinstance(node, Index):
        names.append(as_text(node.key.value) if isinstance(node.key, Literal) else "*")
        keys.append(node.key)
        node = node.target
    if not isinstance(node, Context):
        return None, ()
    return ".".join([node.name.lower(), *reversed(names)]), tuple(reversed(keys))
