"""What the pages say on tests: which wheel is tried where, and what is left out."""

import shlex
from collections.abc import Sequence

from maturin_compliance.checks.evidence.testing.cases import LeftOut, cases
from maturin_compliance.coverage import platform
from maturin_compliance.expand.release import Test, Wheel
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.tried import imports
from maturin_compliance.render.view import View
from maturin_compliance.trials import Trial, others

_TARGETS = frozenset(
    ("--lib", "--bins", "--bin", "--tests", "--test", "--examples", "--example", "--benches", "--doc")
)
"""Arguments of ``cargo test`` that choose targets; without one it runs all but benchmarks."""


def undecided(view: View, wheel: Wheel) -> Location | None:
    """Give a step that may test a wheel of which no test is known."""
    return None if wheel.filename in view.trials else view.perhaps.get(wheel.filename)


class Footnotes:
    """Footnotes of a page, numbered as they are first asked for; equal ones share a number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, view: View, trial: Trial, wheels: Sequence[Wheel]) -> str:
        """Give the mark of the note on a test of some of the wheels."""
        return self.mark_text(_note(view, trial, wheels))

    def mark_text(self, note: str) -> str:
        """Give the mark of a note that is Markdown already."""
        number = self._numbers.setdefault(note, len(self._numbers) + 1)
        return f"[^{number}]"

    def text(self) -> str:
        """Give the notes."""
        return "\n".join(f"[^{number}]: {note}" for note, number in self._numbers.items())


def _note(view: View, trial: Trial, wheels: Sequence[Wheel]) -> str:
    test, job = trial.test, trial.job
    on = markdown.code(job.runner) if job.runner else "a runner that is not known"
    sure = "" if trial.certain else ", if a condition holds that the files do not tell"
    what = "an import" if imports(test) else markdown.text(test.tool)
    told = f"{what} in job {markdown.code(job.name)} on {on}{sure} ({view.at(test.origin.location)})."
    return " ".join(part for part in (told, _half(job.architecture, wheels), _left_out(view, trial)) if part)


def _half(architecture: str | None, wheels: Sequence[Wheel]) -> str:
    """Tell which half of a fat wheel runs."""
    if architecture is None or not any(platform(wheel).architecture == "universal2" for wheel in wheels):
        return ""
    ran, other = ("arm64", "x86_64") if architecture == "arm64" else ("x86_64", "arm64")
    return f"The runner is {ran}: the {ran} half of the wheel runs, the {other} half does not."


def _left_out(view: View, trial: Trial) -> str:
    if not trial.test.deselected:
        return ""
    options = [markdown.code(shlex.join(pair)) for pair in trial.test.deselected]
    return f"Left out: {markdown.listed(options)}{_counted(view, trial)}."


def _counted(view: View, trial: Trial) -> str:
    """Tell how many test functions of the package that leaves out, where the files decide it."""
    known = cases(view.analysis.project.package)
    found = LeftOut(frozenset())
    for option, value in trial.test.deselected:
        found |= known.left_out(option, value, ".")
    count = len(found.sure)
    return f", {count} of {plural(len(known.every), 'test function')}" if count and not found.unclear else ""


def _left(test: Test) -> str:
    """Tell what a command leaves out by its arguments; of Cargo's targets, those that it does not name."""
    if test.deselected:
        return ", ".join(markdown.code(shlex.join(pair)) for pair in test.deselected)
    named = [word for word in test.words if word in _TARGETS] if test.tool == "cargo test" else []
    return f"all but {markdown.codes(named)}" if named else "nothing"


def other_tests(view: View) -> str:
    """Give the tests of other builds, which say nothing about the files of a release."""
    found = others(view.analysis.expansion)
    if not found:
        return ""
    runners: dict[tuple[str, ...], dict[str, None]] = {}
    for trial in found:
        left = _left(trial.test)
        place = view.at(trial.test.origin.location)
        key = (place, markdown.code(trial.job.name), markdown.text(trial.test.tool), left)
        runners.setdefault(key, {})[markdown.code(trial.job.runner) if trial.job.runner else "not known"] = None
    rows = [(job, tool, ", ".join(on), left, place) for (place, job, tool, left), on in sorted(runners.items())]
    return markdown.join(
        "## Tests of other builds",
        f"{plural(len(rows), 'command')} {'tests' if len(rows) == 1 else 'test'} the sources, a development "
        "install or a wheel that is not uploaded.",
        markdown.table(("Job", "Tool", "Runners", "Left out", "Line"), rows),
    )
