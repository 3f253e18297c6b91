"""States as a word with an icon; the word alone says it too."""

from maturin_compliance.checks import Outcome

_ICONS = {
    Outcome.PASSED: ":material-check:",
    Outcome.WARNED: ":material-alert-outline:",
    Outcome.FAILED: ":material-close:",
    Outcome.SKIPPED: ":material-minus:",
}


def outcome(one: Outcome) -> str:
    """Give the outcome of a check."""
    return f"{_ICONS[one]} {one}"


def yes(word: str) -> str:
    """Mark something that holds."""
    return f":material-check: {word}"


def no(word: str) -> str:
    """Mark something that does not hold."""
    return f":material-close: {word}"


def partly(word: str) -> str:
    """Mark something that holds in part."""
    return f":material-alert-outline: {word}"


def unknown(word: str) -> str:
    """Mark something that the files do not tell."""
    return f":material-help: {word}"


def known(value: bool | None, *, true: str = "yes", false: str = "no", none: str = "the files do not tell") -> str:
    """Give a value of three states."""
    if value is None:
        return unknown(none)
    return yes(true) if value else no(false)
