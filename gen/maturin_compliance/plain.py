"""Text of a project without the characters that act on a terminal, a line or the order of a text."""

import re

_SPACE = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufdd0-\ufdef\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e01ef]"
)
"""Control, bidirectional, invisible and private characters, and halves of pairs; not tab and line feed."""


def line(text: object, limit: int = 300) -> str:
    """Give a text as one line: white space joined, acting characters replaced, a long one cut."""
    joined = _SPACE.sub(" ", str(text)).strip()
    shown = _ACTING.sub("\N{REPLACEMENT CHARACTER}", joined)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def lines(text: str) -> str:
    """Give a text of several lines; only acting characters are replaced."""
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def plural(count: int, one: str, many: str | None = None) -> str:
    """Give a count with its noun: "1 wheel", "3 wheels"."""
    return f"{count} {one if count == 1 else many or one + 's'}"
