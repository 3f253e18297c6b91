"""Local actions (action.yml), found by where workflows point and by where they are kept."""

import posixpath
from collections.abc import Iterable

from maturin_compliance.model.project import Tree
from maturin_compliance.model.workflow import Action, Step, Workflow
from maturin_compliance.read.files import Files
from maturin_compliance.read.getters import Cursor
from maturin_compliance.read.steps import read_steps
from maturin_compliance.read.triggers import read_inputs, read_outputs

_NAMES = ("action.yml", "action.yaml")
_KEPT = ".github/actions"


def read_actions(workflows: Iterable[Workflow], tree: Tree, files: Files) -> dict[str, Action]:
    """Every action under .github/actions, or that a step uses by ``./``, by folder ("." is the root)."""
    kept = (posixpath.split(path) for path in tree.under(_KEPT))
    waiting = [folder for folder, name in kept if name in _NAMES]
    steps = (step for workflow in workflows for job in workflow.jobs.values() for step in job.steps)
    waiting.extend(_used(steps, tree))
    found: dict[str, Action] = {}
    seen: set[str] = set()
    while waiting:
        folder = waiting.pop()
        if folder in seen:
            continue
        seen.add(folder)
        action = _read(folder, tree, files)
        if action:
            found[folder] = action
            waiting.extend(_used(action.steps, tree))
    return dict(sorted(found.items()))


def _used(steps: Iterable[Step], tree: Tree) -> list[str]:
    folders = []
    for step in steps:
        if step.uses and step.uses.value.startswith("./"):
            folder = posixpath.normpath(step.uses.value)
            if _file(folder, tree):
                folders.append(folder)
    return folders


def _file(folder: str, tree: Tree) -> str | None:
    paths = (posixpath.normpath(posixpath.join(folder, name)) for name in _NAMES)
    return next((path for path in paths if path in tree), None)


def _read(folder: str, tree: Tree, files: Files) -> Action | None:
    path = _file(folder, tree)
    document = files.yaml(path, github=True) if path else None
    if path is None or document is None:
        return None
    root = Cursor(document, "action", files.faults).as_table()
    runs = root.table("runs") if root else None
    if root is None or runs is None:
        files.faults.add(document.location, "is no action: has no mapping `runs`")
        return None
    using = runs.string("using")
    return Action(
        path=path,
        document=document,
        folder=folder,
        using=using.value if using else "",
        inputs=read_inputs(root),
        outputs=read_outputs(root),
        steps=read_steps(runs),
    )
