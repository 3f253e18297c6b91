"""One project looked at from end to end: read, expanded, checked, scored."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from maturin_compliance import borrowed, plain
from maturin_compliance.checks import CATEGORIES, CHECKS, Result, Subject, run
from maturin_compliance.errors import UsageError
from maturin_compliance.expand import expand
from maturin_compliance.expand.release import Expansion
from maturin_compliance.facts import Facts, load
from maturin_compliance.model.project import Project
from maturin_compliance.published import Published, load_all
from maturin_compliance.read import read_project
from maturin_compliance.score import Score, score
from maturin_compliance.settings import settled

if TYPE_CHECKING:
    from maturin_compliance.history import History


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What every page and report is made from.

    ``published`` is what the package index holds of this version, ``history`` what the project shipped before;
    each is None where it was not asked for.
    """

    project: Project
    facts: Facts
    expansion: Expansion
    results: tuple[Result, ...]
    score: Score
    published: Published | None = None
    history: "History | None" = None


def analyse(
    root: Path,
    *,
    package: str | None = None,
    tag: str | None = None,
    as_of: date | None = None,
    published: Path | None = None,
) -> Analysis:
    """Read the repository at ``root`` and judge one package of it by the facts as they stood on ``as_of``.

    ``published`` is a snapshot of the package index. Raises UsageError where there is nothing to read, the
    package is not there, or the snapshot is none of it.
    """
    analysis = judge(read_project(root, package=package), load(as_of), tag=tag)
    return analysis if published is None else replace(analysis, published=held(analysis.project, published))


def judge(project: Project, facts: Facts, *, tag: str | None = None) -> Analysis:
    """Judge a project that has been read."""
    expansion = expand(project, facts, tag=tag)
    own = run(CHECKS, project, expansion, facts)
    found = (*own, *borrowed.findings(Subject(project, expansion, facts)))
    pyproject = project.package.pyproject
    ordered = sorted(found, key=lambda one: CATEGORIES.index(one.check.category))
    results = settled(ordered, pyproject.settings if pyproject else None)
    return Analysis(project=project, facts=facts, expansion=expansion, results=results, score=score(results))


def named(project: Project) -> tuple[str, str]:
    """Give the name and version that a project is asked for on an index. Raises UsageError without a version."""
    if project.version is None:
        raise UsageError(f"{plain.line(project.name)}: no file says its version, so that no index can be asked")
    return project.name, project.version.value


def held(project: Project, snapshot: Path) -> Published:
    """Give what a snapshot holds of a project's version; of several versions this one may not be there yet.

    Raises UsageError where it is no snapshot of the project, or of one other version only.
    """
    name, version = named(project)
    releases = load_all(snapshot, name=name)
    found = next((one for one in releases if one.is_of(name, version)), None)
    if found is not None:
        return found
    if len(releases) > 1:
        return Published(name=releases[0].name, version=version, as_of=max(r.as_of for r in releases), files=())
    other = f"{releases[0].name} {releases[0].version}" if releases else "nothing"
    raise UsageError(
        f"{snapshot}: it holds {plain.line(other)}, the project is {plain.line(f'{name} {version}')}; "
        "write a new one with `wheels --published --save`"
    )
