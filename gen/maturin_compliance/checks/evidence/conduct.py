"""Triggers, tools, runners, artifacts and values: how workflows are put together."""

import re
from collections.abc import Iterator, Mapping, Sequence

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.pipeline import (
    active,
    active_steps,
    given,
    in_job,
    job_location,
    name_of,
    walk_keys,
)
from maturin_compliance.checks.evidence.shipping import step_of
from maturin_compliance.checks.evidence.wheels import runner_for
from maturin_compliance.checks.text import code, codes, fence, plural
from maturin_compliance.expand.release import Build, JobRun, StepRun, Test, Upload, WorkflowRun
from maturin_compliance.expression import Value
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
    return any(isinstance(a, Test) and a.tool != "python -c" for a in run.activities)


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
    """Jobs on hosted runners of some systems that are retired, or announced to be."""
    for job in active(_runs(subject)):
        found = subject.facts.runner(job.runner) if job.runner else None
        if job.runner and found and found.os in systems and found.status in {"deprecated", "retired"}:
            yield _ending(subject, job, job.runner, found)


def _ending(subject: Subject, job: JobRun, label: str, found: Runner) -> Problem:
    newer = runner_for(subject, found.os, found.architecture)
    gone = found.status == "retired"
    when = f"was retired on {found.retired}" if gone else "is announced to end"
    if not gone and found.retired:
        when += f" on {found.retired}"
    lines = f"runs-on: {newer.label}" if newer else "runs-on: …"
    return Problem(
        f"the runner {code(label)} {when}",
        job_location(job.job, label),
        f"Take a newer one:\n\n{fence(lines, 'yaml')}",
        warned=not gone,
    )


def uploads(subject: Subject) -> tuple[tuple[WorkflowRun, JobRun, StepRun, Upload], ...]:
    """Every upload of an artifact."""
    return tuple(
        (run, job, step, activity)
        for run in _distinct(subject)
        for job in active([run])
        for step in active_steps(job)
        for activity in step.activities
        if isinstance(activity, Upload)
    )


def _distinct(subject: Subject) -> tuple[WorkflowRun, ...]:
    found: dict[tuple[str, str], WorkflowRun] = {}
    for run in _runs(subject):
        found.setdefault((run.workflow.path, run.event), run)
    return tuple(found.values())


def clashes(found: Sequence[tuple[WorkflowRun, JobRun, StepRun, Upload]]) -> Iterator[Problem]:
    """Names under which one run uploads more than once."""
    by_name: dict[tuple[str, str, str], list[tuple[JobRun, StepRun, Upload]]] = {}
    for run, job, step, upload in found:
        sure = job.state.value == step.state.value == "runs"
        if upload.name is not None and sure and given(step, "overwrite") != "true" and not _merges(step):
            by_name.setdefault((run.workflow.path, run.event, upload.name), []).append((job, step, upload))
    for (_, _, name), group in by_name.items():
        if len(group) > 1:
            jobs = tuple(dict.fromkeys(job.name for job, _, _ in group))
            yield Problem(
                f"{plural(len(group), 'upload')} of {'job' if len(jobs) == 1 else 'jobs'} {codes(jobs)} share the "
                f"artifact name {code(name)}: the second one fails",
                group[0][2].origin.location,
                _distinct_name(name, tuple(job for job, _, _ in group)),
                also=tuple(dict.fromkeys(u.origin.location for _, _, u in group[1:]))[1:],
            )


def _merges(step: StepRun) -> bool:
    return re.fullmatch(r"v[123](\.\d+)*", (step.uses or "").rpartition("@")[2]) is not None


def _distinct_name(name: str, jobs: Sequence[JobRun]) -> str:
    mine = [dict(_scalars(job.combination or {})) for job in jobs if job.name == jobs[0].name]
    axes = [axis for axis in mine[0] if len({str(combination.get(axis)) for combination in mine}) > 1]
    differs = "-".join(f"${{{{ matrix.{axis} }}}}" for axis in axes)
    if not differs:
        differs = "${{ strategy.job-index }}" if len(mine) > 1 else jobs[0].job.id
    stem = name.rstrip("-")
    return f"Put what differs into the name:\n\n{fence(f'name: {stem}-{differs}', 'yaml')}"


def _scalars(values: Mapping[str, Value], above: str = "") -> Iterator[tuple[str, Value]]:
    """The plain values of a combination, by their paths below ``matrix``."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _scalars(value, f"{above}{name}.")
        elif isinstance(value, (str, float, int)):
            yield f"{above}{name}", value


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
