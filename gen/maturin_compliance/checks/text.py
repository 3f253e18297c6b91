"""Text of a project inside messages and fixes, so that none of it can act as Markdown.

Every value that a project's files give goes through ``code`` (in a sentence) or ``fence`` (lines to paste).
"""

import re
from collections.abc import Iterable

LONGEST = 120
"""Characters of a value that a message shows."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Characters that break a line or reorder the text around them."""


def code(value: object, longest: int = LONGEST) -> str:
    """Give a value as inline code of one line: control characters become spaces, a long text is cut."""
    text = CONTROL.sub(" ", str(value))
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    mark = "`" * (_longest_run("`", text) + 1)
    pad = " " if not text.strip() or text[0] == "`" or text[-1] == "`" else ""
    return f"{mark}{pad}{text}{pad}{mark}"


def codes(values: Iterable[object]) -> str:
    """Give values as inline code in the order given: "`a`", "`a` and `b`", "`a`, `b` and `c`"."""
    return listed(code(value) for value in values)


def listed(words: Iterable[str]) -> str:
    """Give words that are Markdown already as a list in a sentence: "a", "a and b", "a, b and c"."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def many(names: Iterable[object], one: str, several: str, most: int = 4) -> str:
    """Give names, each once, with the words that go with their number.

    "the job `a` builds" of ``one`` "the job {} builds", "the jobs `a` and `b` build" of ``several`` "the jobs {}
    build"; of more than ``most`` the first are named and the others counted.
    """
    shown = [code(name) for name in dict.fromkeys(names)]
    if len(shown) == 1:
        return one.format(shown[0])
    if len(shown) > most + 1:
        return several.format(f"{', '.join(shown[:most])} and {len(shown) - most} others")
    return several.format(f"{', '.join(shown[:-1])} and {shown[-1]}")


def fence(text: str, language: str, path: str | None = None) -> str:
    """Give lines as a fenced block of a language, titled with the path of the file they belong in."""
    mark = "`" * max(3, _longest_run("`", text) + 1)
    title = "" if path is None else f' title="{CONTROL.sub(" ", path).replace(chr(34), "")}"'
    return f"{mark}{language}{title}\n{text.rstrip()}\n{mark}"


def quoted(value: str) -> str:
    """Give a value as a TOML basic string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + CONTROL.sub(" ", escaped) + '"'


def plural(count: int, one: str, many: str | None = None) -> str:
    """Give a count with its noun: "1 wheel", "3 wheels"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def _longest_run(character: str, text: str) -> int:
    return max((len(run) for run in re.findall(f"{re.escape(character)}+", text)), default=0)
