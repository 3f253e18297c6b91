"""Brace expansion of the shell."""

import re
from itertools import pairwise

MOST_WORDS = 200
LONGEST_WORD = 1_000

_NUMBERS = re.compile(r"(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?")
_LETTERS = re.compile(r"([A-Za-z])\.\.([A-Za-z])")


def braces(text: str) -> list[str]:
    """The words of ``cp3{9,1{0,1}}`` and ``{1..3}``, in the shell's order; at most 200 of them."""
    found: list[str] = []
    waiting = [text]
    for _ in range(5 * MOST_WORDS):
        if not waiting or len(found) >= MOST_WORDS:
            break
        word = waiting.pop()
        parts = _split(word) if "{" in word and len(word) <= LONGEST_WORD else None
        if parts is None:
            found.append(word)
            continue
        before, options, after = parts
        waiting += [f"{before}{option}{after}" for option in reversed(options)]
    return found


def _split(text: str) -> tuple[str, list[str], str] | None:
    """The first braces that expand: what stands before them, their options, what stands after."""
    pairs, commas = _matching(text)
    for start in sorted(pairs):
        end = pairs[start]
        inner = text[start + 1 : end]
        options = _range(inner)
        cuts = commas.get(start)
        if options is None and cuts:
            edges = [start, *cuts, end]
            options = [text[a + 1 : b] for a, b in pairwise(edges)]
        if options is not None and text[start - 1 : start] != "$":
            return text[:start], options, text[end + 1 :]
    return None


def _matching(text: str) -> tuple[dict[int, int], dict[int, list[int]]]:
    """Each opening brace with its closing one, and with the commas right inside it."""
    pairs: dict[int, int] = {}
    commas: dict[int, list[int]] = {}
    stack: list[int] = []
    for index, character in enumerate(text):
        if character == "{":
            stack.append(index)
        elif character == "," and stack:
            commas.setdefault(stack[-1], []).append(index)
        elif character == "}" and stack:
            pairs[stack.pop()] = index
    return pairs, commas


def _range(inner: str) -> list[str] | None:
    """``1..3``, ``3..1``, ``0..10..5``, ``a..c``; None for anything else."""
    letters = _LETTERS.fullmatch(inner)
    numbers = _NUMBERS.fullmatch(inner)
    if letters:
        first, last, step = ord(letters[1]), ord(letters[2]), 1
    elif numbers:
        first, last, step = int(numbers[1]), int(numbers[2]), abs(int(numbers[3] or 1)) or 1
    else:
        return None
    values = range(first, last + 1, step) if last >= first else range(first, last - 1, -step)
    return [chr(value) if letters else str(value) for value in values[:MOST_WORDS]]
