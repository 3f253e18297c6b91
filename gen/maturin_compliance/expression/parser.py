"""Tokens to a tree, by precedence, without recursion: hostile nesting costs no stack.

Rules and limits: ExpressionParser.cs and ExpressionConstants.cs of
https://github.com/actions/runner.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from maturin_compliance.expression.errors import ExpressionError, quoted
from maturin_compliance.expression.lexer import Token, TokenKind, tokens
from maturin_compliance.expression.names import CONTEXTS, check_call, is_function
from maturin_compliance.expression.nodes import (
    Call,
    Compare,
    Context,
    Index,
    Literal,
    Logical,
    Node,
    Not,
    Wildcard,
    children,
)
from maturin_compliance.expression.values import utf16

MAX_LENGTH = 21_000
"""The longest expression GitHub takes, in UTF-16 code units."""

MAX_DEPTH = 50
"""The deepest tree GitHub takes; brackets that only group do not count."""

_PRECEDENCE = {
    ".": 7,
    "[": 7,
    "!": 6,
    "<": 5,
    "<=": 5,
    ">": 5,
    ">=": 5,
    "==": 4,
    "!=": 4,
    "&&": 3,
    "||": 2,
}
_LOWEST = 1  # below it are the opening brackets, which wait for their closing one


def parse(
    expression: str,
    *,
    contexts: Collection[str] = CONTEXTS,
    functions: Collection[str] = (),
) -> Node:
    """Parse an expression, without ``${{ }}`` around it; an empty one is null.

    ``contexts`` are the names it may read, by default all that GitHub has; ``functions`` are
    names it may call beside GitHub's own. Case does not matter. Raises ExpressionError.
    """
    return _parsed(expression, _lower(frozenset(contexts)), _lower(frozenset(functions)))


@lru_cache(maxsize=1024)  # a condition is read anew for each combination of a matrix
def _parsed(expression: str, contexts: frozenset[str], functions: frozenset[str]) -> Node:
    if len(utf16(expression)) // 2 > MAX_LENGTH:
        raise ExpressionError(f"the expression is longer than {MAX_LENGTH} characters")
    tree = _Tree(contexts, functions)
    for token in tokens(expression):
        tree.add(token)
    return _bounded(tree.finish())


@lru_cache(maxsize=64)
def _lower(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _bounded(root: Node) -> Node:
    """Give a tree back if it is not too deep."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ExpressionError(f"the expression is nested deeper than {MAX_DEPTH}")
        level = [child for node in level for child in children(node)]
    return root


@dataclass(slots=True)
class _Open:
    """An open bracket: how many operands and operators stood before it, and what it calls."""

    operands: int
    operators: int
    called: Token | None = None


@dataclass(slots=True)
class _Tree:
    """Builds the tree bottom up: operands wait on one stack, operators on another."""

    contexts: frozenset[str]
    functions: frozenset[str]
    operands: list[Node] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)
    brackets: list[_Open] = field(default_factory=list)
    called: Token | None = None

    def add(self, token: Token) -> None:
        """Take the next token; the lexer has checked that it may stand where it does."""
        match token.kind:
            case TokenKind.LITERAL:
                self.operands.append(Literal(token.value))
            case TokenKind.PROPERTY:
                self.operands.append(Literal(token.text))
            case TokenKind.WILDCARD:
                self.operands.append(Wildcard())
            case TokenKind.CONTEXT:
                self._context(token)
            case TokenKind.FUNCTION:
                self._function(token)
            case TokenKind.NOT | TokenKind.BINARY | TokenKind.DOT:
                self._operator(token)
            case TokenKind.COMMA:
                self._apply(_LOWEST)
            case TokenKind.OPEN_GROUP | TokenKind.OPEN_CALL | TokenKind.OPEN_INDEX:
                self._open(token)
            case TokenKind.CLOSE_GROUP | TokenKind.CLOSE_CALL | TokenKind.CLOSE_INDEX:
                self._close(token)

    def finish(self) -> Node:
        """Give the root, once all tokens are in."""
        self._apply(_LOWEST)
        return self.operands[0] if self.operands else Literal(None)

    def _context(self, token: Token) -> None:
        if token.text.lower() not in self.contexts:
            raise ExpressionError(f"unrecognized named-value {quoted(token.text)}", token.position)
        self.operands.append(Context(token.text))

    def _function(self, token: Token) -> None:
        if not (is_function(token.text) or token.text.lower() in self.functions):
            raise ExpressionError(f"unrecognized function {quoted(token.text)}", token.position)
        self.called = token

    def _operator(self, token: Token) -> None:
        if token.kind is not TokenKind.NOT:
            self._apply(_PRECEDENCE[token.text])
        self.operators.append(token.text)

    def _open(self, token: Token) -> None:
        if token.kind is TokenKind.OPEN_INDEX:
            self._apply(_PRECEDENCE["["])
        called = self.called if token.kind is TokenKind.OPEN_CALL else None
        self.brackets.append(_Open(len(self.operands), len(self.operators), called))

    def _close(self, token: Token) -> None:
        self._apply(_LOWEST)
        bracket = self.brackets.pop()
        inside = tuple(self.operands[bracket.operands :])
        if token.kind is TokenKind.CLOSE_INDEX:
            target = self.operands[bracket.operands - 1]
            self.operands[bracket.operands - 1 :] = [Index(target, inside[0])]
        elif bracket.called is not None:
            check_call(bracket.called.text, len(inside), bracket.called.position)
            self.operands[bracket.operands :] = [Call(bracket.called.text, inside)]

    def _apply(self, precedence: int) -> None:
        """Apply the operators that bind at least so tightly, back to the last open bracket."""
        floor = self.brackets[-1].operators if self.brackets else 0
        while len(self.operators) > floor and _PRECEDENCE[self.operators[-1]] >= precedence:
            operator, right = self.operators.pop(), self.operands.pop()
            if operator == "!":
                self.operands.append(Not(right))
            else:
                self.operands[-1] = _binary(operator, self.operands[-1], right)


def _binary(operator: str, left: Node, right: Node) -> Node:
    if operator == ".":
        return Index(left, right)
    if operator in {"&&", "||"}:
        return Logical(operator, (*_operands(operator, left), *_operands(operator, right)))
    return Compare(operator, left, right)


def _operands(operator: str, node: Node) -> tuple[Node, ...]:
    """Give what a node adds to a chain of one operator, which GitHub keeps as one level."""
    return node.operands if isinstance(node, Logical) and node.operator == operator else (node,)
