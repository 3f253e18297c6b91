"""Bash's tests: ``[[ ]]``, ``[ ]``, ``test``."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from tree_sitter import Node

from maturin_compliance.expand.shell.expansions import Bash, pattern, word
from maturin_compliance.expand.shell.host import Status
from maturin_compliance.expand.shell.nodes import first, operator_of, text_of
from maturin_compliance.expand.shell.walk import both, either, opposite
from maturin_compliance.expand.shell.words import LONGEST_CUT, known


def condition(walk: Bash, node: Node) -> Status:
    """Whether the inside of ``[[ ]]`` or ``[ ]`` holds, None where that is not known."""
    with walk.budget.deeper():
        if node.type == "parenthesized_expression":
            return condition(walk, node.named_children[0])
        if node.type == "unary_expression":
            operator = text_of(node.child_by_field_name("operator")) or operator_of(node)
            operand = node.named_children[-1]
            if operator == "!":
                return opposite(condition(walk, operand))
            return simple_test([operator, word(walk, operand)])
        if node.type == "binary_expression":
            return _binary(walk, node)
        return simple_test([word(walk, node)])


def _binary(walk: Bash, node: Node) -> Status:
    operator = operator_of(node) or text_of(first(node, "test_operator"))
    left, right = node.named_children[0], node.named_children[-1]
    if operator == "&&":
        return both(condition(walk, left), condition(walk, right))
    if operator == "||":
        return either(condition(walk, left), condition(walk, right))
    return compare(word(walk, left), operator, pattern(walk, right))


def simple_test(words: Sequence[str]) -> Status:
    """``test``: strings compared, ``-n``, ``-z``; None for files and whatever else cannot be known."""
    if len(words) == 1:
        return bool(words[0]) if known(words[0]) else None
    if words[:1] == ["!"]:
        rest = list(words).count("!")
        return opposite(simple_test(words[1:])) if rest == 1 else None
    if len(words) == 2 and words[0] in ("-n", "-z") and known(words[1]):
        return bool(words[1]) is (words[0] == "-n")
    if len(words) == 3 and words[1] in ("=", "==", "!=") and known(words[0]) and known(words[2]):
        return (words[0] == words[2]) is (words[1] != "!=")
    return numbers(words[0], words[1], words[2]) if len(words) == 3 else None


def compare(left: str, operator: str, right: str) -> Status:
    """A comparison inside ``[[ ]]``; ``right`` is a pattern, in which what was quoted is escaped."""
    if not known(left) or not known(right):
        return None
    if operator in ("==", "=", "!=") and max(len(left), len(right)) <= LONGEST_CUT:
        return fnmatchcase(left, right) is (operator != "!=")
    return numbers(left, operator, right)


def numbers(left: str, operator: str, right: str) -> Status:
    """``-eq`` and its like, for plain numbers."""
    if not (left.isdecimal() and right.isdecimal() and max(len(left), len(right)) < 10):
        return None
    first, second = int(left), int(right)
    answers = {
        "-eq": first == second,
        "-ne": first != second,
        "-lt": first < second,
        "-le": first <= second,
        "-gt": first > second,
        "-ge": first >= second,
    }
    return answers.get(operator)
