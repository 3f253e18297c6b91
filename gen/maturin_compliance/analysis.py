"""One project looked at from end to end, with what an index and its own past tell of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from maturin_compliance import plain
from maturin_compliance.errors import UsageError
from maturin_compliance.facts import first, load
from maturin_compliance.history import History, analyse_history, user_cache
from maturin_compliance.judgement import Judgement, judge
from maturin_compliance.model.project import Project
from maturin_compliance.published import Published, load_all
from maturin_compliance.read import read_project


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis(Judgement):
    """What every page and report is made from.

    ``published`` is what the package index holds of this version, ``history`` what the project shipped before;
    each is None where it was not asked for.
    """

    published: Published | None = None
    history: History | None = None


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
    package is not there, the snapshot is none of it, or the facts begin later.
    """
    if as_of is not None and as_of < first():
        raise UsageError(f"--as-of {as_of}: the facts begin on {first()}")
    judged = judge(read_project(root, package=package), load(as_of), tag=tag)
    return Analysis(
        project=judged.project,
        facts=judged.facts,
        expansion=judged.expansion,
        results=judged.results,
        score=judged.score,
        published=None if published is None else held(judged.project, published),
    )


def with_history(root: Path, analysis: Analysis, *, published: Sequence[Published] = ()) -> Analysis:
    """Give the analysis with its history, read with the cache of this user. Nothing is raised."""
    found = analyse_history(root, analysis, cache=user_cache(), published=published)
    return replace(analysis, history=found)


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
