"""Variables that the ``env`` context may hold."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from maturin_compliance.checks.evidence.workflows.pipeline import walk_keys
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Workflow


@dataclass(frozen=True)
class Variables:
    """The variables that the workflows of a project set."""

    project: Project

    def instead(self, workflow: Workflow, name: str) -> frozenset[str] | None:
        """The variables of a workflow, where it sets none of a name; None where it does, or something else may.

        An action may set any variable. What another workflow of the project sets, or what is misspelt, is none
        of an action's.
        """
        names = self._by_workflow[workflow.path]
        if name.lower() in {known.lower() for known in names} or self._written(workflow, name):
            return None
        return names if self.set_elsewhere(name) or get_close_matches(name, names) else None

    def set_elsewhere(self, name: str) -> bool:
        """Whether any workflow sets a variable."""
        return any(name in names for names in self._by_workflow.values())

    @cached_property
    def _by_workflow(self) -> Mapping[str, frozenset[str]]:
        return {workflow.path: frozenset(_set_by(workflow)) for workflow in self.project.workflows}

    def _written(self, workflow: Workflow, name: str) -> bool:
        """Whether a text names the variable otherwise than by asking for it, as a script that sets it does."""
        named = re.compile(rf"(?<!env\.)(?<!\w){re.escape(name)}(?!\w)")
        paths = (workflow.path, *(action.path for action in self.project.actions.values()))
        texts = (*(self.project.texts.get(path, "") for path in paths), *self.project.scripts.values())
        return _opaque(workflow) or any(named.search(text) for text in texts)


def _set_by(workflow: Workflow) -> Iterator[str]:
    for keys, _ in walk_keys(workflow.document):
        if "env" in keys[:-1]:
            yield keys[keys.index("env") + 1]


def _opaque(workflow: Workflow) -> bool:
    """Whether an expression stands for all variables of some place."""
    jobs = tuple(workflow.jobs.values())
    whole = (workflow.env_from, *(job.env_from for job in jobs), *(s.env_from for job in jobs for s in job.steps))
    return any(one is not None for one in whole)
