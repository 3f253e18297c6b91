"""Variables that the ``env`` context may hold."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from maturin_compliance.checks.evidence.pipeline import walk_keys
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Workflow


def known_instead(project: Project, workflow: Workflow, name: str) -> frozenset[str] | None:
    """The variables of a workflow, where it sets none of a name; None where it does, or something else may.

    An action may set any variable. What another workflow of the project sets, or what is misspelt, is none of
    an action's.
    """
    names = frozenset(_set_by(workflow))
    if name.lower() in {known.lower() for known in names} or _written(project, workflow, name):
        return None
    return names if set_elsewhere(project, name) or get_close_matches(name, names) else None


def set_elsewhere(project: Project, name: str) -> bool:
    """Whether any workflow sets a variable."""
    return any(name in _set_by(workflow) for workflow in project.workflows)


def _set_by(workflow: Workflow) -> Iterator[str]:
    for keys, _ in walk_keys(workflow.document):
        if "env" in keys[:-1]:
            yield keys[keys.index("env") + 1]


def _written(project: Project, workflow: Workflow, name: str) -> bool:
    """Whether a text names the variable otherwise than by asking for it, as a script that sets it does."""
    texts = (project.texts.get(workflow.path, ""), *project.scripts.values())
    others = (project.texts.get(action.path, "") for action in project.actions.values())
    named = re.compile(rf"(?<!env\.)(?<!\w){re.escape(name)}(?!\w)")
    return _opaque(workflow) or any(named.search(text) for text in (*texts, *others))


def _opaque(workflow: Workflow) -> bool:
    """Whether an expression stands for all variables of some place."""
    jobs = tuple(workflow.jobs.values())
    whole = (workflow.env_from, *(job.env_from for job in jobs), *(s.env_from for job in jobs for s in job.steps))
    return any(one is not None for one in whole)
