"""Workflows that GitHub does not run: what it cannot read, and jobs and steps that it refuses."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from posixpath import basename

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.testing.wheels import runner_for
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.model.node import Node, Unread
from maturin_compliance.model.workflow import Job, Workflow

ACTIONS = ("action.yml", "action.yaml")
DOES = frozenset({"uses", "run", "wait", "wait-all", "cancel", "parallel"})
"""Keys that say what a step does."""
TAGGED = re.compile(r"(?P<key>(?:- )?if):\s*(?P<condition>!.*)")


def unread(subject: Subject) -> Iterator[Problem]:
    """What GitHub cannot read of workflows and local actions, or does not look for."""
    for fault in subject.project.unread:
        path = fault.location.path
        if path in subject.project.refused or basename(path) in ACTIONS:
            said = code(fault.message.replace("`", "'"))
            yield Problem(f"GitHub does not run {code(path)}: {said}", fault.location, _mended(subject, fault))


def _mended(subject: Subject, fault: Unread) -> str:
    if fault.meant:
        return f"Write {code(fault.meant)}."
    name = basename(fault.location.path)
    if name.startswith("dependabot.") and "no workflow" in fault.message:
        return f"Move it to {code(f'.github/{name}')}."
    if "does not look for" in fault.message:
        return f"Move it to {code(f'.github/workflows/{name}')}, or delete it."
    if "regular expression" in fault.message:
        return "Write a pattern, such as `v[0-9]*`: `*` stands for any text without `/`, `[0-9]` for a digit."
    if " twice" in fault.message:
        return "Keep one of the two, with what both say."
    if "GitHub knows no" in fault.message:
        return "Delete it, or write a name that GitHub knows here."
    return _line_mended(_line(subject, fault))


def _line_mended(line: str) -> str:
    tagged = TAGGED.fullmatch(line.strip())
    if tagged:
        wanted = f"{tagged['key']}: ${{{{ {tagged['condition']} }}}}"
        return (
            f"A word that begins with `!` is a tag to YAML. Write it as an expression:\n\n{fence(wanted, 'yaml')}"
        )
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "Indent with spaces: YAML takes no tab there."
    return "Correct it at this line: until then no event starts the workflow."


def _line(subject: Subject, fault: Unread) -> str:
    lines = subject.project.texts.get(fault.location.path, "").splitlines()
    number = fault.location.line or 0
    return lines[number - 1] if 0 < number <= len(lines) else ""


def jobs(subject: Subject) -> Iterator[Problem]:
    """Jobs without a runner, and those that need a job which does not exist."""
    for workflow in subject.project.workflows:
        for job in workflow.jobs.values():
            if job.uses is None and job.runs_on is None:
                runner = _runner(subject, workflow)
                wanted = fence(f"{job.id}:\n  runs-on: {runner}", "yaml", workflow.path)
                yield Problem(f"job {code(job.id)} names no runner", job.location, f"Name one:\n\n{wanted}")
            yield from _unknown_needs(workflow, job)


def _runner(subject: Subject, workflow: Workflow) -> str:
    """A runner that another job of the workflow names, else the newest."""
    texts = (str(job.runs_on.value) for job in workflow.jobs.values() if job.runs_on and job.runs_on.is_scalar)
    newest = runner_for(subject, "linux", "x64")
    return next((text for text in texts if "${{" not in text), newest.label if newest else "ubuntu-latest")


def _unknown_needs(workflow: Workflow, job: Job) -> Iterator[Problem]:
    known = {name.lower() for name in workflow.jobs}
    for need in job.needs:
        if need.value.lower() not in known:
            message = f"job {code(job.id)} needs {code(need.value)}, which is no job of the workflow"
            yield Problem(message, need.location, _other_job(need.value, job, tuple(workflow.jobs)))


def _other_job(name: str, job: Job, known: Sequence[str]) -> str:
    others = [other for other in known if other != job.id and other not in {need.value for need in job.needs}]
    near = get_close_matches(name, others, n=1)
    if near:
        return f"Write {code(near[0])}."
    return f"Delete it, or write one of the workflow's jobs: {codes(others)}." if others else "Delete it."


def steps(subject: Subject) -> Iterator[Problem]:
    """Steps that do two things or none, and scripts of an action without a shell."""
    for workflow in subject.project.workflows:
        jobs = workflow.document.mapping.get("jobs")
        for job in jobs.mapping.values() if jobs else ():
            yield from _steps(job)
    for action in subject.project.actions.values():
        runs = action.document.mapping.get("runs")
        if runs is not None and action.using == "composite":
            yield from _steps(runs)
            yield from _without_shell(runs)


def _steps(owner: Node) -> Iterator[Problem]:
    for step in _items(owner):
        if {"uses", "run"} <= step.mapping.keys():
            first, last = sorted((step.mapping["uses"], step.mapping["run"]), key=lambda n: n.location.line or 0)
            fix = "Make two steps of it: one with `uses` and its `with`, one with `run`."
            yield Problem.at([last.location, first.location], "a step has both `uses` and `run`", fix)
        elif step.mapping and not DOES & step.mapping.keys():
            fix = "Give it a `run` or a `uses`, or delete it."
            yield Problem("a step has neither `uses` nor `run`", step.location, fix)


def _without_shell(runs: Node) -> Iterator[Problem]:
    places = [
        step.mapping["run"].location
        for step in _items(runs)
        if "run" in step.mapping and "shell" not in step.mapping
    ]
    if places:
        fix = f"Name it beside `run`:\n\n{fence('shell: bash', 'yaml')}"
        yield Problem.at(places, "a script of a composite action names no shell", fix)


def _items(owner: Node) -> tuple[Node, ...]:
    found = owner.mapping.get("steps")
    return found.items if found is not None else ()
