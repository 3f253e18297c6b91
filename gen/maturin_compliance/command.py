"""The command ``maturin-compliance``: arguments in, a report out, an exit status.

0: done, whatever was found; 1: ``--fail-under``, or the project's own, is not reached; 2: wrong usage, told in
one line; 3: a fault of this program.
"""

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from maturin_compliance import history, plain
from maturin_compliance.analysis import Analysis, analyse, named, with_history
from maturin_compliance.arguments import parser
from maturin_compliance.errors import UsageError
from maturin_compliance.history import Since
from maturin_compliance.output import write_file, write_files
from maturin_compliance.published import fetch, fetch_all, load_all, save, save_all
from maturin_compliance.render import document, document_since, pages
from maturin_compliance.report import github, held, release, results, sarif, terminal
from maturin_compliance.score import score
from maturin_compliance.settings import catalogue, narrowed, unknown

_PACKAGE = Path(__file__).parent
_ISSUES = "https://github.com/maturin-compliance/maturin-compliance/issues"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with its arguments (those of the process by default); give the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser(
            check=check, wheels=wheels, render=render, explain=explain, formats=tuple(_FORMATS)
        ).parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        status = run(options)
        sys.stdout.flush()
    except UsageError as error:
        sys.stderr.write(f"maturin-compliance: {plain.line(error, 1000)}\n")
        return 2
    except BrokenPipeError:
        # The reader has gone, as in `… | head`; what Python flushes at its end must find an open file.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - Python's own status for it is 1, that of a score too low
        sys.stderr.write(f"maturin-compliance: {_own_fault(error)}\n")
        return 3
    return status


def _own_fault(error: Exception) -> str:
    """Tell a fault of this program in one line, with the place that a report of it needs."""
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)] or frames
    place = f"{Path(inside[-1].filename).relative_to(_PACKAGE.parent).as_posix()}:{inside[-1].lineno}"
    told = plain.line(f"{type(error).__name__}: {error}")
    return f"a fault of this program, please report it at {_ISSUES}: {told} ({place})"


def check(options: argparse.Namespace) -> int:
    """Print a report of the checks."""
    whole = _analysis(options)
    limit = _limit(whole, options)
    moved = _since(options, whole)
    analysis = _narrowed(whole, options.select, options.ignore)
    _emit(_report(analysis, moved, options), options.output)
    overall = analysis.score.overall.score
    if overall is None or overall >= limit:
        return 0
    told = f"the score {overall:.1f} is lower than {limit:g}"
    sys.stderr.write(github.failure(told) if options.format == "github" else f"maturin-compliance: {told}\n")
    return 1


def wheels(options: argparse.Namespace) -> int:
    """Print the file names of the wheels that a release uploads, or compare them with those published."""
    analysis = _compared(_analysis(options), options)
    told = analysis.expansion.release
    if options.format == "json":
        _emit(results.dumps(release.document(analysis)), options.output)
        return 0
    published = analysis.published
    _emit(release.names(told) if published is None else held.report(told, published), options.output)
    sys.stderr.write(release.not_modelled(told))
    sys.stderr.write(held.other_day(told, published, analysis.facts.as_of) if published else "")
    return 0


def render(options: argparse.Namespace) -> int:
    """Write the pages below a folder."""
    releases = load_all(options.published_from) if options.published_from else ()
    analysis = with_history(Path(options.root), _analysis(options), published=releases)
    found = pages(analysis)
    write_files(options.out, {page.path.removeprefix("compliance/"): page.content for page in found})
    return 0


def explain(options: argparse.Namespace) -> int:
    """Print a check's page."""
    known = {one.name: one for one in catalogue()}
    if options.check not in known:
        raise UsageError(unknown(options.check, sorted(known), "check"))
    sys.stdout.write(terminal.explain(known[options.check]))
    return 0


def _analysis(options: argparse.Namespace) -> Analysis:
    return analyse(
        Path(options.root),
        package=options.package,
        tag=options.tag,
        as_of=options.as_of,
        published=getattr(options, "published_from", None),
    )


def _compared(analysis: Analysis, options: argparse.Namespace) -> Analysis:
    """Ask the index where that is wanted, and keep its answer where that is wanted too."""
    if options.save and not options.published:
        raise UsageError("--save keeps what the index answers: it needs --published")
    if options.all and not options.save:
        raise UsageError("--all tells what a snapshot holds: it needs --save")
    if not options.published:
        return analysis
    name, version = named(analysis.project)
    published = fetch(name, version)
    if options.all:
        save_all(fetch_all(name), options.save)
    elif options.save:
        save(published, options.save)
    return replace(analysis, published=published)


def _since(options: argparse.Namespace, analysis: Analysis) -> Since | None:
    """Hold the project against one of its tags, where one is named."""
    if options.since is None:
        return None
    return history.since(Path(options.root), analysis, options.since, cache=history.user_cache())


def _narrowed(analysis: Analysis, select: Sequence[str], ignore: Sequence[str]) -> Analysis:
    """Keep the results that are selected; those that are ignored count as skipped."""
    kept = narrowed(analysis.results, _names(select), _names(ignore))
    return replace(analysis, results=kept, score=score(kept))


def _names(options: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for option in options for name in option.split(",") if name.strip())


def _limit(analysis: Analysis, options: argparse.Namespace) -> float:
    """Give the score that has to be reached: the option's, else the project's own.

    Raises UsageError where the project's own is none: a gate that nobody can read must not stand open.
    """
    pyproject = analysis.project.package.pyproject
    settings = pyproject.settings if pyproject else None
    given: float | None = options.fail_under
    if given is not None or settings is None or "fail-under" not in settings.entries:
        return given or 0.0
    if settings.limit is None:
        place = settings.entries["fail-under"].location
        raise UsageError(f"{plain.line(place)}: `fail-under` is no number from 0 to 10")
    return settings.limit


def _report(analysis: Analysis, moved: Since | None, options: argparse.Namespace) -> str:
    if options.format == "text":
        return terminal.report(analysis, moved, colour=options.output is None and _coloured())
    return _FORMATS[options.format](analysis, moved)


def _coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _emit(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        write_file(output, text)


def _markdown(analysis: Analysis, moved: Since | None) -> str:
    return document(analysis) if moved is None else f"{document_since(moved)}\n{document(analysis)}"


_FORMATS: dict[str, Callable[[Analysis, Since | None], str]] = {
    "json": lambda analysis, moved: results.dumps(results.report(analysis, moved)),
    "sarif": lambda analysis, _: results.dumps(sarif.report(analysis)),
    "markdown": _markdown,
    "github": lambda analysis, _: github.report(analysis),
}
