"""A project that has been read: expanded, checked and scored."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from maturin_compliance import borrowed
from maturin_compliance.checks import CATEGORIES, CHECKS, Result, run
from maturin_compliance.checks.text import code
from maturin_compliance.expand import expand
from maturin_compliance.expand.release import Expansion
from maturin_compliance.facts import Facts
from maturin_compliance.model.project import Project
from maturin_compliance.score import Score, score
from maturin_compliance.settings import settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the files of one moment come to, by the facts of one day."""

    project: Project
    facts: Facts
    expansion: Expansion
    results: tuple[Result, ...]
    score: Score


def judge(project: Project, facts: Facts, *, tag: str | None = None) -> Judgement:
    """Judge a project; ``tag`` is the ref that its release is simulated at."""
    if project.other_backend is not None:
        expansion = expand(project, facts, tag=tag)
        found = out_of_scope(project.other_backend.value)
    else:
        expansion, found = _looked_at(project, facts, tag)
    pyproject = project.package.pyproject
    ordered = sorted(found, key=lambda one: CATEGORIES.index(one.check.category))
    results = settled(ordered, pyproject.settings if pyproject else None)
    return Judgement(project=project, facts=facts, expansion=expansion, results=results, score=score(results))


def out_of_scope(backend: str) -> tuple[Result, ...]:
    """Skip every check: what they want holds for projects that maturin builds."""
    reason = f"the project is built by {code(backend)}, not by maturin"
    return tuple(check.skipped(reason) for check in (*CHECKS, borrowed.ZIZMOR))


def _looked_at(project: Project, facts: Facts, tag: str | None) -> tuple[Expansion, tuple[Result, ...]]:
    with ThreadPoolExecutor(max_workers=1) as pool:  # what others find takes a process of its own
        others = pool.submit(borrowed.findings, project, facts.as_of)
        expansion = expand(project, facts, tag=tag)
        return expansion, (*run(CHECKS, project, expansion, facts), *others.result())
