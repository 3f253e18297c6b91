"""``check --format github``: annotations on the lines at fault, as workflow commands.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance import plain
from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Problem, Result, Severity
from maturin_compliance.location import Location

PLACES = 3
"""Places that are shown of a problem: GitHub keeps ten annotations of a level and step."""
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}
_GRAVEST = tuple(dict.fromkeys(_LEVELS.values()))
_GRAVITY = tuple(Severity)


@dataclass(frozen=True, slots=True)
class _Annotation:
    """``order`` puts what weighs more first, and of one weight the first place of each problem."""

    level: str
    order: tuple[int, ...]
    location: Location | None
    title: str
    message: str

    def __str__(self) -> str:
        where = f"{_file(self.location)}title={_property(self.title)}"
        return f"::{self.level} {where}::{_data(plain.line(self.message, 2000))}\n"


def report(analysis: Analysis) -> str:
    """Give one command a problem and place, and one a file that could not be read; the gravest first."""
    found = [*_unread(analysis), *(note for one in analysis.results for note in _problems(one))]
    found.sort(key=lambda note: (_GRAVEST.index(note.level), *note.order))
    return "".join(map(str, found))


def failure(message: str) -> str:
    """Give the command that says why a job fails."""
    return f"::error title=maturin-compliance::{_data(message)}\n"


def _unread(analysis: Analysis) -> Iterator[_Annotation]:
    for one in analysis.project.unread:
        yield _Annotation("warning", (-1,), one.location, "not read", one.message)


def _problems(result: Result) -> Iterator[_Annotation]:
    gravity = _GRAVITY.index(result.check.severity)
    title = f"{result.check.name}: {result.check.title}"
    for problem in result.problems:
        level = _LEVELS[result.check.severity]
        if problem.warned and level == "error":
            level = "warning"
        for number, (location, message) in enumerate(_places(problem)):
            yield _Annotation(level, (gravity, problem.warned, number), location, title, message)


def _places(problem: Problem) -> Iterator[tuple[Location | None, str]]:
    places = (problem.location, *problem.also)
    rest = f" (one of {len(places)} places)" if len(places) > PLACES else ""
    yield from ((place, f"{problem.message}{rest}") for place in places[:PLACES])


def _file(location: Location | None) -> str:
    if location is None:
        return ""
    line = "" if location.line is None else f"line={location.line},"
    return f"file={_property(plain.line(location.path))},{line}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
