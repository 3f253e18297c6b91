"""A place in a PowerShell script, and the smallest things that are read there."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager

from maturin_compliance.expand.shell.host import Budget

_BLANK = re.compile(r"(?:[ \t\f\v\r\u00a0\ufeff]|`[ \t]*\r?\n|<#(?:.*?#>|.*)|(?<![^\s;{}()|])#[^\n]*)+", re.DOTALL)
_BLANK_LINES = re.compile(r"(?:[\s\ufeff;]|`[ \t]*\r?\n|<#(?:.*?#>|.*)|#[^\n]*)+", re.DOTALL)


class Unreadable(Exception):  # noqa: N818 - tells the reader to go on behind what it cannot read
    """Something that the reader does not know."""


class Cursor:
    """A text and how far it has been read."""

    def __init__(self, text: str, budget: Budget) -> None:
        self.text, self.at, self.budget = text, 0, budget
        self._ends = [index for index, character in enumerate(text) if character == "\n"]

    @property
    def line(self) -> int:
        """The line of the next character, from 0."""
        return bisect_right(self._ends, self.at - 1) if self.at else 0

    @property
    def next(self) -> str:
        """The next character, empty at the end."""
        return self.text[self.at : self.at + 1]

    def blank(self, *, lines: bool = False) -> bool:
        """Pass over blanks and comments, line ends too where ``lines`` says so; tells whether there were any."""
        match = (_BLANK_LINES if lines else _BLANK).match(self.text, self.at)
        self.at = match.end() if match else self.at
        return match is not None

    def looking_at(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What a pattern matches here."""
        return pattern.match(self.text, self.at)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Pass over what a pattern matches here."""
        match = pattern.match(self.text, self.at)
        if match:
            self.at = match.end()
        return match

    def taken(self, literal: str) -> bool:
        """Pass over a literal if it stands here."""
        found = self.text.startswith(literal, self.at)
        self.at += len(literal) if found else 0
        return found

    def expect(self, literal: str) -> None:
        """Pass over a literal. Raises Unreadable where it does not stand here."""
        self.blank(lines=True)
        if not self.taken(literal):
            raise Unreadable

    def next_line(self) -> None:
        """Go on behind the end of the line."""
        end = self.text.find("\n", self.at)
        self.at = len(self.text) if end < 0 else end + 1

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Read one level deeper. Raises Spent where the script nests too deep or goes on too long."""
        with self.budget.deeper():
            yield
