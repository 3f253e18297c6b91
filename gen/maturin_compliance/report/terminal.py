"""``check --format text`` and ``explain``: for reading in a terminal."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from textwrap import fill

from maturin_compliance import plain
from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Check, Outcome, Problem, Result, Severity
from maturin_compliance.checks.text import code
from maturin_compliance.expand.release import Release
from maturin_compliance.history import Since
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import changes
from maturin_compliance.report.release import pushed_branch, waiting
from maturin_compliance.score import Score, Tally

WIDTH = 100
PLACES = 8
"""Further places that are shown of a problem; the formats for machines hold all."""
_COLOURS = {Outcome.FAILED: "31", Outcome.WARNED: "33", Outcome.PASSED: "32", Outcome.SKIPPED: "2"}
_ORDER = {outcome: number for number, outcome in enumerate((Outcome.FAILED, Outcome.WARNED))}
_GRAVITY = tuple(Severity)
_ICON = re.compile(r":material-(?P<name>[a-z-]+):")
_FENCE = re.compile(r'^\s*(?P<mark>`{3,}|~{3,})\S*(?: title="(?P<title>[^"]*)")?\s*$', re.MULTILINE)


def report(analysis: Analysis, moved: Since | None = None, *, colour: bool = False) -> str:
    """Give what is wrong, gravest first, then what could not be read or followed, what was skipped, what differs
    from a tag, the score. Of a project that maturin does not build there is nothing but that to say.
    """
    parts, release = [_head(analysis)], analysis.expansion.release
    if analysis.project.other_backend is not None:
        return "\n\n".join([*parts, *_overall(analysis.score)]) + "\n"
    parts += _problems(analysis.results, colour=colour)
    parts += ["\n".join(_unread(analysis))] if analysis.project.unread else []
    parts += ["\n".join(_not_followed(release))] if release.event and release.not_modelled else []
    parts += ["\n".join(_skipped(analysis.results))] if _reasons(analysis.results) else []
    parts += ["\n".join(_moved(moved))] if moved else []
    return "\n\n".join([*parts, "\n".join(_score(analysis.score))]) + "\n"


def explain(check: Check) -> str:
    """Give a check's page; its text is this package's own."""
    facts = f"{check.name}\ncategory {check.category}, severity {check.severity}, since {check.since}\n"
    return plain.lines(f"{facts}\n{check.docstring}\n")


def _head(analysis: Analysis) -> str:
    project = analysis.project
    version = plain.line(project.version.value) if project.version else "without a version"
    return f"{plain.line(project.name)} {version}, as of {analysis.facts.as_of}\n{_told(analysis)}"


def _told(analysis: Analysis) -> str:
    """Say what a release uploads, or why it does not."""
    release, backend = analysis.expansion.release, analysis.project.other_backend
    if backend is not None:
        return f"{code(plain.line(backend.value))} builds it, not maturin ({backend.location}): no check applies."
    at = pushed_branch(release) or release.tag
    event = "no workflow builds" if release.event is None else f"{release.event} at {plain.line(at)}"
    files = len({wheel.filename for wheel in release.wheels})
    uploads = f"{plural(files, 'wheel')} and {plural(len(set(release.sdists)), 'sdist')}"
    jobs = waiting(analysis)
    if not jobs:
        return f"A release ({event}) uploads {uploads}."
    wait = "job waits" if len(jobs) == 1 else "jobs wait"
    labels = ", ".join(dict.fromkeys(plain.line(job.runner) for job in jobs))
    told = f"A release ({event}) cannot run as it stands: {len(jobs)} {wait} for a retired runner ({labels})."
    return f"{_filled(told, '', '')}\nIf all jobs ran, it would upload {uploads}."


def _problems(results: Sequence[Result], *, colour: bool) -> list[str]:
    """Give the checks that found something: the gravest first, of one gravity those that failed."""
    faulty = [result for result in results if result.outcome in _ORDER]
    faulty.sort(key=lambda one: (_GRAVITY.index(one.check.severity), _ORDER[one.outcome]))
    told: dict[str, str] = {}
    return ["\n".join(_result(one, told, colour=colour)) for one in faulty]


def _result(result: Result, told: dict[str, str], *, colour: bool) -> Iterator[str]:
    """Give a check with its problems; ``told`` holds the checks above by the fixes that stand there."""
    check = result.check
    word = _painted(result.outcome) if colour else str(result.outcome)
    yield f"{word} {check.name} ({check.severity}): {check.title}"
    by_fix: dict[str, list[Problem]] = {}
    for problem in result.problems:
        by_fix.setdefault(problem.fix, []).append(problem)
    for fix, problems in by_fix.items():
        for problem in problems:
            yield from _problem(problem)
        above = told.get(fix)
        yield from _fix(fix) if above is None else [f"    the lines to paste are those of {above}, above"]
        if _FENCE.search(fix):
            told.setdefault(fix, check.name)


def _problem(problem: Problem) -> Iterator[str]:
    place = "" if problem.location is None else f"{plain.line(problem.location)}: "
    yield _filled(f"{place}{problem.message}", "  ", "    ")
    if problem.also:
        yield _filled(f"also {_places(problem.also)}", "    ", "    ")


def _places(also: tuple[Location, ...]) -> str:
    """Give the first places, the lines of one file together, and the number of the others."""
    lines: dict[str, list[str]] = {}
    for place in also[:PLACES]:
        lines.setdefault(place.path, []).append(str(place.line or ""))
    told = [plain.line(f"{path}:{', '.join(mine)}").rstrip(":") for path, mine in lines.items()]
    rest = len(also) - PLACES
    return ", ".join(told) + (f" and {plural(rest, 'other place')}" if rest > 0 else "")


def _fix(fix: str) -> Iterator[str]:
    """Give a fix without the marks of its fences; the lines to paste stay as they are."""
    mark = ""
    for row in plain.lines(fix).split("\n"):
        fence = _FENCE.match(row)
        if mark and row.strip() == mark:
            mark = ""
        elif mark:
            yield f"      {row}".rstrip()
        elif fence:
            mark = fence["mark"]
            if fence["title"]:
                yield f"    in {fence['title']}:"
        elif row.strip():
            yield _filled(row, "    ", "    ")


def _unread(analysis: Analysis) -> Iterator[str]:
    yield "not read:"
    for one in analysis.project.unread:
        yield _filled(f"{one.location}: {one.message}", "  ", "    ")


def _not_followed(release: Release) -> Iterator[str]:
    yield "not followed, so that a release may upload more:"
    for one in release.not_modelled:
        yield _filled(f"{one.location}: {one.message}", "  ", "    ")


def _reasons(results: Sequence[Result]) -> dict[str, list[str]]:
    """Give the names of the checks that were skipped, by the reason."""
    found: dict[str, list[str]] = {}
    for one in results:
        if one.outcome is Outcome.SKIPPED:
            found.setdefault(one.reason or "", []).append(one.check.name)
    return found


def _skipped(results: Sequence[Result]) -> Iterator[str]:
    yield "skipped:"
    for reason, names in _reasons(results).items():
        yield _filled(f"{reason} ({', '.join(names)})", "  ", "    ")


def _moved(moved: Since) -> Iterator[str]:
    """Give what differs from a tag: "+" is better, "-" worse."""
    yield f"since {plain.line(moved.before.tag)}:"
    for told in changes.sentences(moved.changes, str) or ("nothing differs",):
        yield _filled(unescape(_ICON.sub(_sign, told)), "  ", "    ")


def _sign(icon: re.Match[str]) -> str:
    return {"check": "+", "close": "-"}.get(icon["name"], "?")


def _score(score: Score) -> Iterator[str]:
    for name, tally in score.categories.items():
        yield f"{name:<13}{_tally(tally)}"
    yield from _overall(score)


def _overall(score: Score) -> Iterator[str]:
    yield f"{'overall':<13}{_tally(score.overall)}"


def _tally(tally: Tally) -> str:
    value = "none" if tally.score is None else f"{tally.score:4.1f}"
    return f"{value}  {tally.passed} of {tally.applicable} pass, {tally.skipped} skipped"


def _painted(outcome: Outcome) -> str:
    return f"\x1b[{_COLOURS[outcome]}m{outcome}\x1b[0m"


def _filled(text: str, first: str, other: str) -> str:
    return fill(
        plain.line(text, 2000),
        width=WIDTH,
        initial_indent=first,
        subsequent_indent=other,
        break_long_words=False,
        break_on_hyphens=False,
    )
