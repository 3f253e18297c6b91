"""Artifacts of a run: which uploads share a name, and names that keep them apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, given, reference
from maturin_compliance.checks.text import codes, fence, many, plural
from maturin_compliance.expand.release import JobRun, StepRun, Upload, WorkflowRun
from maturin_compliance.expression import Value
from maturin_compliance.location import Location

UNCHANGING = Version("4")
"""From this version of ``actions/upload-artifact`` on an artifact cannot be added to."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """An upload of an artifact, and where in a run it happens."""

    run: WorkflowRun
    job: JobRun
    step: StepRun
    upload: Upload


@dataclass(frozen=True, slots=True)
class Shared:
    """Uploads of one run under one name."""

    name: str
    uploads: tuple[Uploaded, ...]

    @property
    def jobs(self) -> tuple[JobRun, ...]:
        """The job runs that upload."""
        return tuple(one.job for one in self.uploads)

    @property
    def places(self) -> tuple[Location, ...]:
        """Where, each place once."""
        return tuple(dict.fromkeys(one.upload.origin.location for one in self.uploads))


def uploads(subject: Subject) -> tuple[Uploaded, ...]:
    """Every upload of an artifact."""
    return tuple(
        Uploaded(run, job, step, activity)
        for run in _distinct(subject)
        for job in active([run])
        for step in active_steps(job)
        for activity in step.activities
        if isinstance(activity, Upload)
    )


def _distinct(subject: Subject) -> tuple[WorkflowRun, ...]:
    found: dict[tuple[str, str], WorkflowRun] = {}
    for run in (*subject.expansion.release.runs, *subject.expansion.runs):
        found.setdefault((run.workflow.path, run.event), run)
    return tuple(found.values())


def clashes(found: Sequence[Uploaded]) -> Iterator[Problem]:
    """Names under which one run uploads more than once."""
    for shared in _shared([one for one in found if not _merges(one.step)]):
        names = [job.name for job in shared.jobs]
        yield Problem.at(
            shared.places,
            f"{plural(len(shared.uploads), 'upload')} of {many(names, 'job {}', 'jobs {}')} share the "
            f"artifact name {codes([shared.name])}: the second one fails",
            f"Put what differs into the name:\n\n{fence(_names(shared), 'yaml')}",
        )


def after_upgrade(subject: Subject, path: str) -> tuple[Shared, ...]:
    """The names of a workflow that uploads share only because the version they use adds to an artifact."""
    found = [one for one in uploads(subject) if one.upload.origin.workflow == path]
    groups = [shared for shared in _shared(found) if any(_merges(one.step) for one in shared.uploads)]
    return tuple({shared.name: shared for shared in groups}.values())


def told_apart(shared: Sequence[Shared]) -> str:
    """What has to change with the upgrade of uploads that share names."""
    return (
        "From version 4 on an upload cannot add to an artifact. Give each its own name:\n\n"
        + "\n\n".join(fence(_names(one), "yaml") for one in shared)
        + f"\n\n{brought_together(shared)}"
    )


def brought_together(shared: Sequence[Shared]) -> str:
    """How artifacts that were one are downloaded."""
    lines = "\n".join(f"pattern: {one.name.rstrip('-')}-*" for one in shared)
    return (
        f"Where {codes(one.name for one in shared)} is downloaded, take them all instead of the one `name`:"
        f"\n\n{fence(f'{lines}{chr(10)}merge-multiple: true', 'yaml')}"
    )


def _shared(found: Sequence[Uploaded]) -> Iterator[Shared]:
    by_name: dict[tuple[str, str, str], list[Uploaded]] = {}
    for one in found:
        sure = one.job.state.value == one.step.state.value == "runs"
        if one.upload.name is not None and sure and given(one.step, "overwrite") != "true":
            by_name.setdefault((one.run.workflow.path, one.run.event, one.upload.name), []).append(one)
    for (_, _, name), group in by_name.items():
        if len(group) > 1:
            yield Shared(name, tuple(group))


def _merges(step: StepRun) -> bool:
    used = reference(step.step.uses)
    try:
        return used is not None and Version(used.version) < UNCHANGING
    except InvalidVersion:
        return False


def _names(shared: Shared) -> str:
    """A name for each job that uploads."""
    by_job: dict[str, list[JobRun]] = {}
    for job in shared.jobs:
        by_job.setdefault(job.name, []).append(job)
    stem = shared.name.rstrip("-")
    if len(by_job) == 1:
        (jobs,) = by_job.values()
        return f"name: {stem}-{_axes(jobs) or '${{ strategy.job-index }}'}"
    return "\n".join(_named(stem, name, jobs) for name, jobs in by_job.items())


def _named(stem: str, name: str, jobs: Sequence[JobRun]) -> str:
    axes = _axes(jobs) or ("${{ strategy.job-index }}" if len(jobs) > 1 else "")
    own = f"name: {stem}-{jobs[0].job.id}"
    return f"# job {name}\n{own}-{axes}" if axes else f"# job {name}\n{own}"


def _axes(jobs: Sequence[JobRun]) -> str:
    """What tells the combinations of a job apart."""
    mine = [{axis: str(value) for axis, value in _scalars(job.combination or {})} for job in jobs]
    axes = [axis for axis in mine[0] if len({values.get(axis) for values in mine}) > 1]
    alone = [axis for axis in axes if len({values.get(axis) for values in mine}) == len(mine)]
    return "-".join(f"${{{{ matrix.{axis} }}}}" for axis in alone[:1] or axes)


def _scalars(values: Mapping[str, Value], above: str = "") -> Iterator[tuple[str, Value]]:
    """The plain values of a combination, by their paths below ``matrix``."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _scalars(value, f"{above}{name}.")
        elif isinstance(value, (str, float, int)):
            yield f"{above}{name}", value
