"""Runners that end, numbers that YAML changes, variables that are set."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.testing.wheels import runner_for
from maturin_compliance.checks.evidence.workflows.labels import Label, compared, labels
from maturin_compliance.checks.evidence.workflows.pipeline import (
    walk_keys,
)
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.facts import Runner
from maturin_compliance.location import Location
from maturin_compliance.model.workflow import Workflow

CHANGED = re.compile(r"[-+]?\d+\.\d*0")
SYSTEMS = {"ubuntu": "linux", "macos": "macos", "windows": "windows"}
HOSTED = re.compile(
    r"(?P<system>ubuntu|macos|windows)-(?:latest|\d+(?:\.\d+)?)(?:-(?:arm|arm64|aarch64|x64|x86_64|amd64|x86|intel))?"
)
"""Labels in the manner of GitHub's; what else an organisation may call a runner is not looked at."""
VALUES = frozenset({"matrix", "with", "env", "default"})


def unknown_runners(subject: Subject, systems: Sequence[str]) -> Iterator[Problem]:
    """Labels that look like those of hosted runners of some systems, but are none."""
    unknown: dict[str, list[Label]] = {}
    for label in labels(subject):
        found = HOSTED.fullmatch(label.text.lower())
        if found and SYSTEMS[found["system"]] in systems and subject.facts.runner(label.text) is None:
            unknown.setdefault(label.text.lower(), []).append(label)
    for places in unknown.values():
        text = places[0].text
        message = (
            f"GitHub has no runner {code(text)}: unless one of your own bears the label, the job never starts"
        )
        yield Problem.at((label.location for label in places), message, _near_label(subject, text), warned=True)


def _near_label(subject: Subject, text: str) -> str:
    offered = [runner.label for runner in subject.facts.runners if runner.status in {"preview", "available"}]
    near = get_close_matches(text.lower(), offered, n=1)
    return f"Write {code(near[0])}." if near else "Write a label that GitHub has."


def ending_runners(subject: Subject, systems: Sequence[str]) -> Iterator[Problem]:
    """Hosted runners of some systems that are retired, or announced to be, with every line that names one."""
    ending: dict[str, list[Label]] = {}
    for label in labels(subject):
        found = subject.facts.runner(label.text)
        if found and found.os in systems and found.status in {"deprecated", "retired"}:
            ending.setdefault(label.text.lower(), []).append(label)
    for places in ending.values():
        found = subject.facts.runner(places[0].text)
        if found:
            yield _ending(subject, places, found)


def _ending(subject: Subject, places: Sequence[Label], found: Runner) -> Problem:
    gone = found.status == "retired"
    when = f"was retired on {found.retired}" if gone else "is announced to end"
    if not gone and found.retired:
        when += f" on {found.retired}"
    return Problem.at(
        (label.location for label in places),
        f"the runner {code(places[0].text)} {when}",
        _newer_label(subject, places, found),
        warned=not gone,
    )


def _newer_label(subject: Subject, places: Sequence[Label], found: Runner) -> str:
    newer = runner_for(subject, found.os, found.architecture)
    if newer is None:
        return "No hosted runner of this kind is left: build and test on another, or leave the rows out."
    keys = tuple(dict.fromkeys(label.key for label in places))
    others = compared(subject, places)
    also = f" Change {codes(others)} with it, where the label is compared." if others else ""
    if keys == ("runs-on",):
        return f"Take a newer one:\n\n{fence(f'runs-on: {newer.label}', 'yaml')}"
    where = codes(key if key == "runs-on" else f"matrix.{key}" for key in keys)
    lines = "there" if len(places) == 1 else "at each of these lines"
    return f"Write {code(newer.label)} instead {lines} ({where}).{also}"


def changed_numbers(workflow: Workflow) -> Iterator[tuple[str, str, Location]]:
    """Numbers that lose a zero: the text, what GitHub makes of it, the place."""
    for keys, node in walk_keys(workflow.document):
        text = node.text or ""
        if isinstance(node.value, float) and CHANGED.fullmatch(text) and VALUES.intersection(keys):
            yield text, f"{node.value:g}", node.location


def environment(subject: Subject, name: str) -> Iterator[tuple[str, Location]]:
    """The values that workflows give an environment variable, as written."""
    for workflow in subject.project.workflows:
        for keys, node in walk_keys(workflow.document):
            if keys[-2:] == ("env", name):
                yield node.text if node.text is not None else str(node.value), node.location
