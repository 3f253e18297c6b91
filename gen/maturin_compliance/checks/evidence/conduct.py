"""Triggers, tools, runners, artifacts and values: how workflows are put together."""

import re
from collections.abc import Iterator, Sequence

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.labels import Label, labels
from maturin_compliance.checks.evidence.pipeline import (
    active,
    active_steps,
    in_job,
    name_of,
    walk_keys,
)
from maturin_compliance.checks.evidence.runners import may_test
from maturin_compliance.checks.evidence.shipping import step_of
from maturin_compliance.checks.evidence.wheels import runner_for
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.release import Build, JobRun, StepRun, Test, WorkflowRun
from maturin_compliance.facts import Runner
from maturin_compliance.location import Location
from maturin_compliance.model.workflow import Workflow

PULLS = ("pull_request", "pull_request_target", "merge_group")
IDLE = frozenset(
    {
        "pyo3/maturin-action",
        "actions/upload-artifact",
        "actions/download-artifact",
        "actions/checkout",
        "actions/cache",
        "docker/setup-qemu-action",
        "actions/attest",
        "actions/attest-build-provenance",
        "dtolnay/rust-toolchain",
        "softprops/action-gh-release",
    }
)
"""Actions that do not run on the Python of the job; maturin-action counts here only in a container."""

CHANGED = re.compile(r"[-+]?\d+\.\d*0")
VALUES = frozenset({"matrix", "with", "env", "default"})
RENOVATE = ("renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".github/renovate.json")


def testing_workflows(subject: Subject) -> tuple[Workflow, ...]:
    """The workflows that run tests, as they start: a called one counts for its caller."""
    found = {run.workflow.path: run.workflow for run in _runs(subject) if _tests(run)}
    return tuple(found.values())


def _runs(subject: Subject) -> tuple[WorkflowRun, ...]:
    return (*subject.expansion.release.runs, *subject.expansion.runs)


def _tests(run: WorkflowRun) -> bool:
    if any(isinstance(a, Test) and a.tool != "python -c" for a in run.activities):
        return True
    return any(may_test(c.words) for job in run.jobs for step in job.steps for c in step.commands)


def on_push(workflow: Workflow) -> bool:
    """Whether a workflow starts on a push to a branch (tags alone are none)."""
    push = workflow.trigger("push")
    if push is None:
        return False
    return push.tags is None or push.branches is not None or push.branches_ignore is not None


def other_builds(subject: Subject, released: tuple[Build, ...]) -> Iterator[Problem]:
    """Builds of other workflows that use another tool or version than the release."""
    wanted = {_tool(subject, build) for build in released}
    places = {build.origin.workflow for build in released}
    for run in subject.expansion.runs:
        for activity in run.activities:
            if not isinstance(activity, Build) or activity.command == "sdist":
                continue
            if activity.origin.workflow not in places:
                yield from _unlike(subject, activity, released[0], wanted)


def _tool(subject: Subject, build: Build) -> tuple[str, str]:
    step = step_of(subject, build.origin)
    version = build.maturin if build.pinned else "newest"
    uses = (step.uses or "") if step else ""
    return build.tool, f"{uses.rpartition('@')[2] or 'no action'}, maturin {version}"


def _unlike(subject: Subject, build: Build, released: Build, wanted: set[tuple[str, str]]) -> Iterator[Problem]:
    tool, version = _tool(subject, build)
    if (tool, version) in wanted:
        return
    same_tool = [v for t, v in sorted(wanted) if t == tool]
    mine = f"{tool} ({version})" if same_tool else tool
    theirs = same_tool[0] if same_tool else min(wanted)[0]
    yield Problem(
        f"{in_job(build.origin)} of {code(build.origin.workflow)} builds wheels with {code(mine)}, "
        "the release with "
        f"{code(f'{tool} ({theirs})' if same_tool else theirs)}",
        build.origin.location,
        f"Build as the release does ({code(released.origin.location)}), or call its workflow from this one.",
        warned=bool(same_tool),
        also=(released.origin.location,),
    )


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
    if keys == ("runs-on",):
        return f"Take a newer one:\n\n{fence(f'runs-on: {newer.label}', 'yaml')}"
    where = codes(key if key == "runs-on" else f"matrix.{key}" for key in keys)
    lines = "there" if len(places) == 1 else "at each of these lines"
    return f"Write {code(newer.label)} instead {lines} ({where})."


def changed_numbers(workflow: Workflow) -> Iterator[tuple[str, str, Location]]:
    """Numbers that lose a zero: the text, what GitHub makes of it, the place."""
    for keys, node in walk_keys(workflow.document):
        text = node.text or ""
        if isinstance(node.value, float) and CHANGED.fullmatch(text) and VALUES.intersection(keys):
            yield text, f"{node.value:g}", node.location


def python_setups(subject: Subject) -> tuple[tuple[JobRun, StepRun, bool], ...]:
    """Each step that sets up Python, once, and whether a later step of some combination may run on it."""
    used: dict[Location, tuple[JobRun, StepRun, bool]] = {}
    for job in active(_runs(subject)):
        steps = list(active_steps(job))
        for number, step in enumerate(steps):
            if name_of(step) == "actions/setup-python":
                before = used.get(step.step.location)
                uses = any(map(_runs_python, steps[number + 1 :])) or not _builds_contained(steps)
                used[step.step.location] = (job, step, uses or (before is not None and before[2]))
    return tuple(used.values())


def _runs_python(step: StepRun) -> bool:
    if step.step.run is not None:
        return True
    name = name_of(step)
    if name == "pyo3/maturin-action":
        return not any(isinstance(a, Build) and a.image for a in step.activities)
    return name not in IDLE


def _builds_contained(steps: Sequence[StepRun]) -> bool:
    return any(isinstance(a, Build) and a.image for step in steps for a in step.activities)


def unwatched(subject: Subject) -> tuple[str, ...]:
    """The ecosystems that neither Dependabot nor Renovate looks after."""
    if any(name in subject.project.tree or name in subject.project.configs for name in RENOVATE):
        return ()
    wanted = ["cargo"] if subject.project.package.manifest else []
    wanted += ["github-actions"] if subject.project.workflows else []
    watched = set()
    for name in (".github/dependabot.yml", ".github/dependabot.yaml"):
        config = subject.project.configs.get(name)
        for keys, node in walk_keys(config) if config else ():
            if keys[-1:] == ("package-ecosystem",):
                watched.add(str(node.value))
    return tuple(name for name in sorted(wanted) if name not in watched)


def update_file(subject: Subject) -> Location:
    """The file that says what is updated, or where it would lie."""
    for name in (".github/dependabot.yml", ".github/dependabot.yaml"):
        if name in subject.project.tree:
            return Location(name, 1)
    first = subject.project.workflows[:1]
    return first[0].location if first else Location("pyproject.toml")


def environment(subject: Subject, name: str) -> Iterator[tuple[str, Location]]:
    """The values that workflows give an environment variable, as written."""
    for workflow in subject.project.workflows:
        for keys, node in walk_keys(workflow.document):
            if keys[-2:] == ("env", name):
                yield node.text if node.text is not None else str(node.value), node.location
