"""Patterns over names and paths, matched in a time that is bounded whatever they hold.

Patterns come from the shown project. All states of one are stepped through at once, so that matching takes at
most pattern times text; regular expressions could take for ever.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST_PATTERN = 1_000


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of characters by ranges, all but these where ``inverted``."""

    ranges: tuple[tuple[str, str], ...]
    inverted: bool = False

    def __contains__(self, character: str) -> bool:
        return any(first <= character <= last for first, last in self.ranges) is not self.inverted


ANY = Characters((), inverted=True)
NO_SLASH = Characters((("/", "/"),), inverted=True)
SLASH = Characters((("/", "/"),))


def only(character: str) -> Characters:
    """One character."""
    return Characters(((character, character),))


def listed(text: str) -> Characters:
    """What stands between ``[`` and ``]``: characters and ranges, ``!`` or ``^`` in front for all others."""
    inverted = text[:1] in ("!", "^")
    text = text[1:] if inverted else text
    ranges: list[tuple[str, str]] = []
    while text:
        if len(text) > 2 and text[1] == "-":
            ranges.append((text[0], text[2]))
            text = text[3:]
        else:
            ranges.append((text[0], text[0]))
            text = text[1:]
    return Characters(tuple(ranges), inverted)


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a pattern: characters of a set, ``one`` of them, more (``many``), or none (``none``).

    ``folders`` stands for any number of whole folders with their slashes instead.
    """

    characters: Characters
    none: bool = False
    many: bool = False
    folders: bool = False


FOLDERS = Token(NO_SLASH, folders=True)


@dataclass(frozen=True, slots=True)
class State:
    """A place in a pattern: where each set of characters leads, and what is reached without any."""

    edges: tuple[tuple[Characters, int], ...]
    free: int | None = None


class Pattern:
    """A pattern that is ready to match."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.states: list[State] = []
        for token in tokens:
            self.states += self._states(token, len(self.states))

    @staticmethod
    def _states(token: Token, at: int) -> list[State]:
        edge = token.characters
        if token.folders:
            return [State(((edge, at + 1),), at + 2), State(((edge, at + 1), (SLASH, at)))]
        again = State(((edge, at),), at + 1)
        if token.many and token.none:
            return [again]
        if token.many:
            return [State(((edge, at + 1),)), State(((edge, at + 1),), at + 2)]
        return [State(((edge, at + 1),), at + 1 if token.none else None)]

    def fullmatch(self, text: str) -> bool:
        """Whether the whole of a text matches."""
        states = self._reached([0])
        for character in text:
            states = self._reached(self._after(states, character))
            if not states:
                return False
        return len(self.states) in states

    def _after(self, states: set[int], character: str) -> Iterator[int]:
        for number in states:
            if number < len(self.states):
                edges = self.states[number].edges
                yield from (target for characters, target in edges if character in characters)

    def _reached(self, numbers: "Iterator[int] | list[int]") -> set[int]:
        """States with those that are reached from them without a character."""
        found: set[int] = set()
        for number in numbers:
            current: int | None = number
            while current is not None and current not in found:
                found.add(current)
                current = self.states[current].free if current < len(self.states) else None
        return found


def literal(text: str) -> Pattern:
    """A pattern that matches nothing but itself."""
    return Pattern([Token(only(character)) for character in text])
