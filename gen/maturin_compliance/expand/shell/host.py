"""What a followed script has around it: its host, its variables, and the bounds on following it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from maturin_compliance.digits import has_long_number

Variables: TypeAlias = dict[str, str | list[str]]
Status: TypeAlias = bool | None
"""How a command ended: True, False, or None where that is not known."""

LONGEST_SCRIPT = 200_000
LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Invocation:
    """A simple command with what surrounds it.

    ``words`` may hold UNKNOWN marks; ``line`` counts from 0 in the script; ``input`` is what a pipe or here
    document feeds it, None where that is not known; ``certain`` is False inside a branch that may not run.
    """

    words: tuple[str, ...]
    env: Variables
    folder: str
    line: int
    input: str | None
    certain: bool


class Host(Protocol):
    """What surrounds a script: its files and the programs it calls."""

    def call(self, invocation: Invocation) -> str | None:
        """Take note of a command; gives what it prints, None where that is not known."""

    def write(self, path: str, text: str | None, *, append: bool) -> None:
        """Take what is redirected to a file, None where the text is not known."""

    def read(self, path: str) -> str | None:
        """The text of a file, None where it is not known."""

    def glob(self, pattern: str) -> list[str]:
        """The paths that a pattern of the shell names; none where they are not known."""


class Spent(Exception):  # noqa: N818 - not an error: a script ends where its bounds do
    """The bounds on following a script are reached."""


@dataclass(slots=True)
class Budget:
    """What is left for following a script and the scripts that it calls, all of them together.

    ``commands`` are calls of programs, ``steps`` everything that is followed at all, ``characters`` all text
    that words become, ``depth`` how deep things may still nest, which keeps far below Python's own bound.
    """

    commands: int = 2_000
    steps: int = 20_000
    characters: int = 10_000_000
    depth: int = 70
    spent: bool = False

    def command(self) -> None:
        """Take a command. Raises Spent where none is left."""
        self.commands -= 1
        self._hold(self.commands >= 0)

    def text(self, text: str) -> str:
        """Take a text, and give it back. Raises Spent where too much text has come together."""
        self.characters -= len(text)
        self._hold(self.characters >= 0 and len(text) <= LONGEST_TEXT and not has_long_number(text))
        return text

    @contextmanager
    def deeper(self) -> Iterator[None]:
        """Take a step one level deeper. Raises Spent where no step or no level is left."""
        self.steps -= 1
        self._hold(self.steps >= 0 and self.depth > 0)
        self.depth -= 1
        try:
            yield
        finally:
            self.depth += 1

    def _hold(self, enough: bool) -> None:
        if not enough:
            self.spent = True
            raise Spent
