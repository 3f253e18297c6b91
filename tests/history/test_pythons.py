"""Pythons served, and lost."""

import pytest

from maturin_compliance.history.pythons import lost, served


@pytest.mark.parametrize(
    ("labels", "requires", "kept"),
    [
        (["3.10", "3.9", "PyPy 3.10", "PyPy 3.9"], None, ("3.9", "3.10", "PyPy 3.9", "PyPy 3.10")),
        (["3.8", "3.9"], ">=3.9", ("3.9",)),
        (["3.8 and newer"], ">=3.10", ("3.10 and newer",)),
        (["3.9"], ">=3.9.1", ("3.9",)),
        (["3.12", "3.13"], ">=3.8,<3.13", ("3.12",)),
        (["3.8 and newer"], "<3.7", ()),
        (["3.15 and newer, free-threaded too"], ">=3.8", ("3.15 and newer, free-threaded too",)),
        (["3.13t", "3.13"], "no specifier", ("3.13", "3.13t")),
    ],
)
def test_what_requires_python_admits(labels: list[str], requires: str | None, kept: tuple[str, ...]) -> None:
    assert served(labels, requires) == kept


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        (["3.9", "3.10"], ["3.10", "3.11"], ("3.9",)),
        (["3.9", "3.10"], ["3.9 and newer"], ()),
        (["3.9 and newer"], ["3.9", "3.10"], ("3.11 and newer",)),
        (["3.8 and newer"], ["3.10 and newer"], ("3.8", "3.9")),
        (["3.13t", "PyPy 3.9"], ["3.13"], ("3.13t", "PyPy 3.9")),
        ([], ["3.9"], ()),
    ],
)
def test_what_is_lost(before: list[str], after: list[str], gone: tuple[str, ...]) -> None:
    assert lost(before, after) == gone
