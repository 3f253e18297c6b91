"""The tests of a package, and which of them the options and the paths of a call of pytest leave out.

``-k`` looks for its words, in any case, as parts of the names of a test, its class, its file, the folders above it
and its marks, ``-m`` for its marks (pytest 9, src/_pytest/mark/__init__.py, KeywordMatcher and MarkMatcher).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property, lru_cache
from itertools import product
from posixpath import normpath

from maturin_compliance.checks.evidence.testing.keywords import ExpressionError, parse, words
from maturin_compliance.location import Location
from maturin_compliance.model.project import Package, TestFile

WORD_START = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z0-9])|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])")
MOST_MARKS = 6
"""Words of a ``-m`` expression whose combinations are tried; no project asks for more."""


@dataclass(frozen=True)
class Case:
    """A test function: ``name`` is "Class::method" for a method; ``path`` is relative to the root.

    ``marks`` are those that stand on it, its class or its file; a plugin or a conftest.py may give it others.
    """

    path: str
    name: str
    location: Location
    marks: frozenset[str] = frozenset()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What ``-k`` looks at: folders, file, class, function, marks."""
        return (*self.path.split("/"), *self.name.split("::"), *sorted(self.marks))

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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The tests that an option is sure to leave out, and those of which the files do not tell (``unclear``)."""

    sure: frozenset[Case]
    unclear: frozenset[Case] = frozenset()

    def __or__(self, other: "LeftOut") -> "LeftOut":
        sure = self.sure | other.sure
        return LeftOut(sure, (self.unclear | other.unclear) - sure)


@dataclass(frozen=True, eq=False)
class Cases:
    """The tests of a package; what an option leaves out of them is worked out once, however often it is asked."""

    every: tuple[Case, ...]
    _left_out: dict[tuple[str, str, str], LeftOut] = field(default_factory=dict)
    _started: dict[tuple[tuple[str, ...], str], frozenset[Case]] = field(default_factory=dict)

    def left_out(self, option: str, value: str, folder: str) -> LeftOut:
        """Those that an option leaves out of a call that is started in a folder."""
        key = (option, value, folder)
        if key not in self._left_out:
            self._left_out[key] = _left_out(self.every, option, value, folder)
        return self._left_out[key]

    def started_on(self, paths: tuple[str, ...], folder: str) -> frozenset[Case]:
        """Those that some paths hold; without any, all."""
        key = (paths, folder)
        if key not in self._started:
            self._started[key] = frozenset(case for case in self.every if started_on(case, paths, folder))
        return self._started[key]


def cases(package: Package) -> Cases:
    """All test functions of a package."""
    return _cases(package.tests)


@lru_cache(maxsize=8)  # checks and pages ask about the same package
def _cases(files: tuple[TestFile, ...]) -> Cases:
    return Cases(tuple(case for file in files for case in _of_file(file)))


def _of_file(file: TestFile) -> Iterator[Case]:
    marks = file.marks or (frozenset[str](),) * len(file.functions)
    for function, own in zip(file.functions, marks, strict=True):
        yield Case(file.path, function.value, function.location, own)


def _left_out(every: tuple[Case, ...], option: str, value: str, folder: str) -> LeftOut:
    try:
        if option == "-k":
            selects = parse(value)
            return LeftOut(frozenset(case for case in every if not selects(case.contains)))
        if option == "-m":
            return _by_marks(every, value)
    except ExpressionError:  # pytest refuses the call
        return LeftOut(frozenset(), frozenset(every))
    paths = _places(value, folder)
    return LeftOut(frozenset(case for case in every if _named(case, option, paths)))


def _by_marks(every: tuple[Case, ...], text: str) -> LeftOut:
    """A mark that is not seen on a test may be there, and is tried as there and as not."""
    selects, asked = parse(text), words(text)
    sure, unclear = set(), set()
    for case in every:
        unseen = [word for word in asked if word not in case.marks]
        if len(unseen) > MOST_MARKS:
            unclear.add(case)
            continue
        tried = (
            case.marks | {word for word, there in zip(unseen, some, strict=True) if there}
            for some in product((False, True), repeat=len(unseen))
        )
        verdicts = {selects(marks.__contains__) for marks in tried}
        if verdicts == {False}:
            sure.add(case)
        elif False in verdicts:
            unclear.add(case)
    return LeftOut(frozenset(sure), frozenset(unclear))


def _named(case: Case, option: str, paths: Iterable[str]) -> bool:
    """Whether the paths of an option name a test."""
    if option == "--deselect":
        return any(f"{case.path}::{case.name}".startswith(path) for path in paths)
    if option == "--ignore-glob":
        return any(fnmatch(case.path, path) for path in paths)
    return any(case.path == path or case.path.startswith(f"{path}/") for path in paths)


def started_on(case: Case, arguments: Iterable[str], folder: str) -> bool:
    """Whether the paths among pytest's arguments hold a test; without any, all are."""
    wanted = [argument.partition("::")[0] for argument in arguments]
    if not wanted:
        return True
    paths = [path for argument in wanted for path in _places(argument, folder)]
    return any(path in {".", case.path} or case.path.startswith(f"{path}/") for path in paths)


@lru_cache(maxsize=256)
def _places(path: str, folder: str) -> tuple[str, str]:
    """Give what a path may mean: from the root, and from the folder that pytest is started in."""
    path = path.replace("\\", "/")
    return normpath(path), normpath(f"{folder}/{path}")
