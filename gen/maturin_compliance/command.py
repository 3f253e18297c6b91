"""The command ``maturin-compliance``: arguments in, a report out, an exit status.

0: done, whatever was found; 1: ``--fail-under`` is not reached; 2: wrong usage, told in one line.
"""

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from maturin_compliance import __version__, plain
from maturin_compliance.analysis import Analysis, analyse
from maturin_compliance.checks import CATEGORIES, CHECKS, Check, Outcome, Result
from maturin_compliance.errors import UsageError
from maturin_compliance.output import write_file, write_files
from maturin_compliance.render import document, pages
from maturin_compliance.report import github, release, results, sarif, terminal
from maturin_compliance.score import score


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command with its arguments (those of the process by default); give the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        options = _parser().parse_args(arguments)
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
    return status


def check(options: argparse.Namespace) -> int:
    """Print a report of the checks."""
    analysis = _narrowed(_analysis(options), options.select, options.ignore)
    _emit(_report(analysis, options), options.output)
    overall = analysis.score.overall.score
    if options.fail_under is not None and overall is not None and overall < options.fail_under:
        return 1
    return 0


def wheels(options: argparse.Namespace) -> int:
    """Print the file names of the wheels that a release uploads."""
    analysis = _analysis(options)
    told = analysis.expansion.release
    if options.format == "json":
        _emit(results.dumps(release.document(analysis)), options.output)
    else:
        _emit(release.names(told), options.output)
        sys.stderr.write(release.not_modelled(told))
    return 0


def render(options: argparse.Namespace) -> int:
    """Write the pages below a folder."""
    found = pages(_analysis(options))
    write_files(options.out, {page.path.removeprefix("compliance/"): page.content for page in found})
    return 0


def explain(options: argparse.Namespace) -> int:
    """Print a check's page."""
    known = {one.name: one for one in CHECKS}
    if options.check not in known:
        raise UsageError(_unknown(options.check, sorted(known), "check"))
    sys.stdout.write(terminal.explain(known[options.check]))
    return 0


class _Parser(argparse.ArgumentParser):
    """Tells a wrong usage in one line instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}; see {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="maturin-compliance",
        description="What a Rust/Python (maturin) project ships, and what is wrong, from its own files.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _check_parser(_on_project(commands, "check", check))
    printed = _on_project(commands, "wheels", wheels)
    printed.add_argument("--format", choices=("text", "json"), default="text")
    printed.add_argument("--output", type=Path, metavar="FILE", help="write there instead of printing")
    written = _on_project(commands, "render", render)
    written.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder to write the pages to")
    explained = commands.add_parser("explain", help=explain.__doc__, description=explain.__doc__)
    explained.add_argument("check", metavar="CHECK")
    explained.set_defaults(run=explain)
    return parser


def _on_project(
    commands: "argparse._SubParsersAction[_Parser]",
    name: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
    parser.add_argument("root", nargs="?", default=".", metavar="ROOT", help="the repository's root")
    parser.add_argument("--package", metavar="NAME", help="which package, where there are several")
    parser.add_argument("--tag", help="the tag that a release is simulated at")
    parser.add_argument("--as-of", type=_date, metavar="DATE", help="use the facts of that day")
    parser.set_defaults(run=run)
    return parser


def _check_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", *_FORMATS), default="text")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of printing")
    for option, told in (("--select", "run only these"), ("--ignore", "leave these out of the score")):
        parser.add_argument(
            option,
            action="append",
            default=[],
            metavar="NAMES",
            help=f"{told}: checks or categories, by comma",
        )
    parser.add_argument("--fail-under", type=_score, metavar="SCORE", help="status 1 below this, 0 to 10")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("not a date, write it as in 2025-12-03") from None


def _score(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 10:
        raise argparse.ArgumentTypeError("not a score from 0 to 10")
    return value


def _analysis(options: argparse.Namespace) -> Analysis:
    return analyse(Path(options.root), package=options.package, tag=options.tag, as_of=options.as_of)


def _narrowed(analysis: Analysis, select: Sequence[str], ignore: Sequence[str]) -> Analysis:
    """Keep the results that are selected; those that are ignored count as skipped."""
    wanted, unwanted = _named(select), _named(ignore)
    kept = [result for result in analysis.results if not select or result.check in wanted]
    judged = tuple(_ignored(result) if result.check in unwanted else result for result in kept)
    return replace(analysis, results=judged, score=score(judged))


def _ignored(result: Result) -> Result:
    return replace(result, outcome=Outcome.SKIPPED, reason="ignored by --ignore", problems=())


def _named(options: Sequence[str]) -> tuple[Check, ...]:
    """Give the checks that options name. Raises UsageError for a name that is none."""
    names = [name.strip() for option in options for name in option.split(",") if name.strip()]
    known = {*CATEGORIES, *(one.name for one in CHECKS)}
    for name in names:
        if name not in known:
            raise UsageError(_unknown(name, sorted(known), "check or category"))
    return tuple(one for one in CHECKS if one.name in names or one.category in names)


def _unknown(name: str, known: Sequence[str], kind: str) -> str:
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"no {kind} is called {name}{hint}"


def _report(analysis: Analysis, options: argparse.Namespace) -> str:
    if options.format == "text":
        return terminal.report(analysis, colour=options.output is None and _coloured())
    return _FORMATS[options.format](analysis)


def _coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _emit(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        write_file(output, text)


_FORMATS: dict[str, Callable[[Analysis], str]] = {
    "json": lambda analysis: results.dumps(results.report(analysis)),
    "sarif": lambda analysis: results.dumps(sarif.report(analysis)),
    "markdown": document,
    "github": github.report,
}
