"""Text to tokens, each checked against the one before it, as GitHub's lexical analyzer does.

Because every token is checked in its place, the parser behind needs no error of its own but an
expression that ends too early. Rules: LexicalAnalyzer.cs of https://github.com/actions/runner.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from maturin_compliance.expression.errors import ExpressionError, quoted
from maturin_compliance.expression.values import WHITE_SPACE, parse_number


class TokenKind(Enum):
    """What a token is; brackets of groups, indexes and calls are told apart."""

    START = auto()  # before the first token
    LITERAL = auto()
    CONTEXT = auto()
    PROPERTY = auto()
    FUNCTION = auto()
    OPEN_GROUP = auto()
    OPEN_INDEX = auto()
    OPEN_CALL = auto()
    CLOSE_GROUP = auto()
    CLOSE_INDEX = auto()
    CLOSE_CALL = auto()
    COMMA = auto()
    DOT = auto()
    WILDCARD = auto()
    NOT = auto()
    BINARY = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its text, its position from 1 and, for a literal, its value."""

    kind: TokenKind
    text: str
    position: int
    value: bool | float | str | None = None


_BEFORE_VALUE = frozenset(
    {
        TokenKind.START,
        TokenKind.COMMA,
        TokenKind.OPEN_GROUP,
        TokenKind.OPEN_INDEX,
        TokenKind.OPEN_CALL,
        TokenKind.NOT,
        TokenKind.BINARY,
    }
)
_INDEXABLE = frozenset(
    {
        TokenKind.CLOSE_GROUP,
        TokenKind.CLOSE_INDEX,
        TokenKind.CLOSE_CALL,
        TokenKind.WILDCARD,
        TokenKind.PROPERTY,
        TokenKind.CONTEXT,
    }
)
_AFTER_VALUE = _INDEXABLE | {TokenKind.LITERAL}
_MAY_FOLLOW: dict[TokenKind, frozenset[TokenKind]] = {
    TokenKind.LITERAL: _BEFORE_VALUE,
    TokenKind.CONTEXT: _BEFORE_VALUE,
    TokenKind.FUNCTION: _BEFORE_VALUE,
    TokenKind.OPEN_GROUP: _BEFORE_VALUE,
    TokenKind.NOT: _BEFORE_VALUE,
    TokenKind.PROPERTY: frozenset({TokenKind.DOT}),
    TokenKind.WILDCARD: frozenset({TokenKind.DOT, TokenKind.OPEN_INDEX}),
    TokenKind.OPEN_CALL: frozenset({TokenKind.FUNCTION}),
    TokenKind.OPEN_INDEX: _INDEXABLE,
    TokenKind.DOT: _INDEXABLE,
    TokenKind.BINARY: _AFTER_VALUE,
    TokenKind.COMMA: _AFTER_VALUE,
    TokenKind.CLOSE_GROUP: _AFTER_VALUE,
    TokenKind.CLOSE_INDEX: _AFTER_VALUE,
    TokenKind.CLOSE_CALL: _AFTER_VALUE | {TokenKind.OPEN_CALL},
}
_CLOSES = {
    TokenKind.CLOSE_GROUP: TokenKind.OPEN_GROUP,
    TokenKind.CLOSE_INDEX: TokenKind.OPEN_INDEX,
    TokenKind.CLOSE_CALL: TokenKind.OPEN_CALL,
}
_OPENING = frozenset(_CLOSES.values())

_STOP = re.escape(WHITE_SPACE + "()[],.!<>=&|")
_STRING = re.compile(r"'(?:[^']|'')*(?P<closed>')?")
_OPERATOR = re.compile(r"!=|>=|<=|==|&&|\|\||[!<>]")
_NUMBER = re.compile(rf"[-+.0-9](?:[^{_STOP}]|\.)*")
_WORD = re.compile(rf".[^{_STOP}]*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_SPACE = re.compile(f"[{WHITE_SPACE}]*")
_CONSTANTS: dict[str, bool | float | None] = {
    "null": None,
    "true": True,
    "false": False,
    "NaN": math.nan,
    "Infinity": math.inf,
}
_SINGLE = {
    "[": TokenKind.OPEN_INDEX,
    "]": TokenKind.CLOSE_INDEX,
    ",": TokenKind.COMMA,
    ".": TokenKind.DOT,
    "*": TokenKind.WILDCARD,
}


def tokens(expression: str) -> Iterator[Token]:
    """Give the tokens of an expression, in order.

    Raises ExpressionError at the first that cannot stand where it does, and at the end of the
    expression where a bracket is open or an operator lacks its operand.
    """
    last = Token(TokenKind.START, "", 1)
    brackets: list[TokenKind] = []
    index = _skip(expression, 0)
    while index < len(expression):
        last = _token(expression, index, last.kind, brackets)
        _place(last, brackets)
        yield last
        index = _skip(expression, index + len(last.text))
    if last.kind is not TokenKind.START and (brackets or last.kind not in _AFTER_VALUE):
        raise ExpressionError(f"the expression ends too early after {quoted(last.text)}", last.position)


def _skip(expression: str, index: int) -> int:
    found = _SPACE.match(expression, index)
    return index if found is None else found.end()


def _place(token: Token, brackets: list[TokenKind]) -> None:
    """Keep the stack of open brackets, and refuse a token that does not belong to the last."""
    wanted = TokenKind.OPEN_CALL if token.kind is TokenKind.COMMA else _CLOSES.get(token.kind)
    if wanted is not None and (not brackets or brackets[-1] is not wanted):
        raise _unexpected(token.text, token.position)
    if token.kind in _OPENING:
        brackets.append(token.kind)
    elif token.kind in _CLOSES:
        brackets.pop()


def _unexpected(text: str, position: int) -> ExpressionError:
    return ExpressionError(f"unexpected symbol {quoted(text)}", position)


def _token(expression: str, index: int, last: TokenKind, brackets: list[TokenKind]) -> Token:
    """Read the token that starts at an index and check that it may follow the last one."""
    token = _read(expression, index, last, brackets)
    if last not in _MAY_FOLLOW[token.kind]:
        raise _unexpected(token.text, token.position)
    return token


def _read(expression: str, index: int, last: TokenKind, brackets: list[TokenKind]) -> Token:
    character, position = expression[index], index + 1
    fraction = character == "." and last in _BEFORE_VALUE
    if character in _SINGLE and not fraction:
        return Token(_SINGLE[character], character, position)
    if character in "()":
        return Token(_round(character, last, brackets), character, position)
    if character == "'":
        return _string(expression, index)
    if character in "!<>=&|":
        return _operator(expression, index)
    if character in ".+-0123456789":
        return _number(expression, index)
    return _word(expression, index, last)


def _round(character: str, last: TokenKind, brackets: list[TokenKind]) -> TokenKind:
    """Tell the round brackets of a call from those of a group."""
    if character == "(":
        return TokenKind.OPEN_CALL if last is TokenKind.FUNCTION else TokenKind.OPEN_GROUP
    in_call = bool(brackets) and brackets[-1] is TokenKind.OPEN_CALL
    return TokenKind.CLOSE_CALL if in_call else TokenKind.CLOSE_GROUP


def _match(pattern: re.Pattern[str], expression: str, index: int) -> re.Match[str]:
    """Match a pattern that cannot fail where it is asked for."""
    found = pattern.match(expression, index)
    assert found is not None  # noqa: S101 - each pattern matches at least one character here
    return found


def _string(expression: str, index: int) -> Token:
    found = _match(_STRING, expression, index)
    if found["closed"] is None:
        raise _unexpected(found[0], index + 1)
    value = found[0][1:-1].replace("''", "'")
    return Token(TokenKind.LITERAL, found[0], index + 1, value)


def _operator(expression: str, index: int) -> Token:
    found = _OPERATOR.match(expression, index)
    if found is None:
        raise _unexpected(_match(_WORD, expression, index)[0], index + 1)
    kind = TokenKind.NOT if found[0] == "!" else TokenKind.BINARY
    return Token(kind, found[0], index + 1)


def _number(expression: str, index: int) -> Token:
    written = _match(_NUMBER, expression, index)[0]
    value = parse_number(written)
    if math.isnan(value):
        raise _unexpected(written, index + 1)
    return Token(TokenKind.LITERAL, written, index + 1, value)


def _word(expression: str, index: int, last: TokenKind) -> Token:
    written, position = _match(_WORD, expression, index)[0], index + 1
    if _NAME.fullmatch(written) is None:
        raise _unexpected(written, position)
    if last is TokenKind.DOT:
        return Token(TokenKind.PROPERTY, written, position)
    if written in _CONSTANTS:
        return Token(TokenKind.LITERAL, written, position, _CONSTANTS[written])
    following = _skip(expression, index + len(written))
    called = expression.startswith("(", following)
    return Token(TokenKind.FUNCTION if called else TokenKind.CONTEXT, written, position)
