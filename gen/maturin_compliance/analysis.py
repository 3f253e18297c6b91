"""One project looked at from end to end: read, expanded, checked, scored."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from maturin_compliance.checks import CHECKS, Result, run
from maturin_compliance.expand import expand
from maturin_compliance.expand.release import Expansion
from maturin_compliance.facts import Facts, load
from maturin_compliance.model.project import Project
from maturin_compliance.read import read_project
from maturin_compliance.score import Score, score

if TYPE_CHECKING:
    from maturin_compliance.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What every page and report is made from; ``history`` is None where it was not asked for."""

    project: Project
    facts: Facts
    expansion: Expansion
    results: tuple[Result, ...]
    score: Score
    history: "History | None" = None


def analyse(
    root: Path, *, package: str | None = None, tag: str | None = None, as_of: date | None = None
) -> Analysis:
    """Read the repository at ``root`` and judge one package of it by the facts as they stood on ``as_of``.

    Raises UsageError where there is nothing to read or the package is not there.
    """
    return judge(read_project(root, package=package), load(as_of), tag=tag)


def judge(project: Project, facts: Facts, *, tag: str | None = None) -> Analysis:
    """Judge a project that has been read."""
    expansion = expand(project, facts, tag=tag)
    results = run(CHECKS, project, expansion, facts)
    return Analysis(project=project, facts=facts, expansion=expansion, results=results, score=score(results))
