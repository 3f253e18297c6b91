"""The arguments of the command, read and typed; what is wrong with them is told in one line."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from maturin_compliance import __version__
from maturin_compliance.errors import UsageError

Run = Callable[[argparse.Namespace], int]
"""A command: its options in, an exit status out. Its docstring is its help."""


class Parser(argparse.ArgumentParser):
    """Tells a wrong usage in one line instead of printing the whole usage."""

    def error(self, message: str) -> NoReturn:
        """Raise UsageError."""
        raise UsageError(f"{message}; see {self.prog} --help")


def parser(*, check: Run, wheels: Run, render: Run, explain: Run, formats: Sequence[str]) -> Parser:
    """Give the parser of all commands; the one that is asked for stands in ``run`` of what it reads."""
    found = Parser(
        prog="maturin-compliance",
        description="What a Rust/Python (maturin) project ships, and what is wrong, from its own files.",
    )
    found.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = found.add_subparsers(required=True, metavar="COMMAND")
    _check(_on_project(commands, "check", check), formats)
    _wheels(_on_project(commands, "wheels", wheels))
    written = _on_project(commands, "render", render)
    written.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder to write the pages to")
    _snapshot(written)
    explained = commands.add_parser("explain", help=explain.__doc__, description=explain.__doc__)
    explained.add_argument("check", metavar="CHECK")
    explained.set_defaults(run=explain)
    return found


def _on_project(commands: "argparse._SubParsersAction[Parser]", name: str, run: Run) -> argparse.ArgumentParser:
    found = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
    found.add_argument("root", nargs="?", default=".", metavar="ROOT", help="the repository's root")
    found.add_argument("--package", metavar="NAME", help="which package, where there are several")
    found.add_argument("--tag", help="the tag that a release is simulated at")
    found.add_argument("--as-of", type=_date, metavar="DATE", help="use the facts of that day")
    found.set_defaults(run=run)
    return found


def _check(found: argparse.ArgumentParser, formats: Sequence[str]) -> None:
    found.add_argument("--format", choices=("text", *formats), default="text")
    _output(found)
    for option, told in (("--select", "run only these"), ("--ignore", "leave these out of the score")):
        found.add_argument(
            option,
            action="append",
            default=[],
            metavar="NAMES",
            help=f"{told}: checks or categories, by comma",
        )
    found.add_argument("--fail-under", type=_score, metavar="SCORE", help="status 1 below this, 0 to 10")
    found.add_argument("--since", metavar="TAG", help="tell what differs from a git tag (text, markdown, json)")


def _wheels(found: argparse.ArgumentParser) -> None:
    found.add_argument("--format", choices=("text", "json"), default="text")
    _output(found)
    source = found.add_mutually_exclusive_group()
    source.add_argument("--published", action="store_true", help="compare with the package index")
    _snapshot(source)
    found.add_argument("--save", type=Path, metavar="FILE", help="keep what the index answered as a snapshot")
    found.add_argument("--all", action="store_true", help="keep every version in the snapshot")


def _output(found: argparse.ArgumentParser) -> None:
    found.add_argument("--output", type=Path, metavar="FILE", help="write there instead of printing")


def _snapshot(found: "argparse._ActionsContainer") -> None:
    found.add_argument("--published-from", type=Path, metavar="FILE", help="compare with a snapshot of the index")


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
