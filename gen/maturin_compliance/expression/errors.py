"""The one exception of the expression language."""

_SHOWN = 60


class ExpressionError(Exception):
    """GitHub rejects this expression, or would fail while it evaluates it.

    The message is one line, in our words. ``position`` is where in the expression the fault
    stands, in characters from 1, or None where it has no place (a limit, or a fault that only
    shows while the expression is evaluated).
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        where = "" if position is None else f" at position {position}"
        super().__init__(f"{message}{where}")
        self.position = position


def quoted(text: str) -> str:
    """Give text of a project for a message: in quotes, on one line, its first 60 characters."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
