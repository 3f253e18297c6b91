"""Tests that a call of pytest leaves out."""

from collections.abc import Iterator, Sequence

from maturin_compliance.expand.shell import shown

_LEFT_OUT = ("--ignore", "--ignore-glob", "--deselect", "-k", "-m")


def deselected(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The options of pytest that leave tests out, with their values."""
    for index, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in _LEFT_OUT and (equals or index + 1 < len(words)):
            yield name, shown(value if equals else words[index + 1])
