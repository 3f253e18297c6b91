"""What a check is, and how it is run."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from inspect import getdoc

from maturin_compliance.checks.page import Page, Source, parse, sources
from maturin_compliance.checks.pinning import as_pinned
from maturin_compliance.expand.release import Expansion
from maturin_compliance.facts import Facts
from maturin_compliance.location import Location
from maturin_compliance.model.project import Project


class Severity(StrEnum):
    """How much a check weighs, gravest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"


class Outcome(StrEnum):
    """What a check found; the worst of its problems counts."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of the project. ``fix`` is what to do, with the lines to paste where there are any (Markdown).

    ``warned`` counts one half instead of nothing. ``also`` are further places of the same fault.
    """

    message: str
    location: Location | None
    fix: str
    warned: bool = False
    also: tuple[Location, ...] = ()

    @classmethod
    def at(cls, places: Iterable[Location | None], message: str, fix: str, *, warned: bool = False) -> "Problem":
        """Give one problem that stands in several places: one cause, one fix. Each place counts once."""
        first, *others = dict.fromkeys(place for place in places if place is not None) or [None]
        return cls(message, first, fix, warned, tuple(place for place in others if place is not None))


class Skip(Exception):  # noqa: N818 - not an error: the check says that it does not apply, and why
    """Raised by a check that does not apply or that the files cannot decide; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check looks at."""

    project: Project
    expansion: Expansion
    facts: Facts


Function = Callable[[Subject], Iterator[Problem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A check: its function yields problems, its docstring is its page.

    ``name`` is what ``explain``, ``--select`` and the page's address take. ``since`` is the version of this
    package, or of the tool that the check is borrowed from, that brought it. ``url`` is where a borrowed check
    is explained by its owner; None for one of this package.
    """

    name: str
    category: str
    severity: Severity
    since: str
    docstring: str
    function: Function
    url: str | None = None

    @property
    def title(self) -> str:
        """The wanted state, the first line of the docstring."""
        return self.docstring.partition("\n")[0].rstrip(".")

    @property
    def page(self) -> Page:
        """The docstring as sections. Raises PageError where it does not follow the form of a page."""
        return parse(self.docstring)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the rule stands."""
        return sources(self.docstring)

    def run(self, subject: Subject) -> "Result":
        """Look at a project."""
        try:
            return self.judged(tuple(self.function(subject)))
        except Skip as skip:
            return self.skipped(str(skip))

    def judged(self, problems: tuple[Problem, ...]) -> "Result":
        """Give the result of some problems: the outcome is the worst of them."""
        if not problems:
            outcome = Outcome.PASSED
        elif all(problem.warned for problem in problems):
            outcome = Outcome.WARNED
        else:
            outcome = Outcome.FAILED
        return Result(check=self, outcome=outcome, reason=None, problems=grouped(problems))

    def skipped(self, reason: str) -> "Result":
        """Give the result of a check that does not count, and why (one line)."""
        return Result(check=self, outcome=Outcome.SKIPPED, reason=reason, problems=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a check found. ``reason`` tells why it was skipped."""

    check: Check
    outcome: Outcome
    reason: str | None
    problems: tuple[Problem, ...]


def check(severity: Severity, *, since: str = "0.1.0") -> Callable[[Function], Check]:
    """Make a check of a function that yields problems.

    The check has the function's name in kebab case, its docstring, and the name of its module as category.
    """

    def decorate(function: Function) -> Check:
        return Check(
            name=function.__name__.replace("_", "-"),
            category=function.__module__.rpartition(".")[2],
            severity=severity,
            since=since,
            docstring=getdoc(function) or "",
            function=function,
        )

    return decorate


def grouped(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Join problems that differ in nothing but their place: the first stays, ``also`` holds the others."""
    first: dict[tuple[str, str, bool], Problem] = {}
    for problem in problems:
        key = (problem.message, problem.fix, problem.warned)
        if key not in first:
            first[key] = problem
            continue
        seen = first[key]
        if problem.location and problem.location not in (seen.location, *seen.also):
            first[key] = replace(seen, also=(*seen.also, problem.location))
    return tuple(first.values())


def run(checks: tuple[Check, ...], project: Project, expansion: Expansion, facts: Facts) -> tuple[Result, ...]:
    """Run checks in their order. Where the project pins its actions, fixes do so too."""
    subject = Subject(project, expansion, facts)
    return tuple(_pinned_alike(project, check.run(subject)) for check in checks)


def _pinned_alike(project: Project, result: Result) -> Result:
    problems = tuple(replace(one, fix=as_pinned(project, one.fix)) for one in result.problems)
    return replace(result, problems=problems)
