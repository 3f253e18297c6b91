"""A project made of a few files, looked at by one check."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from maturin_compliance.checks import Check, Result, Subject
from maturin_compliance.checks.page import files
from maturin_compliance.expand import expand
from maturin_compliance.facts import load
from maturin_compliance.read import read_project

AS_OF = date(2026, 11, 22)
"""The day whose facts the examples are judged by."""

Overlay = Mapping[str, str | None]
"""Files by path to lay over the healthy project; None takes a file away."""


@cache
def healthy() -> Mapping[str, str]:
    """The files of the healthy project."""
    text = Path(__file__).with_name("healthy.md").read_text(encoding="utf-8")
    return {path: content for path, content in files(text) if content is not None}


def healthy_with(path: str, old: str, new: str) -> dict[str, str | None]:
    """One file of the healthy project with a part replaced, as an overlay. The part must be there once."""
    text = healthy()[path]
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    return {path: text.replace(old, new)}


def subject(root: Path, overlay: Overlay, as_of: date = AS_OF) -> Subject:
    """Write the healthy project with an overlay into an empty folder, a git repository of its own, and read it."""
    (root / ".git").mkdir(parents=True, exist_ok=True)
    for path, content in {**healthy(), **overlay}.items():
        if content is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, encoding="utf-8")
    facts = load(as_of)
    project = read_project(root)
    return Subject(project, expand(project, facts), facts)


def result(root: Path, check: Check, overlay: Overlay, as_of: date = AS_OF) -> Result:
    """What a check says of the healthy project with an overlay."""
    return check.run(subject(root, overlay, as_of))


def found(root: Path, check: Check, overlay: Overlay, as_of: date = AS_OF) -> list[str]:
    """The problems that a check finds, as "path:line message"; "(warned)" follows those that only warn."""
    problems = result(root, check, overlay, as_of).problems
    return [f"{p.location} {p.message}{' (warned)' if p.warned else ''}" for p in problems]
