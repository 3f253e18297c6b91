"""``check --format github``: annotations on the lines at fault, as workflow commands.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from collections.abc import Iterator

from maturin_compliance import plain
from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Problem, Result, Severity
from maturin_compliance.location import Location

_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
    Severity.INFO: "notice",
}


def report(analysis: Analysis) -> str:
    """Give one command a problem and place."""
    return "".join(
        f"{command}\n"
        for result in analysis.results
        for problem in result.problems
        for command in _commands(result, problem)
    )


def failure(message: str) -> str:
    """Give the command that says why a job fails."""
    return f"::error title=maturin-compliance::{_data(message)}\n"


def _commands(result: Result, problem: Problem) -> Iterator[str]:
    level = _LEVELS[result.check.severity]
    if problem.warned and level == "error":
        level = "warning"
    for location in (problem.location, *problem.also):
        properties = f"title={_property(f'{result.check.name}: {result.check.title}')}"
        yield f"::{level} {_file(location)}{properties}::{_data(plain.line(problem.message, 2000))}"


def _file(location: Location | None) -> str:
    if location is None:
        return ""
    line = "" if location.line is None else f"line={location.line},"
    return f"file={_property(plain.line(location.path))},{line}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
