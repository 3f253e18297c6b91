"""Bounds of single values in a document."""

from maturin_compliance.digits import LONGEST_NUMBER, has_long_number
from maturin_compliance.read.faults import ReadError


def checked(text: str, line: int | None) -> str:
    """A text of a document, given back. Raises ReadError where it holds a number of more than 1,000 digits."""
    if has_long_number(text):
        raise ReadError(f"holds a number of more than {LONGEST_NUMBER:,} digits", line)
    return text
