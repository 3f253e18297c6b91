"""Events that a workflow's triggers admit, tried with names that its filters and conditions look for."""

import re
from collections.abc import Iterable, Iterator
from itertools import product

from maturin_compliance.checks.engine import Subject
from maturin_compliance.expand.github.event import admits_branch, admits_tag, names_of
from maturin_compliance.expression import Partial, Value
from maturin_compliance.model.node import Template
from maturin_compliance.model.workflow import Trigger, Workflow

WORDS = re.compile(r"'((?:[^']|'')*)'")
MOST = 8
"""Words of the conditions of one step that names are made from."""
DIFFERS = "it differs from run to run"


def starts(subject: Subject, workflow: Workflow, conditions: Iterable[Template]) -> Iterator[tuple[str, Value]]:
    """Each start of a workflow that can matter to some conditions: the event and its ``github`` context.

    Refs are tried with the words that the conditions hold, so that one which some ref meets is met by a sample.
    """
    words = [word for condition in conditions for word in WORDS.findall(str(condition.value))]
    names = dict.fromkeys(_names(subject, [re.sub(r"^refs/\w+/", "", word) for word in words[:MOST]]))
    for trigger in workflow.triggers:
        if trigger.event in {"push", "release"}:
            yield from ((trigger.event, context) for context in _of_refs(trigger, names))
        elif trigger.event == "workflow_call":
            yield trigger.event, Partial({}, DIFFERS)
        else:
            yield trigger.event, Partial({"event_name": trigger.event}, DIFFERS)


def _of_refs(trigger: Trigger, names: Iterable[str]) -> Iterator[Value]:
    patterns = [*(trigger.tags or ()), *(trigger.branches or ())]
    every = dict.fromkeys((*names, *(name for pattern in patterns for name in names_of(pattern, "1"))))
    for name in every:
        if trigger.event == "release" or admits_tag(trigger, name):
            yield _context(trigger.event, "tag", name)
        if trigger.event == "push" and admits_branch(trigger, name):
            yield _context(trigger.event, "branch", name)


def _context(event: str, kind: str, name: str) -> Value:
    ref = f"refs/{'tags' if kind == 'tag' else 'heads'}/{name}"
    return Partial({"event_name": event, "ref": ref, "ref_name": name, "ref_type": kind}, DIFFERS)


def _names(subject: Subject, words: list[str]) -> Iterator[str]:
    """Tags of this version, the usual branches, and what the words make of them."""
    release, version = subject.expansion.release, subject.project.version
    number = version.value if version else "0"
    yield from (release.tag, number, f"v{number}", f"{subject.project.name}-v{number}", "main", "master")
    for word, end in product(("", *words), repeat=2):
        yield f"{word}{number}{end}"
        yield f"{word}{end}"
