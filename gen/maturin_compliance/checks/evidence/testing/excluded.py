"""Tests that workflows leave out: by accident, or everywhere."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.testing.addopts import Option, options_of
from maturin_compliance.checks.evidence.testing.cases import Case, Cases, LeftOut, cases
from maturin_compliance.checks.evidence.testing.keywords import ExpressionError, parse, words
from maturin_compliance.checks.evidence.testing.tried import of_package
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.checks.text import code, codes, fence
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
    place: Location
    origin: Origin
    words: tuple[str, ...]
    total: int
    cases: tuple[Case, ...]
    fix: str


@dataclass(frozen=True, slots=True)
class Left:
    """The tests of a file that no job runs, by what they are left out, where that stands, and what to do."""

    path: str
    cases: tuple[Case, ...]
    by: str
    places: tuple[Location, ...]
    fix: str


@dataclass(frozen=True)
class Call:
    """A call of pytest in a job; ``options`` leave tests out, its own and those of ``addopts``."""

    job: JobRun
    test: Test
    folder: str
    known: Cases
    options: tuple[Option, ...]

    @cached_property
    def left_out(self) -> LeftOut:
        """What its options leave out."""
        found = LeftOut(frozenset())
        for option in self.options:
            found |= self._without(option)
        return found

    @cached_property
    def started(self) -> frozenset[Case]:
        """The tests that its paths name."""
        return self.known.started_on(paths_of(self.test.words), self.folder)

    def skips(self, case: Case) -> bool | None:
        """Whether it leaves a test out; None where that is not known."""
        if case in self.left_out.sure:
            return True
        if case not in self.started:
            # Paths that hold no test at all belong to a folder that is not told.
            return True if self.started else None
        return None if case in self.left_out.unclear else False

    def names(self, found: AbstractSet[Case]) -> tuple[Option, ...]:
        """The options that leave one of some tests out."""
        return tuple(option for option in self.options if not found.isdisjoint(self._without(option).sure))

    def _without(self, option: Option) -> LeftOut:
        return self.known.left_out(option.name, option.value, self.folder)

    @property
    def place(self) -> Location:
        """Where the call stands."""
        return self.test.origin.location


def paths_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """The paths among the words of a call of pytest."""
    arguments = arguments_of(words)
    values = {i + 1 for i, word in enumerate(arguments) if word in TAKES_VALUE}
    return tuple(word for i, word in enumerate(arguments) if i not in values and _is_path(word))


def calls(subject: Subject) -> tuple[Call, ...]:
    """All calls of pytest in all workflows."""
    found: list[Call] = []
    known = cases(subject.project.package)
    for job in active(subject.expansion.runs):
        for step in active_steps(job):
            tests = (a for a in step.activities if isinstance(a, Test) and a.tool == "pytest")
            written = step.step.working_directory or job.job.working_directory
            folder = str(written.value) if written else "."
            found.extend(Call(job, test, folder, known, options_of(subject, step, test)) for test in tests)
    return tuple(found)


def accidents(subject: Subject) -> tuple[Accident, ...] | None:
    """What ``-k`` leaves out by accident; None where no call uses it."""
    known = cases(subject.project.package).every
    used = {
        (option.value, option.location): call.test.origin
        for call in calls(subject)
        for option in call.options
        if option.name == "-k"
    }
    if not used:
        return None
    return tuple(a for (text, place), origin in used.items() for a in _accident(text, place, origin, known))


def _accident(text: str, place: Location, origin: Origin, known: tuple[Case, ...]) -> Iterator[Accident]:
    try:
        selects = parse(text)
    except ExpressionError:
        return
    dropped = [case for case in known if not selects(case.contains)]
    victims = tuple(case for case in dropped if selects(case.speaks_of))
    if victims:
        guilty = tuple(word for word in words(text) if any(_only_inside(case, word) for case in victims))
        meant = [case for case in dropped if case not in victims]
        yield Accident(text, place, origin, guilty, len(dropped), victims, _fix(text, guilty, meant, known))


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


def never_run(subject: Subject) -> tuple[Left, ...]:
    """The tests that every call of pytest leaves out. Raises Skip where nothing calls it, or that is not told."""
    known, made = cases(subject.project.package), calls(subject)
    if not known.every:
        raise Skip("the package has no test files with tests in them")
    if (hidden := hidden_call(subject)) is not None:
        raise Skip(
            f"could not be decided from the files: {code(hidden.tool)} runs tests, which are not told there"
        )
    if not made:
        raise Skip("no workflow runs pytest on test files of this package")
    dropped: dict[str, list[Case]] = {}
    for case in known.every:
        if all(call.skips(case) for call in made):
            dropped.setdefault(case.path, []).append(case)
    return tuple(_left(path, tuple(found), made) for path, found in dropped.items())


def _left(path: str, found: tuple[Case, ...], made: tuple[Call, ...]) -> Left:
    by = written(made, found)
    shared = [option for call in made for option in call.names(frozenset(found)) if option.shared]
    command = f"- run: pytest {path}"
    if len(by) == 1 and shared:
        text = f"Take {codes(by)} out of `addopts`, or run them in a job that sets it anew"
        command = f"- run: pytest -o addopts= {path}"
    else:
        text = "Run them in a job of their own"
    places = [*(option.location for option in shared), *(call.place for call in made)]
    told = f"{codes(by)} of `addopts`" if len(by) == 1 and shared else codes(by) if by else "`other paths`"
    return Left(path, found, told, tuple(dict.fromkeys(places)), f"{text}:\n\n{fence(command, 'yaml')}")


def written(made: Iterable[Call], found: Iterable[Case]) -> tuple[str, ...]:
    """The options that leave some tests out, as they are written."""
    wanted = frozenset(found)
    return tuple(dict.fromkeys(str(option) for call in made for option in call.names(wanted)))


def arguments_of(called: tuple[str, ...]) -> tuple[str, ...]:
    """What follows the name of pytest in a call, whatever starts it."""
    names = ("pytest", "py.test")
    at = next((i for i, word in enumerate(called) if word.replace("\\", "/").rpartition("/")[2] in names), 0)
    return called[at + 1 :]


def _is_path(word: str) -> bool:
    return not word.startswith("-") and (word.endswith(".py") or "/" in word or "::" in word or word == "tests")
