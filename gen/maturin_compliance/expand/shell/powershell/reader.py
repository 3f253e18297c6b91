"""Reading PowerShell scripts. What the reader does not know is left out, line by line.

The grammar for tree-sitter was tried: it takes ``--out=dist`` and ``$env:X/bin`` for faults.
"""

import re

from maturin_compliance.expand.shell.host import Budget
from maturin_compliance.expand.shell.powershell.commands import Pipelines
from maturin_compliance.expand.shell.powershell.cursor import Cursor, Unreadable
from maturin_compliance.expand.shell.powershell.expressions import VARIABLE
from maturin_compliance.expand.shell.powershell.tree import (
    Assign,
    Block,
    Expression,
    Foreach,
    Function,
    If,
    Leaving,
    Loop,
    Pipeline,
    Statement,
    Switch,
    Text,
    Try,
)

_KEYWORD = re.compile(
    r"(if|foreach|for|while|do|switch|try|function|filter|param|return|exit|throw|break|continue)\b(?![-.\\/])",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"(?:\[[\w.\[\]]+\])?\s*" + VARIABLE.pattern + r"(?:\[[^\]\n]*\]|\.\w+)*[ \t]*(?P<op>[-+*/]?=)(?!=)"
)
_NAME = re.compile(r"[\w-]+")


def read(script: str, budget: Budget) -> Block:
    """The statements of a script. Raises Spent for one that is too long or nests too deep."""
    return _Reader(Cursor(script, budget)).block("")


def _blocks(cursor: Cursor, end: str) -> Block:
    return _Reader(cursor).block(end)


class _Reader(Pipelines):
    """The reader of statements."""

    def __init__(self, cursor: Cursor) -> None:
        super().__init__(cursor, _blocks)

    def block(self, end: str) -> Block:
        """Statements up to a closing character, which is passed over."""
        found: list[Statement] = []
        cursor = self.cursor
        with cursor.deeper():
            while True:
                cursor.blank(lines=True)
                if not cursor.next or (end and cursor.taken(end)):
                    return Block(tuple(found))
                start = cursor.at
                try:
                    statement = self.statement()
                except Unreadable:
                    cursor.next_line()
                    continue
                found += [statement] if statement is not None else []
                if cursor.at == start:
                    cursor.at += 1

    def statement(self) -> Statement | None:
        """A statement; None for what does nothing."""
        with self.cursor.deeper():
            word = self.cursor.take(_KEYWORD)
            if word:
                return self.keyword(word[1].lower())
            assigned = self.cursor.looking_at(_ASSIGNED)
            return self.assignment(assigned["op"]) if assigned else self.pipelines()

    def keyword(self, word: str) -> Statement | None:
        """The statement that a keyword starts."""
        if word == "if":
            return self.if_()
        if word in ("function", "filter"):
            return self.function()
        if word in ("for", "while", "do"):
            return self.loop(word)
        if word in ("foreach", "switch", "try"):
            return {"foreach": self.foreach, "switch": self.switch, "try": self.try_}[word]()
        if word == "param":
            self.group()
            return None
        self.cursor.blank()
        ends = not self.cursor.next or self.cursor.next in ";\n})"
        return Leaving(word, None if ends else self.pipelines())

    def assignment(self, operator: str) -> Statement:
        """``$name = `` and what follows."""
        self.cursor.take(re.compile(r"\[[\w.\[\]]+\]\s*"))
        target = self.expressions.primary()
        self.cursor.blank()
        self.cursor.expect(operator)
        self.cursor.blank(lines=True)
        value = self.statement()
        if value is None:
            raise Unreadable
        return Assign(target, operator, value)

    def braced(self) -> Block:
        """``{ statements }``."""
        self.cursor.expect("{")
        return self.block("}")

    def group(self) -> Block:
        """``( statements )``."""
        self.cursor.expect("(")
        return self.block(")")

    def condition(self) -> Pipeline:
        """``( pipeline )``."""
        body = self.group()
        if len(body.statements) != 1 or not isinstance(body.statements[0], Pipeline):
            raise Unreadable
        return body.statements[0]

    def continues(self, word: str) -> bool:
        """Pass over a further keyword of a statement, which may stand on another line."""
        start = self.cursor.at
        self.cursor.blank(lines=True)
        if self.cursor.take(re.compile(word + r"\b", re.IGNORECASE)):
            return True
        self.cursor.at = start
        return False

    def if_(self) -> Statement:
        """``if () { } elseif () { } else { }``."""
        clauses: list[tuple[Pipeline | None, Block]] = [(self.condition(), self.braced())]
        while self.continues("elseif"):
            clauses.append((self.condition(), self.braced()))
        if self.continues("else"):
            clauses.append((None, self.braced()))
        return If(tuple(clauses))

    def foreach(self) -> Statement:
        """``foreach ($name in values) { }``."""
        self.cursor.expect("(")
        self.cursor.blank(lines=True)
        name = self.cursor.take(VARIABLE)
        self.cursor.blank(lines=True)
        if name is None or not self.cursor.take(re.compile(r"in\b", re.IGNORECASE)):
            raise Unreadable
        self.cursor.blank(lines=True)
        values = self.pipelines()
        self.cursor.expect(")")
        return Foreach((name["braced"] or name["scoped"] or name["special"]).lower(), values, self.braced())

    def loop(self, word: str) -> Statement:
        """``while () { }``, ``for () { }``, ``do { } while ()``."""
        if word != "do":
            self.group()
            return Loop(self.braced(), once=False)
        body = self.braced()
        if self.continues("(?:while|until)"):
            self.group()
        return Loop(body, once=True)

    def switch(self) -> Statement:
        """``switch () { value { } default { } }``."""
        subject = self.condition()
        self.cursor.expect("{")
        cases: list[tuple[Expression | None, Block]] = []
        while True:
            self.cursor.blank(lines=True)
            if self.cursor.taken("}"):
                return Switch(subject, tuple(cases))
            default = self.cursor.take(re.compile(r"default\b", re.IGNORECASE))
            value = None if default else self.expressions.quoted() or self.bare()
            cases.append((value, self.braced()))

    def bare(self) -> Expression:
        """A bare word."""
        word = self.cursor.take(_NAME)
        if word is None:
            raise Unreadable
        return Text((word[0],))

    def try_(self) -> Statement:
        """``try { } catch { } finally { }``."""
        body = self.braced()
        handlers = []
        while self.continues("catch"):
            self.cursor.take(re.compile(r"[^{\n]*"))
            handlers.append(self.braced())
        return Try(body, tuple(handlers), self.braced() if self.continues("finally") else None)

    def function(self) -> Statement:
        """``function name($a, $b) { }``, with the names of ``param ( )`` too."""
        self.cursor.blank()
        name = self.bare()
        names: list[str] = []
        self.cursor.blank(lines=True)
        if self.cursor.next == "(":
            names = self.parameters()
        self.cursor.expect("{")
        self.cursor.blank(lines=True)
        if self.cursor.take(re.compile(r"param\s*(?=\()", re.IGNORECASE)):
            names = self.parameters()
        text = name.parts[0] if isinstance(name, Text) else ""
        return Function(str(text).lower(), tuple(names), self.block("}"))

    def parameters(self) -> list[str]:
        """The names of parameters."""
        start = self.cursor.at
        self.group()
        inside = self.cursor.text[start : self.cursor.at]
        return [(m["braced"] or m["scoped"] or "").lower() for m in VARIABLE.finditer(inside)]
