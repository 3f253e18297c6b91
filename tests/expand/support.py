"""A project of a few literal files, expanded."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from maturin_compliance.expand import expand
from maturin_compliance.expand.release import Activity, Expansion, JobRun
from maturin_compliance.facts import load
from maturin_compliance.read import read_project

Kind = TypeVar("Kind", bound=Activity)

AS_OF = date(2026, 11, 22)

PYPROJECT = """\
[build-system]
requires = ["maturin==1.9.4"]
build-backend = "maturin"

[project]
name = "demo"
version = "1.0.0"
requires-python = ">=3.10"
"""
CARGO = """\
[package]
name = "demo"
version = "1.0.0"
edition = "2021"

[lib]
crate-type = ["cdylib"]

[dependencies]
pyo3 = "0.26"
"""
FILES = {"pyproject.toml": PYPROJECT, "Cargo.toml": CARGO}


def expanded(root: Path, files: Mapping[str, str], *, tag: str | None = None, as_of: date = AS_OF) -> Expansion:
    """Lay the files down beside a sound pyproject.toml and Cargo.toml, read them, expand their workflows."""
    for path, content in {**FILES, **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
    return expand(read_project(root), load(as_of), tag)


def workflow(jobs: str, on: str = "push", head: str = "") -> dict[str, str]:
    """One workflow with the text below ``jobs:``, which stands two blanks in."""
    return {".github/workflows/release.yml": f"on: {on}\n{head}jobs:\n{jobs}"}


def steps(*lines: str, runner: str = "ubuntu-24.04", above: str = "") -> dict[str, str]:
    """A workflow of one job, "build", from the lines below its ``steps:``."""
    body = "".join(f"      {line}\n" for text in lines for line in text.splitlines())
    return workflow(f"  build:\n    runs-on: {runner}\n{above}    steps:\n{body}")


def run(script: str, *more: str) -> str:
    """A step that runs a script, with further keys."""
    lines = "".join(f"    {line}\n" for line in script.splitlines())
    return "- run: |\n" + lines + "".join(f"  {line}\n" for line in more)


def commands(expansion: Expansion) -> list[str]:
    """Every command of every script, a word with blanks in quotes."""
    return [
        " ".join(word if " " not in word else f"'{word}'" for word in command.words)
        for job in expansion.jobs
        for step in job.steps
        for command in step.commands
    ]


def tags(expansion: Expansion) -> list[str]:
    """The wheels of the release without name and version."""
    return [wheel.filename.removesuffix(".whl").split("-", 2)[2] for wheel in expansion.release.wheels]


def of_kind(activities: Iterable[Activity], kind: type[Kind]) -> list[Kind]:
    """The activities of a kind."""
    return [activity for activity in activities if isinstance(activity, kind)]


def states(jobs: Iterable[JobRun]) -> dict[str, str]:
    """Each job with its state."""
    return {job.name: job.state.value for job in jobs}


def action(args: str = "", *, ref: str = "v1.51.0", **inputs: str) -> str:
    """A step that calls maturin-action, ``_`` in the name of an input standing for ``-``."""
    given = {"args": args, **inputs} if args else inputs
    lines = "".join(f"    {name.replace('_', '-')}: '{value}'\n" for name, value in given.items())
    return f"- uses: PyO3/maturin-action@{ref}\n" + (f"  with:\n{lines}" if lines else "")
