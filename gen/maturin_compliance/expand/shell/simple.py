"""Simple commands of Bash: assignments, builtins, functions, programs."""

from collections.abc import Callable
from posixpath import join, normpath

from tree_sitter import Node

from maturin_compliance.expand.shell.conditions import simple_test
from maturin_compliance.expand.shell.expansions import Bash, fields, word
from maturin_compliance.expand.shell.host import LONGEST_SCRIPT, Status, Variables
from maturin_compliance.expand.shell.nodes import code, first, operator_of, parse, text_of
from maturin_compliance.expand.shell.walk import LEAVES, Return


def assignment(walk: Bash, node: Node) -> Status:
    """``name=value``, ``name=(items)``, ``name+=more``."""
    name, value = text_of(node.child_by_field_name("name")), node.child_by_field_name("value")
    before = walk.variables.get(name)
    added = operator_of(node) == "+="
    if value is not None and value.type == "array":
        items = [found for child in code(value) for found in fields(walk, child)]
        walk.variables[name] = [*before, *items] if added and isinstance(before, list) else items
    elif name:
        text = word(walk, value)
        walk.variables[name] = walk.budget.text(f"{before}{text}") if added and isinstance(before, str) else text
    return True


def declaration(walk: Bash, node: Node) -> Status:
    """``export``, ``local``, ``declare``, ``readonly``."""
    for child in node.named_children:
        if child.type == "variable_assignment":
            assignment(walk, child)
    return True


def unset(walk: Bash, node: Node) -> Status:
    """``unset``."""
    for child in node.named_children:
        walk.variables.pop(text_of(child), None)
    return True


def command(walk: Bash, node: Node) -> Status:
    """A command with the variables in front of it."""
    local: Variables = {}
    words: list[str] = []
    for child in code(node):
        if child.type == "variable_assignment":
            local[text_of(child.child_by_field_name("name"))] = word(walk, child.child_by_field_name("value"))
        elif child.type == "herestring_redirect":
            walk.feed = word(walk, child.named_children[0]) + "\n"
        elif child.type != "file_redirect":
            words += fields(walk, child)
    if not words:
        return True
    return _called(walk, words, local, node.start_point[0])


def _called(walk: Bash, words: list[str], local: Variables, line: int) -> Status:
    """Run a function, a builtin or a program."""
    name = words[0]
    if name in walk.functions:
        return _function(walk, words)
    if name in LEAVES:
        raise LEAVES[name]
    if name in ("true", ":", "false"):
        return name != "false"
    if name in ("test", "["):
        return simple_test([w for w in words[1:] if w != "]"])
    if name in _BUILTINS:
        return _BUILTINS[name](walk, words)
    walk.run(words, local, line)
    return True


def _function(walk: Bash, words: list[str]) -> Status:
    """Call a function of the script: its arguments are ``$1`` to ``$9``."""
    names = [str(number) for number in range(1, 10)]
    outer = {name: walk.variables.pop(name) for name in names if name in walk.variables}
    walk.variables |= dict(zip(names, words[1:10], strict=False))
    try:
        return walk.body(walk, walk.functions[words[0]])
    except Return:
        return None
    finally:
        for name in names:
            walk.variables.pop(name, None)
        walk.variables |= outer


def _change_folder(walk: Bash, words: list[str]) -> Status:
    if len(words) > 1:
        walk.enter(words[-1])
    return True


def _source(walk: Bash, words: list[str]) -> Status:
    """``source FILE``: a script that is known, followed in the same shell."""
    path = words[1] if len(words) > 1 else ""
    text = walk.read(normpath(join(walk.folder, path)))
    if text is None or len(text) > LONGEST_SCRIPT:
        return None
    with walk.budget.deeper():
        return walk.body(walk, parse(text))


def _shift(walk: Bash, words: list[str]) -> Status:
    if len(words) == 1:
        rest = [walk.variables.pop(str(n)) for n in range(1, 10) if str(n) in walk.variables][1:]
        walk.variables |= {str(n): value for n, value in enumerate(rest, 1)}
    return True


def _nothing(walk: Bash, words: list[str]) -> Status:
    del walk, words
    return None


_BUILTINS: dict[str, Callable[[Bash, list[str]], Status]] = {
    "cd": _change_folder,
    "pushd": _change_folder,
    "source": _source,
    ".": _source,
    "shift": _shift,
    "eval": _nothing,
}


_QUESTIONS = frozenset({"cmp", "command", "diff", "egrep", "fgrep", "grep", "pgrep", "rg", "type", "which"})
"""Programs whose failure is an answer."""
_KEEP = frozenset({"variable_assignment", "variable_assignments", "declaration_command"})
"""Statements that do nothing but keep an answer."""


def asks(node: Node, following: Node) -> bool:
    """Whether a command in front of ``&&`` or ``||`` is asked: it can but answer, or its answer is what is kept.

    ``grep -q x file && maturin build``, ``gh release view v1 && found=true``.
    """
    while node.type in ("pipeline", "redirected_statement", "negated_command") and node.named_children:
        node = code(node)[-1] if node.type == "pipeline" else node.named_children[0]
    name = text_of(first(node, "command_name"))
    return name in _QUESTIONS or (bool(name) and name not in _BUILTINS and following.type in _KEEP)


def decided(node: Node, status: Status) -> Status:
    """The status of a command as a condition: a program's is not known."""
    inner = node
    while inner.type == "negated_command" and inner.named_children:
        inner = inner.named_children[0]
    name = text_of(first(inner, "command_name"))
    plain = inner.type in ("test_command", "list") or name in ("true", "false", "test", "[", ":")
    return status if plain else None
