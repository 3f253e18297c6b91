"""Where the keys and elements of a TOML document stand.

No TOML library known to us reads TOML 1.1 and tells lines. This scanner tells lines alone: it follows the
grammar (https://toml.io/en/v1.1.0) and leaves values, and the refusal of wrong text, to tomli.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import tomli

from maturin_compliance.read.faults import ReadError

KeyPath = tuple[str | int, ...]

MAX_DEPTH = 100
"""Levels of tables and arrays; real files stay below ten."""
MAX_POSITIONS = 100_000
"""Keys and elements; the lock file of a workspace with two thousand crates has a third of it."""

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}'
    r"|'''(?:[^']++|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_PLAIN = re.compile(r"\d{4}-\d\d-\d\d [0-9:.+Zz-]++|[^\s,\[\]{}#]++")


class Position(NamedTuple):
    """``line`` of the key (or element), ``first_line`` of the value's text, ``text`` of a plain scalar."""

    line: int
    first_line: int
    text: str | None


class _NotTomlError(Exception):
    """The text is not TOML here: tomli tells the user so."""


def scan(text: str) -> dict[KeyPath, Position]:
    """The position of every key and element of ``text``, whose lines end in LF.

    Of a text that is not TOML, what stands before the fault. Raises ReadError when nested too deeply.
    """
    scanner = _Scanner(text)
    with suppress(_NotTomlError):
        scanner.document()
    return scanner.found


@dataclass(slots=True)
class _Open:
    """An array or inline table that is not closed yet."""

    path: KeyPath
    closing: str
    count: int = 0


@dataclass(slots=True)
class _Scanner:
    text: str
    at: int = 0
    line: int = 1
    found: dict[KeyPath, Position] = field(default_factory=dict)
    elements: dict[KeyPath, int] = field(default_factory=dict)

    def document(self) -> None:
        """Headers and pairs up to the end of the text."""
        table: KeyPath = ()
        self.take(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.take(_BLANK)

    def header(self) -> KeyPath:
        """``[a.b]`` or ``[[a.b]]``: the path of the table that it opens."""
        line, array = self.line, self.text.startswith("[[", self.at)
        self.at += 2 if array else 1
        *above, last = self.key()
        self.expect("]]" if array else "]")
        path: KeyPath = ()
        for part in above:
            path = self.latest((*path, part))
            self.implied(path, line)
        path = (*path, last)
        if not array:
            self.found[path] = Position(line, line, None)
            return path
        self.elements[path] = index = self.elements.get(path, -1) + 1
        self.implied(path, line)
        self.found[*path, index] = Position(line, line, None)
        return (*path, index)

    def latest(self, path: KeyPath) -> KeyPath:
        """A path through an array of tables means its latest table."""
        return (*path, self.elements[path]) if path in self.elements else path

    def implied(self, path: KeyPath, line: int) -> None:
        """A table that is only named as a part of a longer key stands where it is first named."""
        self.found.setdefault(path, Position(line, line, None))

    def pair(self, table: KeyPath) -> None:
        """``key = value``, with all that is nested in the value."""
        waiting: list[_Open] = []
        self.value(self.assignment(table), self.line, waiting)
        while waiting:
            self.inside(waiting)

    def inside(self, waiting: list[_Open]) -> None:
        """The next element, comma or end of the innermost array or inline table."""
        self.take(_BLANK)
        opened = waiting[-1]
        if self.text.startswith(opened.closing, self.at):
            self.at += 1
            waiting.pop()
        elif self.text.startswith(",", self.at):
            self.at += 1
        elif opened.closing == "}":
            line = self.line
            self.value(self.assignment(opened.path), line, waiting)
        else:
            self.value((*opened.path, opened.count), self.line, waiting)
            opened.count += 1

    def assignment(self, table: KeyPath) -> KeyPath:
        """``a.b =``: the path that is assigned to."""
        line, (*above, last) = self.line, self.key()
        self.expect("=")
        self.take(_SPACE)
        path = table
        for part in above:
            path = (*path, part)
            self.implied(path, line)
        return (*path, last)

    def key(self) -> list[str]:
        """The parts of a dotted key."""
        parts = []
        while True:
            self.take(_SPACE)
            parts.append(self.key_part())
            self.bounded(len(parts))
            self.take(_SPACE)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def key_part(self) -> str:
        """A bare or quoted part of a key."""
        bare = self.take(_BARE_KEY)
        if bare:
            return bare
        quoted = self.take(_STRING)
        if not quoted:
            raise _NotTomlError
        if "\\" not in quoted or quoted.startswith("'"):
            return quoted[1:-1]
        try:
            (key,) = tomli.loads(f"{quoted}=0")
        except tomli.TOMLDecodeError:
            raise _NotTomlError from None
        return key

    def value(self, path: KeyPath, line: int, waiting: list[_Open]) -> None:
        """A scalar, or the start of an array or inline table."""
        self.bounded(len(path))
        opening = self.text[self.at : self.at + 1]
        if opening in {"[", "{"}:
            self.found[path] = Position(line, self.line, None)
            waiting.append(_Open(path, "]" if opening == "[" else "}"))
            self.at += 1
            return
        first_line = self.line
        string = self.take(_STRING)
        if string:
            first_line += string.startswith(('"""\n', "'''\n", '"""\\\n'))
            self.found[path] = Position(line, first_line, None)
            return
        self.found[path] = Position(line, first_line, self.take(_PLAIN) or self.stop())

    def take(self, pattern: re.Pattern[str]) -> str:
        """What a pattern matches here, "" for nothing."""
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        self.line += match[0].count("\n")
        return match[0]

    def expect(self, token: str) -> None:
        """Pass over a token that must stand here."""
        if not self.text.startswith(token, self.at):
            raise _NotTomlError
        self.at += len(token)

    def stop(self) -> str:
        """End the scan where nothing can stand."""
        raise _NotTomlError

    def bounded(self, depth: int) -> None:
        """Refuse what is nested, or goes on, beyond any real file."""
        if len(self.found) > MAX_POSITIONS:
            raise ReadError(f"holds more than {MAX_POSITIONS:,} keys and elements", self.line)
        if depth > MAX_DEPTH:
            raise ReadError(f"is nested deeper than {MAX_DEPTH} levels", self.line)
