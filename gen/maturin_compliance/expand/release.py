"""What expanding gives: runs of workflows, builds, wheels and the release they make up."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, TypeAlias

from maturin_compliance.expression import Value
from maturin_compliance.location import Location
from maturin_compliance.model.workflow import Job, Step, Workflow


class Certainty(StrEnum):
    """Whether the files alone decide a wheel's name, or a rule had to assume something."""

    CERTAIN = "certain"
    ASSUMED = "assumed"


class State(StrEnum):
    """Whether a job or step runs; MAYBE where its condition cannot be known from the files."""

    RUNS = "runs"
    MAYBE = "maybe"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that led to a wheel's name, with the line it rests on; ``assumed`` where it is not certain.

    ``python`` tells that it decides the Python that the wheel is for, and not its platform.
    """

    text: str
    location: Location | None = None
    assumed: bool = False
    python: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where in the workflows something happens. ``combination`` is None for a job without a matrix.

    ``location`` is the step's (or command's) line. ``job`` is the id of the job; for a job of a called
    workflow it is "caller / job", as GitHub shows it.
    """

    workflow: str
    job: str
    combination: Mapping[str, Value] | None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Wheel:
    """A wheel that a build makes, by the parts of its file name (PEP 427); tags may be compressed sets.

    ``target`` is the Rust triple ("universal2-apple-darwin" for a fat macOS wheel). ``alternatives`` are the
    other whole file names that it may get, likeliest first. ``may_be_absent``: it is built only if something
    holds that the files do not tell.
    """

    distribution: str
    version: str
    interpreter: str
    abi: str
    platform: str
    target: str | None
    alternatives: tuple[str, ...]
    may_be_absent: bool
    because: tuple[Reason, ...]
    origin: Origin

    @property
    def filename(self) -> str:
        """The name of the file."""
        return f"{self.distribution}-{self.version}-{self.interpreter}-{self.abi}-{self.platform}.whl"

    @property
    def certainty(self) -> Certainty:
        """Assumed as soon as one of the reasons is."""
        assumed = self.may_be_absent or self.alternatives or any(r.assumed for r in self.because)
        return Certainty.ASSUMED if assumed else Certainty.CERTAIN

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platform tags of the compressed set."""
        return tuple(self.platform.split("."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One call of a build tool that makes wheels or an sdist.

    ``tool`` is "maturin-action", "maturin", "cibuildwheel" or "build"; ``command`` "build", "publish" or
    "sdist". ``arguments`` are the words that the tool gets. ``package`` is the folder of the package that is
    built. ``image`` is the container it runs in, None on the host; ``emulated`` that the container is of
    another architecture than the runner. ``compatibility`` holds the policies asked for, as maturin sees them
    (("2_17",), ("musllinux_1_2",), empty where it picks one by itself); ``manylinux`` the action's input as
    evaluated. ``maturin`` is the version that runs, ``pinned`` whether the workflow fixes it;
    ``cibuildwheel`` the version of that where it builds.
    ``interpreters`` are the Pythons built for ("3.12", "3.14t", "pypy3.11"), before stable ABI folds them.
    """

    origin: Origin
    tool: str
    command: str
    arguments: tuple[str, ...]
    package: str
    target: str | None
    image: str | None
    cross: bool
    emulated: bool
    manylinux: str | None
    compatibility: tuple[str, ...]
    interpreters: tuple[str, ...]
    features: tuple[str, ...]
    release: bool
    locked: bool
    maturin: str | None
    pinned: bool
    out: str
    wheels: tuple[Wheel, ...]
    sdist: str | None
    cibuildwheel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """``actions/upload-artifact``: ``name`` is None where the files do not tell; ``files`` are file names."""

    origin: Origin
    name: str | None
    paths: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """``actions/download-artifact`` with the names of the artifacts that it brings."""

    origin: Origin
    artifacts: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish:
    """A step or command that uploads to an index.

    ``method`` is "gh-action-pypi-publish", "uv publish", "twine", "hatch publish", "maturin upload",
    "maturin publish" or "maturin-action"; ``test_index`` tells an index for trials; ``trusted`` is True with
    OIDC, False with a token or password, None where the files do not tell; ``attestations`` likewise for PEP 740;
    ``files`` are the names of the files that it uploads; ``in_matrix`` that several jobs of a matrix publish.
    ``patterns`` are the globs that it takes files by. Where they name no file, ``left`` are the paths of the
    wheels and sdists that the job has elsewhere.
    """

    origin: Origin
    method: str
    test_index: bool
    trusted: bool | None
    attestations: bool | None
    skip_existing: bool
    in_matrix: bool
    environment: str | None
    files: tuple[str, ...]
    because: tuple[Reason, ...] = ()
    patterns: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Install:
    """A command that installs the package that was built.

    ``source`` is "folder" (--find-links or a wheel of the workspace), "editable", "tree" (the folder of the
    sources, as of ``pip install .``), "sdist" or "index".
    ``isolated`` that nothing but the folder can serve it (--no-index, or the file itself).
    ``wheel`` is the file that the installer takes by its tags, None where that is not known, or where it is known
    that it takes none: ``refused`` are then the wheels of the folder, none of which is for its machine.
    """

    origin: Origin
    source: str
    isolated: bool
    wheel: str | None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """A command that runs tests: ``tool`` is "pytest", "unittest", "cargo test", "python -c" or another.

    ``wheel`` is the file name of the wheel that is installed when it runs, None where none is known.
    ``deselected`` are its arguments that leave tests out, as ("--ignore", "tests/test_pty.py") pairs.
    ``python`` is the Python that it runs on ("3.14t"), None where that is not known. ``followed`` is False for
    a program that runs tests as a file of its own says (``nox``, ``make test``). ``searched`` are the folders of
    PYTHONPATH, where Python looks before it looks at what is installed.
    """

    __test__: ClassVar[bool] = False  # pytest would take the class for a test

    origin: Origin
    tool: str
    words: tuple[str, ...]
    wheel: str | None
    deselected: tuple[tuple[str, str], ...]
    python: str | None = None
    followed: bool = True
    searched: tuple[str, ...] = ()


Activity: TypeAlias = Build | Upload | Download | Publish | Install | Test


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command of a shell script, its words after quoting and known variables are resolved."""

    words: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRun:
    """A step as it runs: texts evaluated, what it does listed.

    ``inputs`` are the values under ``with``, ``script`` the text of ``run`` (None if a part is unknown);
    ``commands`` its simple commands. Steps of a composite action follow the step that calls it, with
    ``caller`` set to that step.
    """

    step: Step
    state: State
    uses: str | None
    inputs: Mapping[str, Value]
    script: str | None
    commands: tuple[Command, ...]
    env: Mapping[str, Value]
    activities: tuple[Activity, ...]
    caller: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRun:
    """A job with one combination of its matrix.

    ``workflow`` is the file that holds the job; ``name`` the id, "caller / job" for a called workflow's.
    ``runner`` is the label (the first that is a hosted runner's), None where it is not known; ``os`` is
    "linux", "macos" or "windows", ``architecture`` "x64" or "arm64", None for labels that are not known.
    """

    workflow: Workflow
    job: Job
    name: str
    combination: Mapping[str, Value] | None
    state: State
    runner: str | None
    os: str | None
    architecture: str | None
    container: str | None
    environment: str | None
    steps: tuple[StepRun, ...]

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What the job's steps do, in order."""
        return tuple(activity for step in self.steps for activity in step.activities)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowRun:
    """A workflow started by an event: every job with every combination, also those that are skipped."""

    workflow: Workflow
    event: str
    ref: str
    jobs: tuple[JobRun, ...]

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What its jobs do."""
        return tuple(activity for job in self.jobs for activity in job.activities)


@dataclass(frozen=True, slots=True)
class NotModelled:
    """Something on the way to the index that these rules do not cover.

    ``target`` is what it would be built for, None where that is not known, or it is no build.
    """

    message: str
    location: Location
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What a release uploads to the index.

    ``tag`` is the ref that it is simulated at, ``event`` how it starts ("push", "release",
    "workflow_dispatch", "workflow_run", None where no workflow builds at all). ``publishes`` are the steps
    that upload to the index; where that is empty no workflow publishes and the wheels are those built.
    ``unreached`` are steps that would upload to it, if an event started their workflow and their conditions held;
    they are looked for where nothing publishes.
    """

    tag: str
    event: str | None
    runs: tuple[WorkflowRun, ...]
    builds: tuple[Build, ...]
    publishes: tuple[Publish, ...]
    wheels: tuple[Wheel, ...]
    sdists: tuple[str, ...]
    not_modelled: tuple[NotModelled, ...]
    unreached: tuple[Publish, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """The release, and what it does not show: every workflow by the events that start its other jobs.

    The release's runs come first; then push, pull request, schedule and dispatch, in the order of the file. A
    further run of a workflow holds only the jobs that no run before it has started.
    """

    release: Release
    runs: tuple[WorkflowRun, ...]

    @property
    def jobs(self) -> tuple[JobRun, ...]:
        """All job runs of all workflows."""
        return tuple(job for run in self.runs for job in run.jobs)

    @property
    def activities(self) -> tuple[Activity, ...]:
        """What all jobs of all workflows do."""
        return tuple(activity for run in self.runs for activity in run.activities)
