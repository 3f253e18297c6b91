"""From workflows to wheels: GitHub's semantics, then maturin-action's and maturin's rules."""

from maturin_compliance.expand.release import Expansion
from maturin_compliance.expand.simulate import simulate
from maturin_compliance.facts import Facts
from maturin_compliance.model.project import Project

__all__ = ["expand"]


def expand(project: Project, facts: Facts, tag: str | None = None) -> Expansion:
    """Follow the workflows of a project and give the wheels of its release.

    ``tag`` is the ref that the release is simulated at; by default the first usual form that a release
    workflow's filter admits. Nothing of the project is run, and a fault of it is never raised.
    """
    return simulate(project, facts, tag)
