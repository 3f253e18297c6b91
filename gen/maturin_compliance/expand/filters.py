"""Branch and tag filters, and how globs of actions match paths.

Source: docs.github.com, "Workflow syntax", section "Filter pattern cheat sheet".
"""

import re
from collections.abc import Sequence
from functools import lru_cache


def admits(patterns: Sequence[str], name: str) -> bool:
    """Whether a list of filter patterns admits a name; a later pattern overrules an earlier one."""
    admitted = False
    for pattern in patterns:
        negative = pattern.startswith("!")
        if ref_pattern(pattern.removeprefix("!")).fullmatch(name):
            admitted = not negative
    return admitted


@lru_cache(maxsize=512)
def ref_pattern(pattern: str) -> re.Pattern[str]:
    """A filter pattern as a regular expression; one that is not valid matches only itself.

    ``*`` is anything but ``/``, ``**`` anything, ``?`` and ``+`` repeat what stands before them, ``[]`` is a
    set of characters, a backslash quotes.
    """
    try:
        return re.compile("".join(_ref_parts(pattern)))
    except re.error:
        return re.compile(re.escape(pattern))


_REF_TOKEN = re.compile(
    r"\\(?P<quoted>.)|(?P<any>\*\*)|(?P<part>\*)|(?P<set>\[[^\]]*\])|(?P<times>[?+])|(?P<char>.)"
)


def _ref_parts(pattern: str) -> list[str]:
    parts: list[str] = []
    for match in _REF_TOKEN.finditer(pattern):
        if match["any"]:
            parts.append(".*")
        elif match["part"]:
            parts.append("[^/]*")
        elif match["set"] or match["times"]:
            parts.append(match[0])
        else:
            parts.append(re.escape(match["quoted"] or match["char"]))
    return parts


@lru_cache(maxsize=512)
def path_pattern(pattern: str) -> re.Pattern[str]:
    """A glob over paths as @actions/glob, minimatch and the shell use it: ``*``, ``**``, ``?``, ``[]``."""
    parts: list[str] = []
    for match in re.finditer(
        r"(?P<deep>\*\*/)|(?P<all>\*\*)|(?P<part>\*)|(?P<one>\?)|(?P<set>\[[^\]/]+\])|(?P<char>.)", pattern
    ):
        if match["deep"]:
            parts.append("(?:[^/]+/)*")
        elif match["all"]:
            parts.append(".*")
        elif match["part"]:
            parts.append("[^/]*")
        elif match["one"]:
            parts.append("[^/]")
        elif match["set"]:
            parts.append(match["set"].replace("[!", "[^"))
        else:
            parts.append(re.escape(match["char"]))
    try:
        return re.compile("".join(parts))
    except re.error:
        return re.compile(re.escape(pattern))


def braces(text: str) -> list[str]:
    """Brace expansion of the shell: ``cp3{9,1{0,1}}`` and ``{1..3}``; at most 200 words."""
    match = re.search(r"\{([^{}]*,[^{}]*|-?\d+\.\.-?\d+)\}", text)
    if not match:
        return [text]
    inner = match[1]
    if ".." in inner and "," not in inner:
        first, last = (int(end) for end in inner.split(".."))
        step = 1 if last >= first else -1
        options = [str(number) for number in range(first, last + step, step)][:200]
    else:
        options = inner.split(",")
    found: list[str] = []
    for option in options:
        found += braces(text[: match.start()] + option + text[match.end() :])
        if len(found) >= 200:
            break
    return found[:200]
