"""Reading PowerShell's commands: words, redirects, pipelines."""

import re

from maturin_compliance.expand.shell.powershell.cursor import Cursor, Unreadable
from maturin_compliance.expand.shell.powershell.expressions import VARIABLE, Blocks, Expressions
from maturin_compliance.expand.shell.powershell.tree import Expression, Opaque, Pipeline, Redirect, Stage, Text

_STARTS_VALUE = re.compile(
    r"[\"'$(\[!\ue000]|@[\"'({]|\d+(?:\.\d+)?(?=\s*(?:$|[,;)}|]|\.\.|-\w))|-(?:not|join|split)\b"
)
_REDIRECT = re.compile(r"(?P<from>[*\d]?)(?P<mark>>>?)(?:&\d)?")
_BARE = re.compile(r"[^\s`\"'$(){};|&<>]+|[<]")


class Pipelines:
    """The reader of pipelines; ``blocks`` reads the statements that stand inside words."""

    def __init__(self, cursor: Cursor, blocks: Blocks) -> None:
        self.cursor = cursor
        self.expressions = Expressions(cursor, blocks)

    def pipelines(self) -> Pipeline:
        """``a | b && c``."""
        first = self.pipeline()
        tail: list[tuple[str, Pipeline]] = []
        while True:
            self.cursor.blank()
            operator = self.cursor.take(re.compile(r"&&|\|\|"))
            if operator is None:
                return Pipeline(first.stages, tuple(tail))
            self.cursor.blank(lines=True)
            tail.append((operator[0], self.pipeline()))

    def pipeline(self) -> Pipeline:
        """``a | b``."""
        stages = [self.stage()]
        while True:
            self.cursor.blank()
            if self.cursor.looking_at(re.compile(r"\|(?!\|)")) is None:
                return Pipeline(tuple(stages))
            self.cursor.at += 1
            self.cursor.blank(lines=True)
            stages.append(self.stage())

    def stage(self) -> Stage:
        """A command or an expression."""
        line = self.cursor.line
        called = self.cursor.take(re.compile(r"[&.](?=[\s\"'$(])"))
        if called is None and self.cursor.looking_at(_STARTS_VALUE):
            value = self.expressions.expression()
            return Stage((), value, tuple(self.redirects()), line)
        words: list[Expression] = []
        redirects: list[Redirect] = []
        while True:
            self.cursor.blank()
            redirects += self.redirects()
            word = self.word()
            if word is None:
                break
            words.append(word)
        if not words:
            raise Unreadable
        return Stage(tuple(words), None, tuple(redirects), line)

    def redirects(self) -> list[Redirect]:
        """``> file``, ``>> file``; those of other streams are passed over."""
        found: list[Redirect] = []
        while True:
            self.cursor.blank()
            match = self.cursor.take(_REDIRECT)
            if match is None:
                return found
            if match[0].endswith(("&1", "&2")):
                continue
            self.cursor.blank()
            target = self.word()
            if target is not None and match["from"] in ("", "1", "*"):
                found.append(Redirect(target, match["mark"] == ">>"))

    def word(self) -> Expression | None:
        """A word of a command; None where the command ends."""
        parts: list[str | Expression] = []
        while self.cursor.next and self.cursor.next not in " \t\r\n;|)}":
            if self.cursor.looking_at(re.compile(r"&&|&|[*\d]?>")) and not (parts and self.cursor.next.isdigit()):
                break
            parts.append(self.piece(first=not parts))
        if not parts:
            return None
        alone = parts[0] if len(parts) == 1 else None
        return Text(tuple(parts)) if alone is None or isinstance(alone, str) else alone

    def piece(self, *, first: bool) -> str | Expression:
        """A part of a word."""
        cursor = self.cursor
        quoted = self.expressions.quoted()
        if quoted is not None:
            return quoted
        if cursor.next in "$({" or (first and cursor.next == "@" and cursor.looking_at(re.compile(r"@[({]"))):
            if (
                cursor.next == "$"
                and not cursor.looking_at(VARIABLE)
                and not cursor.text.startswith("$(", cursor.at)
            ):
                cursor.at += 1
                return "$"
            return self.expressions.primary() if first else self.part()
        if cursor.taken("`"):
            cursor.at += 1
            return cursor.text[cursor.at - 1 : cursor.at]
        bare = cursor.take(_BARE)
        if bare is None:
            raise Unreadable
        return bare[0]

    def part(self) -> str | Expression:
        """A variable or group in the middle of a word, of which no members are taken."""
        return self.expressions.variable() or self.expressions.enclosed() or Opaque("")
