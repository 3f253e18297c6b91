"""Reading PowerShell's expressions."""

import re
from collections.abc import Callable

from maturin_compliance.expand.shell.powershell.cursor import Cursor, Unreadable
from maturin_compliance.expand.shell.powershell.tree import (
    Array,
    Binary,
    Block,
    Expression,
    Group,
    Index,
    Member,
    Opaque,
    ScriptBlock,
    Text,
    Unary,
    Variable,
)
from maturin_compliance.expand.shell.words import UNKNOWN

VARIABLE = re.compile(
    r"\$(?:\{(?P<braced>[^}\n]+)\}|(?P<scoped>(?:[A-Za-z]\w*:)?[A-Za-z_]\w*)|(?P<special>[$?^_]|\d+))"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?\b")
_BEFORE = re.compile(r"!|-(?:not|join|split|b?not)\b|\+\+|--|\[[\w.]+(?:\[\])?\](?!::)", re.IGNORECASE)
_LOGIC = re.compile(r"-(?:and|or|xor)\b", re.IGNORECASE)
_COMPARISON = re.compile(
    r"-[ci]?(?:eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|in|notin|contains|notcontains|replace|split|join|f"
    r"|is|isnot|as)\b",
    re.IGNORECASE,
)
_SUM = re.compile(r"[+*/%](?![+=])|-(?![\w-])")
_MEMBER = re.compile(r"\.(?P<name>\w+)|::(?P<static>\w+)")
_HERE = re.compile(r"@(?P<mark>[\"'])[ \t]*\r?\n")
_TYPE = re.compile(r"\[[\w.\[\], ]+\]")
_MARK = re.compile(UNKNOWN + r"\w*")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\n": ""}

Blocks = Callable[[Cursor, str], Block]
"""Reads statements up to a closing character and passes over that."""


class Expressions:
    """The reader of expressions; ``blocks`` reads the statements that stand in some of them."""

    def __init__(self, cursor: Cursor, blocks: Blocks) -> None:
        self.cursor, self.blocks = cursor, blocks

    def expression(self) -> Expression:
        """A whole expression."""
        with self.cursor.deeper():
            return self._binary(_LOGIC, lambda: self._binary(_COMPARISON, lambda: self._binary(_SUM, self._range)))

    def _binary(self, operators: re.Pattern[str], operand: Callable[[], Expression]) -> Expression:
        left = operand()
        while True:
            self.cursor.blank()
            operator = self.cursor.take(operators)
            if operator is None:
                return left
            self.cursor.blank(lines=True)
            left = Binary(operator[0].lower(), left, operand())

    def _range(self) -> Expression:
        left = self._array()
        if self.cursor.taken(".."):
            return Binary("..", left, self._array())
        return left

    def _array(self) -> Expression:
        items = [self._unary()]
        while True:
            self.cursor.blank()
            if not self.cursor.taken(","):
                return items[0] if len(items) == 1 else Array(tuple(items))
            self.cursor.blank(lines=True)
            items.append(self._unary())

    def _unary(self) -> Expression:
        self.cursor.blank()
        operator = self.cursor.take(_BEFORE)
        if operator is None:
            return self.primary()
        with self.cursor.deeper():
            operand = self._unary()
        return operand if operator[0].startswith("[") else Unary(operator[0].lower(), operand)

    def primary(self) -> Expression:
        """A value with the members and items that are taken of it."""
        value = self._value()
        while True:
            member = self.cursor.take(_MEMBER)
            if member:
                called = self.blocks(self.cursor, ")") if self.cursor.taken("(") else None
                value = Member(value, (member["name"] or member["static"]).lower(), called)
            elif self.cursor.taken("["):
                index = self.expression()
                self.cursor.expect("]")
                value = Index(value, index)
            else:
                return value

    def _value(self) -> Expression:
        cursor = self.cursor
        with cursor.deeper():
            for reader in (self.quoted, self.variable, self.enclosed):
                found = reader()
                if found is not None:
                    return found
            plain = cursor.take(_NUMBER) or cursor.take(_MARK)
            if plain:
                return Text((plain[0],))
            kind = cursor.take(_TYPE)
            if kind:
                return Opaque(kind[0])
        raise Unreadable

    def variable(self) -> Expression | None:
        """``$name``, ``${name}``, ``$env:NAME``."""
        match = self.cursor.take(VARIABLE)
        if match is None:
            return None
        scope, colon, name = (match["braced"] or match["scoped"] or match["special"]).rpartition(":")
        if colon and scope.lower() == "env":
            return Variable(name, environment=True)
        return Variable(name.lower())

    def enclosed(self) -> Expression | None:
        """``( )``, ``$( )``, ``@( )``, ``{ }``, ``@{ }``."""
        cursor = self.cursor
        start = cursor.at
        for opening in ("$(", "@(", "("):
            if cursor.taken(opening):
                return Group(self.blocks(cursor, ")"), array=opening == "@(")
        if cursor.taken("@{"):
            self.blocks(cursor, "}")
            return Opaque(cursor.text[start : cursor.at])
        return ScriptBlock(self.blocks(cursor, "}")) if cursor.taken("{") else None

    def quoted(self) -> Expression | None:
        """A string or here-string."""
        cursor = self.cursor
        here = cursor.take(_HERE)
        if here:
            end = cursor.text.find(f"\n{here['mark']}@", cursor.at - 1)
            if end < 0:
                raise Unreadable
            text, cursor.at = cursor.text[cursor.at : max(end, cursor.at)], end + 3
            text = text.removesuffix("\r")
            return Text((text,)) if here["mark"] == "'" else self._expandable(text)
        if cursor.next == "'":
            return self._verbatim()
        return self._double() if cursor.next == '"' else None

    def _verbatim(self) -> Expression:
        match = self.cursor.take(re.compile(r"'((?:[^']|'')*)'"))
        if match is None:
            raise Unreadable
        return Text((match[1].replace("''", "'"),))

    def _double(self) -> Expression:
        """A double-quoted string, read part by part up to its end."""
        self.cursor.at += 1
        parts = self._parts('"')
        if not self.cursor.taken('"'):
            raise Unreadable
        return Text(parts)

    def _expandable(self, text: str) -> Expression:
        """The inside of a here-string."""
        inner = Cursor(text, self.cursor.budget)
        return Text(Expressions(inner, self.blocks)._parts(""))

    def _parts(self, end: str) -> tuple[str | Expression, ...]:
        cursor = self.cursor
        parts: list[str | Expression] = []
        while (cursor.next and cursor.next != end) or (end and cursor.text.startswith(end * 2, cursor.at)):
            if end and cursor.taken(end * 2):
                parts.append(end)
            elif cursor.taken("`"):
                parts.append(_ESCAPES.get(cursor.next, cursor.next))
                cursor.at += 1
            elif cursor.next == "$":
                parts.append(self._inserted())
            else:
                plain = cursor.take(re.compile(r'[^$`"]+|"'))
                parts.append(plain[0] if plain else "")
        return tuple(parts)

    def _inserted(self) -> str | Expression:
        """A variable or ``$( )`` inside a string; any other ``$`` stands for itself."""
        if self.cursor.taken("$("):
            with self.cursor.deeper():
                return Group(self.blocks(self.cursor, ")"))
        found = self.variable()
        if found is None:
            self.cursor.at += 1
            return "$"
        return found
