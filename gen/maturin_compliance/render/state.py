"""States as a word with an icon, which no line break parts; the word alone says it too."""

from maturin_compliance.checks import Outcome

_SPACE = "\N{NO-BREAK SPACE}"
_ICONS = {
    Outcome.PASSED: ":material-check:",
    Outcome.WARNED: ":material-alert-outline:",
    Outcome.FAILED: ":material-close:",
    Outcome.SKIPPED: ":material-minus:",
}


def outcome(one: Outcome) -> str:
    """Give the outcome of a check."""
    return f"{_ICONS[one]}{_SPACE}{one}"


def yes(word: str) -> str:
    """Mark something that holds."""
    return f":material-check:{_SPACE}{word}"


def no(word: str) -> str:
    """Mark something that does not hold."""
    return f":material-close:{_SPACE}{word}"


def partly(word: str) -> str:
    """Mark something that holds in part."""
    return f":material-alert-outline:{_SPACE}{word}"


def unknown(word: str) -> str:
    """Mark something that the files do not tell."""
    return f":material-help:{_SPACE}{word}"


def known(value: bool | None, *, true: str = "yes", false: str = "no", none: str = "the files do not tell") -> str:
    """Give a value of three states."""
    if value is None:
        return unknown(none)
    return yes(true) if value else no(false)
