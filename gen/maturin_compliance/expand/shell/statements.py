"""Statements of Bash: lists, branches, loops, pipes, redirects."""

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from functools import partial

from tree_sitter import Node

from maturin_compliance.expand.shell import simple
from maturin_compliance.expand.shell.conditions import condition
from maturin_compliance.expand.shell.expansions import Bash, fields, pattern, word
from maturin_compliance.expand.shell.host import Status
from maturin_compliance.expand.shell.nodes import chain, clauses, code, text_of
from maturin_compliance.expand.shell.redirects import feed, written
from maturin_compliance.expand.shell.walk import Break, Continue, Leave, opposite
from maturin_compliance.expand.shell.words import LONGEST_CUT, known


def statement(walk: Bash, node: Node) -> Status:
    """Follow a statement; gives its status: True, False, or None where it is not known."""
    handler = _STATEMENTS.get(node.type)
    if handler is None:
        return True
    with walk.budget.deeper():
        return handler(walk, node)


def every(walk: Bash, nodes: Sequence[Node]) -> Status:
    """Follow statements; the last gives the status."""
    status: Status = True
    for node in nodes:
        status = statement(walk, node)
    return status


def _list(walk: Bash, node: Node) -> Status:
    """``a && b || c``: a program is taken to succeed, but where the script asks it a question."""
    start, tail = chain(node)
    status = statement(walk, start)
    if simple.asks(start, tail[0][1]):
        status = _decided(start, status)
    for operator, following in tail:
        if status is None:
            walk.maybe([partial(statement, walk, following)])
        elif status is (operator == "&&"):
            status = statement(walk, following)
    return status


def _if(walk: Bash, node: Node) -> Status:
    branches = clauses(node)
    for index, (test, body) in enumerate(branches):
        holds = True if test is None else _holds(walk, test)
        if holds is None:
            rest = branches[index:]
            complete = any(test is None for test, _ in rest)
            walk.maybe(
                [partial(_branch, walk, t if i else None, b) for i, (t, b) in enumerate(rest)], one=complete
            )
            return None
        if holds:
            return every(walk, body)
    return True


def _branch(walk: Bash, test: list[Node] | None, body: list[Node]) -> None:
    """A branch that may run, its condition first; one whose condition does not hold does nothing."""
    if test is None or _holds(walk, test) is not False:
        every(walk, body)


def _holds(walk: Bash, nodes: list[Node]) -> Status:
    """Whether a condition holds, None where a program decides it."""
    status = every(walk, nodes)
    return _decided(nodes[-1], status) if nodes else status


def _decided(node: Node, status: Status) -> Status:
    programs = ("command", "pipeline", "redirected_statement", "negated_command", "subshell")
    return simple.decided(node, status) if node.type in programs else status


def _for(walk: Bash, node: Node) -> Status:
    variable, body = node.child_by_field_name("variable"), node.child_by_field_name("body")
    values = [found for child in code(node) if child not in (variable, body) for found in fields(walk, child)]
    for value in values:
        walk.variables[text_of(variable)] = value
        try:
            with walk.budget.deeper():
                every(walk, body.named_children if body is not None else ())
        except Continue:
            continue
        except Break:
            break
    return True


def _while(walk: Bash, node: Node) -> Status:
    """A loop whose number of turns is not known: its body is followed once."""
    body = node.child_by_field_name("body")
    if body is not None:
        walk.maybe([lambda: every(walk, body.named_children)])
    return None


def _case(walk: Bash, node: Node) -> Status:
    subject = word(walk, node.child_by_field_name("value"))
    items = [child for child in node.named_children if child.type == "case_item"]
    if not known(subject) or len(subject) > LONGEST_CUT:
        complete = any(text_of(p) == "*" for i in items for p in i.children_by_field_name("value"))
        walk.maybe([partial(every, walk, _after_values(item)) for item in items], one=complete)
        return None
    for item in items:
        patterns = [pattern(walk, value) for value in item.children_by_field_name("value")]
        if any(len(found) <= LONGEST_CUT and fnmatchcase(subject, found) for found in patterns):
            return every(walk, _after_values(item))
    return True


def _after_values(item: Node) -> list[Node]:
    values = item.children_by_field_name("value")
    return [child for child in item.named_children if child not in values]


def _subshell(walk: Bash, node: Node) -> Status:
    with walk.apart():
        try:
            return every(walk, node.named_children)
        except Leave:
            return None


def _negated(walk: Bash, node: Node) -> Status:
    return opposite(every(walk, node.named_children))


def _function(walk: Bash, node: Node) -> Status:
    body = node.child_by_field_name("body")
    if body is not None:
        walk.functions[text_of(node.child_by_field_name("name"))] = body
    return True


def _pipeline(walk: Bash, node: Node) -> Status:
    """``a | b``: each is fed what the one before it prints."""
    outer = walk.feed
    status: Status = None
    try:
        for child in code(node):
            status, walk.feed = walk.caught(partial(statement, walk, child))
        printed = walk.feed
    finally:
        walk.feed = outer
    walk.print(printed)
    return status


def _redirected(walk: Bash, node: Node) -> Status:
    """A statement with ``<``, ``<<``, ``>`` or ``>>``."""
    outer = walk.feed
    body = node.child_by_field_name("body")
    try:
        walk.feed = feed(walk, node)
        status, out = walk.caught(partial(every, walk, [] if body is None else [body]))
    finally:
        walk.feed = outer
    if not written(walk, node, out):
        walk.print(out)
    return status


def _test(walk: Bash, node: Node) -> Status:
    return condition(walk, node.named_children[0]) if node.named_children else False


def _group(walk: Bash, node: Node) -> Status:
    return every(walk, node.named_children)


_STATEMENTS: dict[str, Callable[[Bash, Node], Status]] = {
    "program": _group,
    "list": _list,
    "if_statement": _if,
    "for_statement": _for,
    "c_style_for_statement": _while,
    "while_statement": _while,
    "case_statement": _case,
    "subshell": _subshell,
    "compound_statement": _group,
    "do_group": _group,
    "command_substitution": _group,
    "negated_command": _negated,
    "function_definition": _function,
    "pipeline": _pipeline,
    "redirected_statement": _redirected,
    "variable_assignment": simple.assignment,
    "variable_assignments": simple.declaration,
    "declaration_command": simple.declaration,
    "unset_command": simple.unset,
    "test_command": _test,
    "command": simple.command,
}
