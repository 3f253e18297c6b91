"""The workflows as checks look at them: what is used where, which jobs run, which need which."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.text import code, codes, plural
from maturin_compliance.expand.release import (
    Build,
    JobRun,
    Origin,
    Publish,
    State,
    StepRun,
    WorkflowRun,
)
from maturin_compliance.expression import Value
from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Job, Step, Workflow

REFERENCE = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+)(?P<folder>/[^@]*)?@(?P<ref>.+)")
COMMIT = re.compile(r"[0-9a-f]{40}")
VERSION = re.compile(r"v?\d+(\.\d+)*")
COMMENTED = re.compile(r"(?:[\w./:-]+@|tag=)?(?P<version>(?:release/)?v?\d+(?:\.\d+)*)(?![\w.-])")
"""The version in the comment behind a commit: "v4.1.0", "tag=v4.1.0", "pin@v4", "ratchet:actions/checkout@v4"."""
SHOWN = 3
"""Names that a message shows of a longer list."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What ``uses:`` names in a repository: an action or a reusable workflow, at a ref.

    ``repository`` is "owner/name" as written, ``folder`` the path below it without a leading slash, ``comment``
    what stands behind it on its line.
    """

    repository: str
    folder: str
    ref: str
    location: Location
    comment: str = ""

    @property
    def name(self) -> str:
        """Repository and folder in lower case, as GitHub compares them."""
        return f"{self.repository}/{self.folder}".rstrip("/").lower()

    @property
    def is_commit(self) -> bool:
        """Whether the ref is a whole commit hash, which nobody can move."""
        return COMMIT.fullmatch(self.ref) is not None

    @property
    def is_version(self) -> bool:
        """Whether the ref looks like a version's tag."""
        return VERSION.fullmatch(self.ref) is not None

    @property
    def version(self) -> str:
        """The ref; of a commit the version that its comment names, "" where it names none."""
        if not self.is_commit:
            return self.ref
        found = COMMENTED.match(self.comment)
        return found["version"] if found else ""

    @property
    def written(self) -> str:
        """The use as it stands in the file, a commit with its comment."""
        return f"{self} # {self.comment}" if self.is_commit and self.comment else str(self)

    @property
    def shown(self) -> str:
        """The use as a message names it: a commit by the version in its comment."""
        if not self.is_commit or not self.version:
            return str(self)
        return f"{str(self).rpartition('@')[0]}@{self.ref[:7]}… # {self.version}"

    def __str__(self) -> str:
        folder = f"/{self.folder}" if self.folder else ""
        return f"{self.repository}{folder}@{self.ref}"


def reference(uses: Located[str] | None) -> Reference | None:
    """Read a ``uses:`` value; None for local paths, container images and what GitHub rejects."""
    if uses is None or uses.value.startswith(("./", "docker://")):
        return None
    found = REFERENCE.fullmatch(uses.value.strip())
    if found is None:
        return None
    folder = (found["folder"] or "").strip("/")
    return Reference(found["repository"], folder, found["ref"].strip(), uses.location, uses.comment)


def jobs(project: Project) -> Iterator[tuple[Workflow, Job]]:
    """All jobs of all workflows."""
    return ((workflow, job) for workflow in project.workflows for job in workflow.jobs.values())


def steps(project: Project) -> Iterator[Step]:
    """All steps of all workflows and of the project's own composite actions."""
    for _, job in jobs(project):
        yield from job.steps
    for action in project.actions.values():
        yield from action.steps


def references(project: Project) -> Iterator[Reference]:
    """Everything of other repositories that workflows and local actions use."""
    called = (job.uses for _, job in jobs(project))
    for uses in (*called, *(step.uses for step in steps(project))):
        found = reference(uses)
        if found is not None:
            yield found


def active(runs: Iterable[WorkflowRun]) -> Iterator[JobRun]:
    """The jobs that run, or may."""
    return (job for run in runs for job in run.jobs if job.state is not State.SKIPPED)


def active_steps(job: JobRun) -> Iterator[StepRun]:
    """The steps of a job that run, or may."""
    return (step for step in job.steps if step.state is not State.SKIPPED)


def name_of(step: StepRun) -> str:
    """The action that a step uses, "owner/name" in lower case without its ref; "" for a script."""
    return (step.uses or "").partition("@")[0].lower()


def text_of(value: Value) -> str:
    """An input's value as the text an action gets; "" where it is not known or not given."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None or isinstance(value, (list, dict)) else str(value)


def given(step: StepRun, name: str) -> str:
    """The text of an input of a step, its name compared as GitHub does; "" where it is not given."""
    return next((text_of(v) for k, v in step.inputs.items() if k.lower() == name), "")


def job_of(subject: Subject, origin: Origin) -> JobRun | None:
    """The job run in which something happens."""
    runs = (*subject.expansion.release.runs, *subject.expansion.runs)
    return next((job for run in runs for job in run.jobs if is_of(job, origin)), None)


def is_of(job: JobRun, origin: Origin) -> bool:
    """Whether something happens in this job run."""
    return (
        job.workflow.path == origin.workflow
        and job.name == origin.job
        and same(job.combination, origin.combination)
    )


def is_of_job(one: Origin, other: Origin) -> bool:
    """Whether two things happen in one job, whatever its combination."""
    return (one.workflow, one.job) == (other.workflow, other.job)


def same(one: Mapping[str, Value] | None, other: Mapping[str, Value] | None) -> bool:
    """Whether two combinations are one."""
    return (None if one is None else dict(one)) == (None if other is None else dict(other))


def has_others(subject: Subject, origin: Origin) -> bool:
    """Whether the job in which something happens has another combination."""
    run = run_of(subject, origin)
    mine = [job for job in run.jobs if job.name == origin.job] if run else []
    return len(mine) > 1


def run_of(subject: Subject, origin: Origin) -> WorkflowRun | None:
    """The run of a workflow in which something happens."""
    runs = (*subject.expansion.release.runs, *subject.expansion.runs)
    return next((run for run in runs if any(is_of(job, origin) for job in run.jobs)), None)


def released_builds(subject: Subject) -> tuple[Build, ...]:
    """The builds of a release that make wheels of this package for it. Raises Skip where there are none."""
    builds = shipped_builds(subject)
    if not builds:
        raise Skip(nothing(subject, "no workflow builds wheels for a release"))
    return builds


def shipped_builds(subject: Subject) -> tuple[Build, ...]:
    """The builds whose wheels of this package are published; all that make any where the files do not tell."""
    builds = own_builds(subject)
    publishing = [publish for publish in subject.expansion.release.publishes if not publish.test_index]
    arrived = {name for publish in publishing for name in publish.files}
    if not all(publish.files for publish in publishing):
        return builds
    return tuple(b for b in builds if any(wheel.filename in arrived for wheel in b.wheels)) or builds


def own_builds(subject: Subject) -> tuple[Build, ...]:
    """All builds in the workflows of a release that make wheels of this package, published or not."""
    name = distribution(subject)
    return tuple(
        build
        for build in subject.expansion.release.builds
        if any(wheel.distribution == name for wheel in build.wheels)
    )


def distribution(subject: Subject) -> str:
    """The package's name as file names of wheels write it."""
    return re.sub(r"[-_.]+", "_", subject.project.name).lower()


def publishes(subject: Subject) -> tuple[Publish, ...]:
    """The steps that upload files of this package to the index. Raises Skip where there are none.

    A step counts too where the files do not tell what it uploads.
    """
    found = tuple(
        p
        for p in subject.expansion.release.publishes
        if not p.test_index and (not p.files or any(is_of_package(subject, file) for file in p.files))
    )
    if not found:
        raise Skip(nothing(subject, "no workflow uploads to the package index"))
    return found


def nothing(subject: Subject, reason: str) -> str:
    """Why there is nothing to look at: GitHub refuses a workflow, or else for a reason."""
    refused = sorted(subject.project.refused)
    return f"GitHub does not run {codes(refused)} as it stands" if refused else reason


def is_of_package(subject: Subject, file: str) -> bool:
    """Whether a wheel or an sdist is of this package, by its name."""
    name = file.rpartition("-")[0] if file.endswith(".tar.gz") else file.partition("-")[0]
    return re.sub(r"[-_.]+", "_", name).lower() == distribution(subject)


def needed(run: WorkflowRun, name: str) -> frozenset[str]:
    """The names of all jobs of a run that end before the job ``name`` starts.

    A job of a called workflow ("caller / job") waits for the jobs its own file names, and for what the
    caller waits for.
    """
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        for need in _needs(run, waiting.pop()):
            fresh = {job.name for job in run.jobs if within(job.name, need)} | {need}
            waiting.extend(fresh - seen)
            seen |= fresh
    return frozenset(seen)


def within(name: str, need: str) -> bool:
    """Whether a job is the one needed, or one of the workflow that the needed one calls."""
    return name == need or name.startswith(f"{need} / ")


def _needs(run: WorkflowRun, name: str) -> Iterator[str]:
    caller, _, _ = name.rpartition(" / ")
    found = next((job.job for job in run.jobs if job.name == name), None) or run.workflow.jobs.get(name)
    if found is not None:
        yield from (f"{caller} / {need.value}" if caller else need.value for need in found.needs)
    if caller:
        yield from _needs(run, caller)


def walk_keys(node: Node, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every scalar of a document with the keys above it, in the order of the document."""
    waiting: list[tuple[tuple[str, ...], Node]] = [(above, node)]
    while waiting:
        keys, found = waiting.pop()
        if found.is_scalar:
            yield keys, found
        below = [(keys, item) for item in found.items]
        below += [((*keys, key), value) for key, value in found.mapping.items()]
        waiting.extend(reversed(below))


def in_job(origin: Origin) -> str:
    """The job as a message names it."""
    return f"job {code(origin.job)}"


def some(names: Iterable[str]) -> str:
    """The first names as inline code, and how many others there are."""
    found = tuple(dict.fromkeys(names))
    if len(found) <= SHOWN:
        return codes(found)
    return f"{', '.join(code(name) for name in found[:SHOWN])} and {plural(len(found) - SHOWN, 'other')}"
