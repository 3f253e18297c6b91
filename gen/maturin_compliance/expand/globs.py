"""Patterns over names and paths, matched in a time that is bounded whatever they hold.

Patterns come from the shown project, and regular expressions could take for ever. Here all states of a pattern
move at once with each character of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_PATTERN = 500
LONGEST_TEXT = 4_096


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
    """A part of a pattern: a character of a set, which may come again (``many``) or be absent (``none``).

    ``folders`` stands for any number of whole folders with their slashes instead.
    """

    characters: Characters
    none: bool = False
    many: bool = False
    folders: bool = False


FOLDERS = Token(NO_SLASH, folders=True)


@dataclass(frozen=True, slots=True)
class State:
    """A place in a pattern: how far each set of characters leads, and how far one gets without any."""

    edges: tuple[tuple[Characters, int], ...]
    free: int | None = None


class Pattern:
    """A pattern that is ready to match: its states are bits of a number, of which each character moves all."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.states = tuple(state for token in tokens for state in _states(token))
        self._moves: dict[str, tuple[int, int, int]] = {}
        self._free = {
            far: sum(1 << place for place, state in enumerate(self.states) if state.free == far) for far in (1, 2)
        }

    def fullmatch(self, text: str) -> bool:
        """Whether the whole of a text matches; one of more than 4,096 characters does not."""
        if len(text) > LONGEST_TEXT:
            return False
        reached = self._reached(1)
        for character in text:
            back, stay, on = self._move(character)
            reached = self._reached((reached & back) >> 1 | reached & stay | (reached & on) << 1)
            if not reached:
                return False
        return bool(reached >> len(self.states))

    def _move(self, character: str) -> tuple[int, int, int]:
        """The states that a character moves back by one, leaves where they are, moves on by one."""
        found = self._moves.get(character)
        if found is None:
            masks = [0, 0, 0]
            for place, state in enumerate(self.states):
                for characters, far in state.edges:
                    if character in characters:
                        masks[far + 1] |= 1 << place
            found = self._moves[character] = (masks[0], masks[1], masks[2])
        return found

    def _reached(self, states: int) -> int:
        """States with those that are reached from them without a character."""
        while True:
            more = states | (states & self._free[1]) << 1 | (states & self._free[2]) << 2
            if more == states:
                return states
            states = more


def _states(token: Token) -> list[State]:
    edge = token.characters
    if token.folders:
        return [State(((edge, 1),), 2), State(((edge, 0), (SLASH, -1)))]
    many = State(((edge, 0),), 1)
    if token.many:
        return [many] if token.none else [State(((edge, 1),)), many]
    return [State(((edge, 1),), 1 if token.none else None)]


def literal(text: str) -> Pattern:
    """A pattern that matches nothing but itself."""
    return Pattern([Token(only(character)) for character in text])
