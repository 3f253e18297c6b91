"""``format``: text with ``{0}`` for its arguments and doubled braces for braces.

Rules: Format.cs of https://github.com/actions/runner.
"""

import re
from collections.abc import Iterator

from maturin_compliance.expression.errors import ExpressionError, quoted

_PIECE = re.compile(r"(?P<text>[^{}]+)|(?P<brace>\{\{|\}\})|\{(?P<argument>[0-9]+)(?::(?!\}\}))?\}")


def pieces(template: str, arguments: int) -> Iterator[str | int]:
    """Give the parts of a format string: text, or the index of an argument to put there.

    ``arguments`` is how many there are. Raises ExpressionError for an unpaired brace, and for
    the index of an argument that is not there.
    """
    index = 0
    while index < len(template):
        found = _PIECE.match(template, index)
        if found is None:
            raise ExpressionError(f"format: {quoted(template)} is no format string")
        index = found.end()
        if found["argument"] is None:
            yield found["text"] or found["brace"][0]
            continue
        digits = found["argument"].lstrip("0") or "0"
        if len(digits) > len(str(arguments)) or int(digits) >= arguments:
            raise ExpressionError(f"format: {quoted(template)} names an argument that is not given")
        yield int(digits)
