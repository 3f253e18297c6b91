"""`-k`, `--ignore` and `--deselect` leave out what pytest leaves out."""

import pytest

from maturin_compliance.checks.evidence.testing.cases import Case, Cases, started_on
from maturin_compliance.checks.evidence.testing.keywords import ExpressionError, parse, words
from maturin_compliance.location import Location

PATH = "tests/unit/test_pty.py"
CASES = tuple(
    Case(path, name, Location(path, 1))
    for path, name in (
        (PATH, "test_opens"),
        ("tests/test_screen.py", "test_empty"),
        ("tests/test_screen.py", "TestPty::test_size"),
        ("tests/test_screen.py", "test_pty_closes"),
        ("tests/test_screen.py", "test_colours"),
    )
)


@pytest.mark.parametrize(
    ("expression", "selected"),
    [
        ("pty", ["test_opens", "test_empty", "TestPty::test_size", "test_pty_closes"]),
        ("not pty", ["test_colours"]),
        ("PTY", ["test_opens", "test_empty", "TestPty::test_size", "test_pty_closes"]),
        ("not _pty", ["test_empty", "TestPty::test_size", "test_colours"]),
        ("unit", ["test_opens"]),
        ("test_screen.py and not (empty or size)", ["test_pty_closes", "test_colours"]),
        ("not empty and not size and screen", ["test_pty_closes", "test_colours"]),
        ("", ["test_opens", "test_empty", "TestPty::test_size", "test_pty_closes", "test_colours"]),
    ],
)
def test_k_selects_as_pytest_does(expression: str, selected: list[str]) -> None:
    selects = parse(expression)
    assert [case.name for case in CASES if selects(case.contains)] == selected


@pytest.mark.parametrize("expression", ["not", "a b", "(a", "a)", "a and", "or a", "a == b", "a, b"])
def test_refuses_what_pytest_refuses(expression: str) -> None:
    with pytest.raises(ExpressionError):
        parse(expression)


def test_words_of_an_expression() -> None:
    assert words("not (slow or pty) and not slow") == ("slow", "pty")


@pytest.mark.parametrize(
    ("name", "word", "meant"),
    [
        ("test_empty", "pty", False),
        ("test_pty", "pty", True),
        ("TestPty", "pty", True),
        ("test_ptys", "pty", True),
        ("test_case_11", "1", True),
        ("test_resize", "size", False),
        ("test_x", "_x", True),
    ],
)
def test_a_word_is_meant_where_a_word_starts_with_it(name: str, word: str, meant: bool) -> None:
    assert Case("t.py", name, Location("t.py")).speaks_of(word) is meant


@pytest.mark.parametrize(
    ("option", "value", "folder", "left"),
    [
        ("--ignore", "tests/unit", ".", True),
        ("--ignore", "./tests/unit/test_pty.py", ".", True),
        ("--ignore", "unit", "tests", True),
        ("--ignore", "tests/uni", ".", False),
        ("--ignore", "tests\\unit", ".", True),
        ("--ignore-glob", "tests/*/test_p*.py", ".", True),
        ("--deselect", "tests/unit/test_pty.py::test_opens", ".", True),
        ("--deselect", "tests/unit/test_pty.py::test_closes", ".", False),
        ("-k", "not opens", ".", True),
        ("-k", "not not", ".", None),
        ("-k", "not slow", ".", False),
        ("-m", "not slow", ".", None),
        ("-m", "slow and not slow", ".", True),
    ],
)
def test_leaves_a_test_out(option: str, value: str, folder: str, left: bool | None) -> None:
    assert _verdict(CASES[0], option, value, folder) is left


@pytest.mark.parametrize(
    ("option", "value", "left"),
    [
        ("-m", "not slow", True),
        ("-m", "slow", False),
        ("-m", "slow and net", None),
        ("-m", "not slow and net", True),
        ("-k", "not slow", True),
    ],
)
def test_leaves_a_marked_test_out(option: str, value: str, left: bool | None) -> None:
    case = Case(PATH, "test_opens", Location(PATH, 1), frozenset({"slow"}))
    assert _verdict(case, option, value, ".") is left


def _verdict(case: Case, option: str, value: str, folder: str) -> bool | None:
    found = Cases((case,)).left_out(option, value, folder)
    return None if case in found.unclear else case in found.sure


@pytest.mark.parametrize(
    ("arguments", "folder", "started"),
    [
        ((), ".", True),
        (("tests/",), ".", True),
        (("tests/unit/test_pty.py::test_opens",), ".", True),
        (("unit",), "tests", True),
        (("tests/other",), ".", False),
        ((".",), ".", True),
    ],
)
def test_is_started_on(arguments: tuple[str, ...], folder: str, started: bool) -> None:
    assert started_on(CASES[0], arguments, folder) is started
