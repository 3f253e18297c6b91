"""Branch and tag filters, and how globs of actions match paths.

Source: docs.github.com, "Workflow syntax", section "Filter pattern cheat sheet".
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from maturin_compliance.expand.globs import (
    ANY,
    FOLDERS,
    LONGEST_PATTERN,
    NO_SLASH,
    Pattern,
    Token,
    listed,
    literal,
    only,
)


def admits(patterns: Sequence[str], name: str) -> bool:
    """Whether a list of filter patterns admits a name; a later pattern overrules an earlier one."""
    admitted = False
    for pattern in patterns:
        negative = pattern.startswith("!")
        if ref_pattern(pattern.removeprefix("!")).fullmatch(name):
            admitted = not negative
    return admitted


_REF = re.compile(
    r"\\(?P<quoted>.)|(?P<any>\*\*)|(?P<part>\*)|\[(?P<set>[^\]]+)\]|(?P<times>[?+])|(?P<char>.)", re.DOTALL
)


@lru_cache(maxsize=512)
def ref_pattern(pattern: str) -> Pattern:
    """A filter pattern ready to match; one of more than 500 characters matches only itself.

    ``*`` is anything but ``/``, ``**`` anything, ``?`` and ``+`` repeat what stands before them, ``[]`` is a
    set of characters, a backslash quotes.
    """
    if len(pattern) > LONGEST_PATTERN:
        return literal(pattern)
    tokens: list[Token] = []
    for match in _REF.finditer(pattern):
        if match["any"] or match["part"]:
            tokens.append(Token(ANY if match["any"] else NO_SLASH, none=True, many=True))
        elif match["set"]:
            tokens.append(Token(listed(match["set"])))
        elif match["times"] and tokens:
            last = tokens[-1]
            tokens[-1] = replace(last, many=True) if match["times"] == "+" else replace(last, none=True)
        else:
            tokens.append(Token(only(match["quoted"] or match["char"] or match["times"])))
    return Pattern(tokens)


_PATH = re.compile(
    r"(?P<deep>\*\*/)|(?P<all>\*\*)|(?P<part>\*)|(?P<one>\?)|\[(?P<set>[!^]?[^\]/]+)\]|(?P<char>.)", re.DOTALL
)


@lru_cache(maxsize=512)
def path_pattern(pattern: str) -> Pattern:
    """A glob over paths as @actions/glob and minimatch use it: ``*``, ``**``, ``?``, ``[]``."""
    if len(pattern) > LONGEST_PATTERN:
        return literal(pattern)
    return Pattern([_path_token(match) for match in _PATH.finditer(pattern)])


def _path_token(match: re.Match[str]) -> Token:
    if match["deep"]:
        return FOLDERS
    if match["all"] or match["part"]:
        return Token(ANY if match["all"] else NO_SLASH, none=True, many=True)
    if match["one"]:
        return Token(NO_SLASH)
    return Token(listed(match["set"]) if match["set"] else only(match["char"]))
