"""Fixes that name actions as the project does: by their commit, where it pins them."""

import re
from collections.abc import Iterator

from maturin_compliance.facts import Action, Facts
from maturin_compliance.location import Located
from maturin_compliance.model.project import Project

USES = re.compile(r"^(?P<before>[-+ ]*uses: )(?P<action>[\w.-]+/[\w./-]+)@(?P<ref>[^\s<]+)$", re.MULTILINE)
PINNED = re.compile(r"(?P<action>[\w.-]+/[\w./-]+)@(?P<commit>[0-9a-f]{40})")
COMMIT = re.compile(r"[0-9a-f]{40}")
MAJOR = re.compile(r"(?:[\w./:-]+@|tag=)?(?:release/)?v?(?P<major>\d+)")
LOOK_UP = "`<commit>` stands for the commit of that tag (`git ls-remote`)."


def as_pinned(project: Project, fix: str) -> str:
    """A fix whose lines pin the actions they use, where most of the project's own are pinned."""
    if USES.search(fix) is None or not pins(project):
        return fix
    pinned = USES.sub(lambda found: found["before"] + use(project, found["action"], found["ref"]), fix)
    return f"{pinned}\n\n{LOOK_UP}" if "@<commit>" in pinned and LOOK_UP not in pinned else pinned


def pins(project: Project) -> bool:
    """Whether most uses of actions of other repositories name a commit."""
    found = [PINNED.match(uses.value) is not None for uses in _uses(project)]
    return sum(found) * 2 > len(found)


def spelled(project: Project, facts: Facts, action: str) -> str:
    """An action as a fix is to use it: as the project pins it, else at its newest major version.

    A pin whose version runs on a Node that ends is left.
    """
    known = facts.action(action)
    for uses in _uses(project):
        pinned = PINNED.match(uses.value)
        if pinned is not None and pinned["action"].lower() == action and not _ends(facts, known, uses.comment):
            return f"{uses.value} # {uses.comment}" if uses.comment else uses.value
    return f"{action}@v{known.newest_major}" if known and known.newest_major else action


def _ends(facts: Facts, action: Action | None, comment: str) -> bool:
    version = action.at(comment.partition(" ")[0]) if action and comment else None
    return version is not None and facts.runtime(version.runtime) is not None


def use(project: Project, action: str, ref: str) -> str:
    """An action at the commit that the project has for the ref's major version, else at one to look up.

    A ref that is a commit stays as it is.
    """
    if COMMIT.fullmatch(ref):
        return f"{action}@{ref}"
    wanted = MAJOR.match(ref)
    for uses in _uses(project):
        pinned, version = PINNED.match(uses.value), MAJOR.match(uses.comment)
        if pinned is None or version is None or wanted is None:
            continue
        if pinned["action"].lower() == action.lower() and version["major"] == wanted["major"]:
            return f"{uses.value} # {uses.comment}"
    return f"{action}@<commit> # {ref}"


def _uses(project: Project) -> Iterator[Located[str]]:
    jobs = [job for workflow in project.workflows for job in workflow.jobs.values()]
    steps = [*(step for job in jobs for step in job.steps)]
    steps += [step for action in project.actions.values() for step in action.steps]
    for uses in (*(job.uses for job in jobs), *(step.uses for step in steps)):
        if uses is not None and not uses.value.startswith(("./", "docker://")):
            yield uses
