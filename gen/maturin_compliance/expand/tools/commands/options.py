"""Options of command lines that are taken apart word by word."""

PYTHON = "\ue001python"
MATURIN = "\ue001maturin"
"""Variables of a command that no script can set: the Python and the maturin that a runner was asked for."""


def take(words: list[str], *names: str) -> str | None:
    """Take the first of some options out of ``words`` and give its value (``--out X`` or ``--out=X``)."""
    for index, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name not in names:
            continue
        if equals:
            del words[index]
            return value
        if index + 1 < len(words):
            value = words[index + 1]
            del words[index : index + 2]
            return value
    return None
