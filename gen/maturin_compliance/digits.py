"""Numbers too long to be one."""

import re

LONGEST_NUMBER = 1_000
"""Digits in a row. Python refuses to read more than 4,300 (sys.set_int_max_str_digits)."""

_LONG_NUMBER = re.compile(rf"\d{{{LONGEST_NUMBER + 1}}}")


def has_long_number(text: str) -> bool:
    """Tell whether a text holds more than 1,000 digits in a row."""
    return len(text) > LONGEST_NUMBER and _LONG_NUMBER.search(text) is not None
