"""The way of the files from the jobs that build them to the index."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.expand.release import (
    Activity,
    Build,
    Download,
    JobRun,
    Publish,
    Release,
    State,
    StepRun,
    Test,
    Upload,
    WorkflowRun,
)
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render.tried import imports
from maturin_compliance.trials import live

_SIGNERS: Mapping[str, str] = {
    "sigstore/gh-action-sigstore-python": "signs files with Sigstore",
    "actions/attest": "makes GitHub attestations",
    "actions/attest-build-provenance": "makes GitHub attestations",
    "astral-sh/attest-action": "makes attestations for the index",
}
_RELEASERS = frozenset({"softprops/action-gh-release", "ncipollo/release-action", "actions/create-release"})


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a job does for the release, in words, with the steps that do it."""

    words: str
    locations: tuple[Location, ...]


Key = tuple[str, str]
"""A job of a run: the workflow's file, and the job's name."""


@dataclass(frozen=True, slots=True)
class Stage:
    """All runs of a job on the way to the index.

    ``needs`` are the jobs that it waits for; ``follows`` the last jobs of the workflow whose end starts its own.
    """

    key: Key
    runs: tuple[JobRun, ...]
    needs: tuple[Key, ...]
    follows: tuple[Key, ...]
    deeds: tuple[Deed, ...]

    @property
    def name(self) -> str:
        """The name of the job."""
        return self.key[1]

    @property
    def before(self) -> frozenset[Key]:
        """The jobs that have to end before it."""
        return frozenset((*self.needs, *self.follows))

    @property
    def location(self) -> Location:
        """Where the job begins."""
        return self.runs[0].job.location

    @property
    def stored(self) -> frozenset[str]:
        """The files that it stores as artifacts."""
        return frozenset(
            name for run in self.runs for _, a in live(run) if isinstance(a, Upload) for name in a.files
        )

    @property
    def fetched(self) -> frozenset[str]:
        """The files that it fetches from artifacts."""
        found = (a for run in self.runs for _, a in live(run) if isinstance(a, Download))
        return frozenset(name for one in found for name in one.files)

    @property
    def publishes(self) -> tuple[Publish, ...]:
        """What it uploads to an index."""
        return tuple(a for run in self.runs for _, a in live(run) if isinstance(a, Publish))


def route(release: Release) -> tuple[Stage, ...]:
    """Give the jobs that build, pass on or upload the release's files, each after those it needs."""
    stages: dict[Key, Stage] = {}
    for run in release.runs:
        follows = tuple(_ends(release, run))
        for name, jobs in _jobs(run).items():
            stage = _stage((run.workflow.path, name), jobs, follows)
            stages[stage.key] = stage
    wanted = [stages[key] for key in _wanted(stages)]
    return tuple(_ordered(sorted(wanted, key=lambda one: _place(one.location))))


def _jobs(run: WorkflowRun) -> Mapping[str, list[JobRun]]:
    jobs: dict[str, list[JobRun]] = {}
    for job in run.jobs:
        if job.state is not State.SKIPPED:
            jobs.setdefault(job.name, []).append(job)
    return jobs


def _ends(release: Release, run: WorkflowRun) -> Iterator[Key]:
    """Give the last jobs of the workflows that a run waits for by ``workflow_run``."""
    trigger = run.workflow.trigger("workflow_run") if run.event == "workflow_run" else None
    for other in release.runs if trigger else ():
        if trigger and _named(other) in trigger.workflows:
            jobs = _jobs(other)
            needed = {_need(name, need.value) for name, runs in jobs.items() for need in runs[0].job.needs}
            yield from ((other.workflow.path, name) for name in jobs if name not in needed)


def _named(run: WorkflowRun) -> str:
    """Give the name of a workflow, which is its path where it has none."""
    name = run.workflow.name
    return str(name.value) if name and name.value else run.workflow.path


def _need(name: str, need: str) -> str:
    """Give what a job needs by its whole name: a called workflow's jobs stand behind that of the caller."""
    caller, slash, _ = name.rpartition(" / ")
    return f"{caller}{slash}{need}"


def _stage(key: Key, runs: Sequence[JobRun], follows: tuple[Key, ...]) -> Stage:
    needs = tuple((key[0], _need(key[1], need.value)) for need in runs[0].job.needs)
    return Stage(key, tuple(runs), needs, () if needs else follows, tuple(_deeds(runs)))


def _wanted(stages: Mapping[Key, Stage]) -> list[Key]:
    """Give the stages that do something for the release, and all that they wait for."""
    waiting = [key for key, stage in stages.items() if stage.deeds]
    wanted: dict[Key, None] = {}
    while waiting:
        key = waiting.pop(0)
        if key in stages and key not in wanted:
            wanted[key] = None
            waiting += stages[key].before
    return [key for key in stages if key in wanted]


def _ordered(stages: list[Stage]) -> Iterator[Stage]:
    """Put every stage behind those it waits for; a circle, which GitHub refuses, is left in its order."""
    waiting = list(stages)
    done: set[Key] = set()
    keys = {stage.key for stage in stages}
    while waiting:
        ready = [one for one in waiting if not (one.before & keys) - done] or waiting[:1]
        yield from ready
        done |= {stage.key for stage in ready}
        waiting = [stage for stage in waiting if stage.key not in done]


def _deeds(runs: Sequence[JobRun]) -> Iterator[Deed]:
    """Give what the runs of a job do, in the order of its steps; equal deeds of several steps are one."""
    places: dict[str, dict[Location, None]] = {}
    for words, locations in (*_of_steps(runs), *_of_kinds(runs)):
        places.setdefault(words, {}).update(dict.fromkeys(locations))
    deeds = [Deed(words, tuple(sorted(found, key=_place))) for words, found in places.items()]
    yield from sorted(deeds, key=lambda deed: _place(deed.locations[0]))


def _place(location: Location) -> tuple[str, int]:
    return location.path, location.line or 0


def _of_steps(runs: Sequence[JobRun]) -> Iterator[tuple[str, list[Location]]]:
    for run in runs:
        for step in run.steps:
            if step.state is not State.SKIPPED:
                yield from ((words, [step.step.location]) for words in _of_step(step))


def _of_kinds(runs: Sequence[JobRun]) -> Iterator[tuple[str, list[Location]]]:
    """Give what the known activities of a job do, all of one kind and tool together."""
    found: dict[tuple[type[Activity], str], list[Activity]] = {}
    for run in runs:
        for _, one in live(run):
            if not isinstance(one, (Upload, Download)) or one.files:
                found.setdefault((type(one), _means(one)), []).append(one)
    for activities in found.values():
        words = _of_activities(activities)
        if words:
            yield words, [one.origin.location for one in activities]


def _means(one: Activity) -> str:
    """Give what tells activities of one kind apart: the tool, and of uploads the index too."""
    if isinstance(one, Publish):
        return f"{one.method} {one.test_index}"
    return one.tool if isinstance(one, (Build, Test)) else ""


def _of_activities(activities: Sequence[Activity]) -> str:
    first = activities[0]
    if isinstance(first, Build):
        return _built([one for one in activities if isinstance(one, Build)])
    if isinstance(first, Publish):
        where = "a test index" if first.test_index else "the package index"
        return f"uploads {plural(len(_files(activities)), 'file')} to {where} with {first.method}"
    if isinstance(first, Upload):
        return f"stores {plural(len(_files(activities)), 'file')} as {plural(len(activities), 'artifact')}"
    if isinstance(first, Download):
        return f"fetches {plural(len(_files(activities)), 'file')} from artifacts"
    if isinstance(first, Test):
        wheels = {one.wheel for one in activities if isinstance(one, Test) and one.wheel}
        if wheels and all(isinstance(one, Test) and imports(one) for one in activities):
            return f"imports {plural(len(wheels), 'wheel')}"
        return f"runs {first.tool}" + (f" on {plural(len(wheels), 'wheel')}" if wheels else "")
    return ""


def _built(builds: Sequence[Build]) -> str:
    wheels = {wheel.filename for build in builds for wheel in build.wheels}
    sdists = {build.sdist for build in builds if build.sdist}
    parts = [plural(len(wheels), "wheel")] if wheels else []
    parts += [plural(len(sdists), "sdist")] if sdists else []
    return f"builds {' and '.join(parts)} with {builds[0].tool}" if parts else ""


def _files(activities: Sequence[Activity]) -> set[str]:
    return {name for one in activities if isinstance(one, (Upload, Download, Publish)) for name in one.files}


def _of_step(step: StepRun) -> Iterator[str]:
    action = (step.uses or "").partition("@")[0]
    if action in _SIGNERS:
        yield _SIGNERS[action]
    heads = {command.words[:2] for command in step.commands if "--dry-run" not in command.words}
    if action in _RELEASERS or ("gh", "release") in heads:
        yield "writes to the GitHub release"
    if ("cargo", "build") in heads:
        yield "runs cargo build"
    if ("cargo", "publish") in heads:
        yield "uploads the crate to the Rust registry"
