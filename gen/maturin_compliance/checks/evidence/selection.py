"""Which tests pytest leaves out: ``-k`` by its own rules, ``--ignore`` and ``--deselect`` by path.

``-k`` looks for its words, in any case, as parts of the names of a test, its class, its file and the
folders above it (pytest 9, src/_pytest/mark/__init__.py, KeywordMatcher; grammar in mark/expression.py).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cached_property, lru_cache
from posixpath import normpath

from maturin_compliance.location import Location
from maturin_compliance.model.project import Package

TOKEN = re.compile(r"\s*(?:(?P<bracket>[()])|(?P<word>[\w:+\-.\[\]\\/]+))")
WORD_START = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9])|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])")

Matcher = Callable[[str], bool]
Expression = Callable[[Matcher], bool]


@dataclass(frozen=True)
class Case:
    """A test function: ``name`` is "Class::method" for a method; ``path`` is relative to the root."""

    path: str
    name: str
    location: Location

    @property
    def names(self) -> tuple[str, ...]:
        """What ``-k`` looks at: folders, file, class, function."""
        return (*self.path.split("/"), *self.name.split("::"))

    def contains(self, word: str) -> bool:
        """Whether one of the names contains a word, in any case: what pytest asks."""
        return word.lower() in self._lower

    @cached_property
    def _lower(self) -> str:
        return "\n".join(self.names).lower()

    def speaks_of(self, word: str) -> bool:
        """Whether a word of one of the names starts with this one: what is meant by ``-k``."""
        return any(_starts_word(name, word) for name in self.names)


def _starts_word(name: str, word: str) -> bool:
    starts = (found.start() for found in WORD_START.finditer(name))
    if not word[:1].isalnum():
        return word.lower() in name.lower()
    return any(name[start:].lower().startswith(word.lower()) for start in starts)


class ExpressionError(ValueError):
    """An expression that pytest refuses."""


@lru_cache(maxsize=256)  # asked for each test function
def parse(text: str) -> Expression:
    """Read a ``-k`` or ``-m`` expression. Raises ExpressionError where pytest would refuse it."""
    tokens = list(_tokens(text))
    if not tokens:
        return lambda _: True
    expression, rest = _either(tokens)
    if rest:
        raise ExpressionError(f"{rest[0]!r} is not expected in {text!r}")
    return expression


def words(text: str) -> tuple[str, ...]:
    """The names that an expression asks for, each once."""
    found = (token for token in _tokens(text) if token not in {"(", ")", "and", "or", "not"})
    return tuple(dict.fromkeys(found))


def _tokens(text: str) -> Iterator[str]:
    position = 0
    while text[position:].strip():
        found = TOKEN.match(text, position)
        if found is None:
            raise ExpressionError(f"{text!r} has a character that pytest refuses")
        yield found["bracket"] or found["word"]
        position = found.end()


def _either(tokens: list[str]) -> tuple[Expression, list[str]]:
    parts = []
    while True:
        part, tokens = _both(tokens)
        parts.append(part)
        if tokens[:1] != ["or"]:
            return _any(parts), tokens
        tokens = tokens[1:]


def _both(tokens: list[str]) -> tuple[Expression, list[str]]:
    parts = []
    while True:
        part, tokens = _one(tokens)
        parts.append(part)
        if tokens[:1] != ["and"]:
            return _all(parts), tokens
        tokens = tokens[1:]


def _one(tokens: list[str]) -> tuple[Expression, list[str]]:
    if not tokens:
        raise ExpressionError("the expression ends too early")
    first, rest = tokens[0], tokens[1:]
    if first == "not":
        inner, rest = _one(rest)
        return (lambda match: not inner(match)), rest
    if first == "(":
        inner, rest = _either(rest)
        if rest[:1] != [")"]:
            raise ExpressionError("a bracket is not closed")
        return inner, rest[1:]
    if first in {")", "and", "or"}:
        raise ExpressionError(f"{first!r} is not expected")
    return (lambda match: match(first)), rest


def _any(parts: list[Expression]) -> Expression:
    return lambda match: any(part(match) for part in parts)


def _all(parts: list[Expression]) -> Expression:
    return lambda match: all(part(match) for part in parts)


def cases(package: Package) -> tuple[Case, ...]:
    """All test functions of a package."""
    return tuple(
        Case(file.path, function.value, function.location) for file in package.tests for function in file.functions
    )


def left_out(case: Case, option: str, value: str, folder: str) -> bool | None:
    """Whether an option leaves a test out; None where the files do not tell (``-m``).

    ``folder`` is the one that pytest is started in. Raises ExpressionError for a ``-k`` that pytest refuses.
    """
    if option == "-k":
        return not parse(value)(case.contains)
    if option == "-m":
        return None
    paths = _places(value, folder)
    if option == "--deselect":
        return any(f"{case.path}::{case.name}".startswith(path) for path in paths)
    if option == "--ignore-glob":
        return any(fnmatch(case.path, path) for path in paths)
    return any(case.path == path or case.path.startswith(f"{path}/") for path in paths)


def started_on(case: Case, arguments: Iterable[str], folder: str) -> bool:
    """Whether the paths among pytest's arguments hold a test; without any, all are."""
    paths = _started(tuple(arguments), folder)
    return not paths or any(path in {".", case.path} or case.path.startswith(f"{path}/") for path in paths)


@lru_cache(maxsize=256)
def _started(arguments: tuple[str, ...], folder: str) -> tuple[str, ...]:
    """Give what the paths among pytest's arguments may mean."""
    wanted = (argument.partition("::")[0] for argument in arguments)
    return tuple(dict.fromkeys(path for argument in wanted for path in _places(argument, folder)))


@lru_cache(maxsize=256)
def _places(path: str, folder: str) -> tuple[str, str]:
    """Give what a path may mean: from the root, and from the folder that pytest is started in."""
    path = path.replace("\\", "/")
    return normpath(path), normpath(f"{folder}/{path}")
