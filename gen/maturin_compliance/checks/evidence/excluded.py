"""Tests that workflows leave out: by accident, or everywhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.pipeline import active, active_steps
from maturin_compliance.checks.evidence.selection import (
    Case,
    ExpressionError,
    cases,
    left_out,
    parse,
    started_on,
    words,
)
from maturin_compliance.checks.evidence.tried import of_package
from maturin_compliance.checks.text import code, fence, plural, quoted
from maturin_compliance.expand.release import JobRun, Origin, Test
from maturin_compliance.location import Location

TAKES_VALUE = frozenset(
    {"-k", "-m", "-c", "-p", "-o", "-n", "-r", "-W", "--ignore", "--ignore-glob", "--deselect", "--rootdir"}
    | {"--confcutdir", "--maxfail", "--timeout", "--tb", "--junitxml", "--cov", "--cov-report", "--numprocesses"}
    | {"--basetemp", "--import-mode", "--durations", "--config-file", "--log-level", "--reruns", "--dist"}
)
"""Options of pytest and of common plugins whose value may be the next word."""


@dataclass(frozen=True, slots=True)
class Accident:
    """A ``-k`` expression and the tests that it leaves out though its words do not name them."""

    expression: str
    origin: Origin
    words: tuple[str, ...]
    total: int
    cases: tuple[Case, ...]
    fix: str


@dataclass(frozen=True, slots=True)
class Left:
    """The tests that no job runs, by file, with the options that leave them out and where these stand."""

    files: Mapping[str, tuple[Case, ...]]
    options: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[Location, ...]]
    share: str


@dataclass(frozen=True)
class Call:
    """A call of pytest in a job."""

    job: JobRun
    test: Test
    folder: str
    known: tuple[Case, ...]

    @cached_property
    def knows_paths(self) -> bool:
        """Whether its paths hold at least one known test: else it runs in a folder that is not told."""
        return any(started_on(case, self._paths, self.folder) for case in self.known)

    def starts_on(self, case: Case) -> bool:
        """Whether a test is among those that its paths name."""
        return started_on(case, self._paths, self.folder)

    def leaves_out(self, case: Case) -> bool:
        """Whether one of its options is sure to leave a test out."""
        try:
            return any(left_out(case, option, value, self.folder) for option, value in self.test.deselected)
        except ExpressionError:
            return False

    def skips(self, case: Case) -> bool | None:
        """Whether it leaves a test out; None where that is not known."""
        try:
            found = [left_out(case, option, value, self.folder) for option, value in self.test.deselected]
        except ExpressionError:
            return None
        if True in found:
            return True
        if not started_on(case, self._paths, self.folder):
            return True if self.knows_paths else None
        return None if None in found else False

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        arguments = _arguments(self.test.words)
        values = {i + 1 for i, word in enumerate(arguments) if word in TAKES_VALUE}
        return tuple(word for i, word in enumerate(arguments) if i not in values and _is_path(word))

    @property
    def place(self) -> Location:
        """Where the call stands."""
        return self.test.origin.location


def calls(subject: Subject) -> tuple[Call, ...]:
    """All calls of pytest in all workflows."""
    found: list[Call] = []
    known = cases(subject.project.package)
    for job in active(subject.expansion.runs):
        for step in active_steps(job):
            tests = (a for a in step.activities if isinstance(a, Test) and a.tool == "pytest")
            written = step.step.working_directory or job.job.working_directory
            folder = str(written.value) if written else "."
            found.extend(Call(job, test, folder, known) for test in tests)
    return tuple(found)


def accidents(subject: Subject) -> tuple[Accident, ...] | None:
    """What ``-k`` leaves out by accident; None where no call uses it."""
    known = cases(subject.project.package)
    used = {
        (value, call.place): call.test.origin
        for call in calls(subject)
        for option, value in call.test.deselected
        if option == "-k"
    }
    if not used:
        return None
    return tuple(a for (text, _), origin in used.items() for a in _accident(text, origin, known))


def _accident(text: str, origin: Origin, known: tuple[Case, ...]) -> Iterator[Accident]:
    try:
        selects = parse(text)
    except ExpressionError:
        return
    dropped = [case for case in known if not selects(case.contains)]
    victims = tuple(case for case in dropped if selects(case.speaks_of))
    if victims:
        guilty = tuple(word for word in words(text) if any(_only_inside(case, word) for case in victims))
        meant = [case for case in dropped if case not in victims]
        yield Accident(text, origin, guilty, len(dropped), victims, _fix(text, guilty, meant, known))


def _only_inside(case: Case, word: str) -> bool:
    return case.contains(word) and not case.speaks_of(word)


def _fix(text: str, guilty: tuple[str, ...], meant: list[Case], known: tuple[Case, ...]) -> str:
    """A narrower expression, offered only where it leaves out exactly the tests that are meant."""
    narrower = text
    for word in guilty:
        narrower = " ".join(f"_{part}" if part == word else part for part in narrower.split(" "))
    try:
        selects = parse(narrower)
    except ExpressionError:
        return _by_mark(guilty)
    if [case for case in known if not selects(case.contains)] == meant:
        command = fence(f'pytest -k "{narrower}"', "sh")
        return f"Ask for the word with what stands before it:\n\n{command}"
    return _by_mark(guilty)


def _by_mark(guilty: tuple[str, ...]) -> str:
    mark = guilty[0].strip("_") if guilty else "slow"
    return (
        f"Mark the tests that are meant with {code(f'@pytest.mark.{mark}')}, and leave them out by their mark:"
        "\n\n" + fence(f'pytest -m "not {mark}"', "sh")
    )


def hidden_call(subject: Subject) -> Test | None:
    """A command that runs tests by way of another program, so that its arguments are not told."""
    tests = (a for a in subject.expansion.activities if isinstance(a, Test))
    return next((test for test in tests if not test.followed and of_package(test)), None)


def never_run(subject: Subject) -> Left:
    """The tests that every call of pytest leaves out. Raises Skip where nothing calls it or marks decide."""
    known, made = cases(subject.project.package), calls(subject)
    if not known:
        raise Skip("the package has no test files with tests in them")
    if (hidden := hidden_call(subject)) is not None:
        raise Skip(
            f"could not be decided from the files: {code(hidden.tool)} runs tests, which are not told there"
        )
    if not made:
        raise Skip("no workflow runs pytest on test files of this package")
    dropped: dict[str, list[Case]] = {}
    for case in known:
        if all(call.skips(case) for call in made):
            dropped.setdefault(case.path, []).append(case)
    total = sum(map(len, dropped.values()))
    return Left(
        {path: tuple(found) for path, found in dropped.items()},
        {path: _options(made, found[0]) for path, found in dropped.items()},
        {path: tuple(dict.fromkeys(call.place for call in made)) for path in dropped},
        f"{total} of {plural(len(known), 'test')}",
    )


def _options(made: Iterable[Call], case: Case) -> tuple[str, ...]:
    return written(made, case) or ("other paths",)


def written(made: Iterable[Call], case: Case) -> tuple[str, ...]:
    """The options that leave a test out, as they are written."""
    found = []
    for call in made:
        for option, value in call.test.deselected:
            if left_out(case, option, value, call.folder):
                found.append(f"{option} {quoted(value)}" if option.startswith("-k") else f"{option}={value}")
    return tuple(dict.fromkeys(found))


def _arguments(called: tuple[str, ...]) -> tuple[str, ...]:
    names = ("pytest", "py.test")
    at = next((i for i, word in enumerate(called) if word.replace("\\", "/").rpartition("/")[2] in names), 0)
    return called[at + 1 :]


def _is_path(word: str) -> bool:
    return not word.startswith("-") and (word.endswith(".py") or "/" in word or "::" in word or word == "tests")
