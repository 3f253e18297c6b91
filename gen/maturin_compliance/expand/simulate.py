"""The release among the events, and every other workflow run once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from packaging.utils import canonicalize_name

from maturin_compliance.expand.github.event import (
    Event,
    chosen_events,
    default_branch,
    dispatch_inputs,
    release_events,
    starts,
)
from maturin_compliance.expand.github.jobs import run_workflow
from maturin_compliance.expand.github.state import TIRED, Effort, RunState
from maturin_compliance.expand.github.workspace import Artifacts
from maturin_compliance.expand.release import (
    Build,
    Expansion,
    JobRun,
    NotModelled,
    Publish,
    Reason,
    Release,
    State,
    Upload,
    Wheel,
    WorkflowRun,
)
from maturin_compliance.expand.tag import default_tag
from maturin_compliance.expand.unreached import would_publish
from maturin_compliance.facts import Facts
from maturin_compliance.location import Location
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Workflow


class Simulation:
    """Runs of a project's workflows at one tag."""

    def __init__(self, project: Project, facts: Facts, tag: str) -> None:
        self.project, self.facts, self.tag = project, facts, tag
        self.effort = Effort()

    def run(
        self, workflow: Workflow, event: Event, artifacts: Artifacts | None = None
    ) -> tuple[WorkflowRun, RunState]:
        """Follow a workflow for an event; ``artifacts`` are those of the run that triggered it."""
        state = RunState(self.project, self.facts, event, self.tag, artifacts or Artifacts(), self.effort)
        return run_workflow(state, workflow), state


def is_release(run: WorkflowRun) -> bool:
    """Whether a run uploads to the index."""
    return any(True for _ in index_uploads(run))


def index_uploads(run: WorkflowRun) -> Iterator[Publish]:
    """The steps of a run that upload to the index, trials left out."""
    for job in run.jobs:
        if job.state is not State.SKIPPED:
            yield from (a for a in job.activities if isinstance(a, Publish) and not a.test_index)


def simulate(project: Project, facts: Facts, tag: str | None) -> Expansion:
    """Find the release and run every other workflow by its most telling event."""
    chosen = tag or default_tag(project)
    simulation = Simulation(project, facts, chosen)
    released = list(release_runs(simulation, release_events))
    meant: tuple[Publish, ...] = ()
    if not any(publishes_own(run, project) for run, _ in released):
        meant = tuple(would_publish(project, facts, chosen, simulation.effort))
    unreached = tuple(publish for publish in meant if not publish.test_index)
    if not released and (released := list(release_runs(simulation, chosen_events))):
        unreached = tuple(publish for publish in unreached if has_tags(project, publish))
    if not released and not project.refused:
        released = list(build_runs(simulation, unreached)) if unreached else tried_runs(simulation, meant)
    event = released[0][0].event if released else None
    runs = tuple(run for run, _ in released)
    others = [run for workflow in project.workflows for run in other_runs(simulation, workflow, runs)]
    release = assemble(project, chosen, event, released, whole=simulation.effort.left >= 0)
    return Expansion(release=replace(release, unreached=unreached), runs=(*runs, *others))


def has_tags(project: Project, publish: Publish) -> bool:
    """Whether the workflow that publishes starts at pushes or releases too, not by hand alone."""
    starts_itself = (w for w in project.workflows if w.trigger("push") or w.trigger("release"))
    return publish.origin.workflow in {workflow.path for workflow in starts_itself}


def release_runs(
    simulation: Simulation, events: Callable[[Workflow, str], Iterator[Event]]
) -> Iterator[tuple[WorkflowRun, RunState]]:
    """For each workflow the first of its events at which it publishes, ``workflow_run`` followed."""
    found: list[tuple[WorkflowRun, RunState]] = []
    for workflow in simulation.project.workflows:
        for event in events(workflow, simulation.tag):
            if not starts(workflow, event):
                continue
            run, state = simulation.run(workflow, event)
            followers = list(chained(simulation, workflow, event, state))
            if is_release(run):
                found.append((run, state))
                break
            if any(is_release(follower) for follower, _ in followers):
                found += [(run, state), *followers]
                break
    yield from preferred(found, simulation.project)


def chained(
    simulation: Simulation, workflow: Workflow, event: Event, state: RunState
) -> Iterator[tuple[WorkflowRun, RunState]]:
    """Workflows that start when another has ended, with its artifacts at hand."""
    title = str(workflow.name.value) if workflow.name else workflow.path
    for other in simulation.project.workflows:
        trigger = other.trigger("workflow_run")
        if trigger is None or title not in trigger.workflows or other.path == workflow.path:
            continue
        follow = Event(name="workflow_run", ref=event.ref, inputs={}, source=event.name)
        yield simulation.run(other, follow, state.artifacts)


def preferred(
    found: Sequence[tuple[WorkflowRun, RunState]], project: Project
) -> Sequence[tuple[WorkflowRun, RunState]]:
    """The runs that publish this package; all of them where none names it, tags before branches."""
    own = [(run, state) for run, state in found if any(publishes_package(p, project) for p in index_uploads(run))]
    linked = [
        (run, state)
        for run, state in found
        if any(run.workflow is kept.workflow for kept, _ in own) or not is_release(run)
    ]
    kept = linked if own else list(found)
    tagged = [(run, state) for run, state in kept if run.ref.startswith("refs/tags/")]
    return tagged or kept


def publishes_own(run: WorkflowRun, project: Project) -> bool:
    """Whether a run uploads files of the package that is looked at, or what the files do not tell."""
    return any(not publish.files or publishes_package(publish, project) for publish in index_uploads(run))


def publishes_package(publish: Publish, project: Project) -> bool:
    """Whether one of the uploaded files is of the package that is looked at."""
    name = canonicalize_name(project.name)
    return any(canonicalize_name(file.split("-")[0]) == name for file in publish.files)


def tried_runs(simulation: Simulation, trials: Sequence[Publish]) -> list[tuple[WorkflowRun, RunState]]:
    """No workflow publishes: those that a tag starts and that upload to a test index, else all that build."""
    runs = list(build_runs(simulation, trials)) if trials else []
    tagged = [
        pair for pair in runs if pair[0].event in {"push", "release"} and pair[0].ref.startswith("refs/tags/")
    ]
    return tagged or list(build_runs(simulation))


def build_runs(simulation: Simulation, meant: Sequence[Publish] = ()) -> Iterator[tuple[WorkflowRun, RunState]]:
    """Workflows that build wheels on the release's event; of ``meant`` uploads only those that hold one."""
    holders = {publish.origin.workflow for publish in meant}
    for workflow in simulation.project.workflows:
        if holders and workflow.path not in holders:
            continue
        for event in release_events(workflow, simulation.tag):
            if not starts(workflow, event):
                continue
            run, state = simulation.run(workflow, event)
            if any(isinstance(a, Build) and a.wheels for a in run.activities):
                yield run, state
                break


def other_runs(
    simulation: Simulation, workflow: Workflow, released: Sequence[WorkflowRun]
) -> Iterator[WorkflowRun]:
    """What the release does not show of a workflow: its events one after the other, until each job has run.

    A job that some event starts comes up once.
    """
    before = [run for run in released if run.workflow.path == workflow.path]
    shown = {name for run in before for name in started(run)}
    for event in other_events(workflow, simulation.tag):
        if before and shown.issuperset(workflow.jobs):
            return
        run = simulation.run(workflow, event)[0]
        fresh = started(run) - shown
        if not before:
            yield run
        elif fresh:
            yield replace(run, jobs=tuple(job for job in run.jobs if top(job) in fresh))
        before.append(run)
        shown |= fresh


def started(run: WorkflowRun) -> set[str]:
    """The jobs of a workflow that a run starts."""
    return {top(job) for job in run.jobs if job.state is not State.SKIPPED}


def top(job: JobRun) -> str:
    """The id of a job in the file that the event starts: of the caller for a called workflow's."""
    return job.name.partition(" / ")[0]


def other_events(workflow: Workflow, tag: str) -> Iterator[Event]:
    """The events of a workflow in its own order."""
    branch = f"refs/heads/{default_branch(workflow)}"
    for trigger in workflow.triggers:
        if trigger.event not in ("push", "pull_request", "schedule", "workflow_dispatch", "merge_group"):
            continue
        inputs, assumed = dispatch_inputs(trigger.inputs, tag)
        ref = "refs/pull/1/merge" if trigger.event == "pull_request" else branch
        event = Event(name=trigger.event, ref=ref, inputs=inputs, assumed=assumed)
        if trigger.event == "push" and not starts(workflow, event):
            event = Event(name="push", ref=f"refs/tags/{tag}", inputs={})
        yield event


def assemble(
    project: Project,
    tag: str,
    event: str | None,
    released: Sequence[tuple[WorkflowRun, RunState]],
    *,
    whole: bool,
) -> Release:
    """Put together what the runs of a release upload; ``whole`` is whether all runs were followed to their end."""
    runs = tuple(run for run, _ in released)
    builds = tuple(a for run in runs for a in run.activities if isinstance(a, Build))
    publishes = tuple(p for run in runs for p in index_uploads(run))
    if publishes:
        names = {name for publish in publishes for name in publish.files}
    else:
        names = kept_files(runs) or {wheel.filename for build in builds for wheel in build.wheels}
    own = canonicalize_name(project.name)
    wheels: dict[str, Wheel] = {}
    for build in builds:
        for wheel in build.wheels:
            if wheel.filename in names and canonicalize_name(wheel.distribution) == own:
                wheels[wheel.filename] = better(wheels.get(wheel.filename), wheel)
    notes: dict[NotModelled, None] = {n: None for _, state in released for n in state.not_modelled}
    for _, state in released:
        for name in state.doubted.keys() & wheels.keys():
            wheels[name] = assumed(wheels[name], state.doubted[name])
    if project.other_backend is not None:
        wheels, names = {}, set()
        told = f"`{project.other_backend.value}` builds the package, not maturin; its wheels are not told"
        notes = {NotModelled(told, project.other_backend.location): None}
    elif not released:
        message = why_none(project) if whole else TIRED
        notes[NotModelled(message, Location(".github/workflows"))] = None
    if not publishes:
        reason = Reason("no workflow publishes; these are the wheels that get built", assumed=True)
        wheels = {name: assumed(wheel, reason) for name, wheel in wheels.items()}
    return Release(
        tag=tag,
        event=event,
        runs=runs,
        builds=builds,
        publishes=publishes,
        wheels=tuple(wheels[name] for name in sorted(wheels)),
        sdists=tuple(sorted(n for n in names if n.endswith(".tar.gz") and of_package(n, own))),
        not_modelled=tuple(notes),
    )


def why_none(project: Project) -> str:
    """Why no workflow releases: one that might is refused, or there is none."""
    if not project.refused:
        return "no workflow builds or publishes wheels"
    named = " and ".join(f"`{path}`" for path in sorted(project.refused))
    return f"no workflow that GitHub runs publishes wheels; it does not run {named} as it stands"


def kept_files(runs: Sequence[WorkflowRun]) -> set[str]:
    """The files that runs keep as artifacts."""
    return {name for run in runs for a in run.activities if isinstance(a, Upload) for name in a.files}


def of_package(sdist: str, name: str) -> bool:
    """Whether an sdist is of a package."""
    return canonicalize_name(sdist.rpartition("-")[0]) == name


def better(before: Wheel | None, wheel: Wheel) -> Wheel:
    """Of two builds of one file, the one that is surer."""
    return before if before is not None and not before.may_be_absent else wheel


def assumed(wheel: Wheel, reason: Reason) -> Wheel:
    """A wheel with one more reason."""
    return replace(wheel, because=(*wheel.because, reason))
