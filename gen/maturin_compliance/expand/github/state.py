"""What changes while a workflow run is followed: its artifacts, and a job's environment and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from maturin_compliance.expand.github.event import Event
from maturin_compliance.expand.github.workspace import Artifacts, Workspace
from maturin_compliance.expand.maturin.interpreters import Interpreter
from maturin_compliance.expand.release import Activity, NotModelled, Origin, Reason
from maturin_compliance.expression import Unknown, Value, as_text
from maturin_compliance.facts import Facts
from maturin_compliance.location import Location
from maturin_compliance.model.node import Template
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Job, Step, Workflow


@dataclass(slots=True)
class Effort:
    """What is left for following the runs of a project, all of them together.

    A unit is a handful of texts or of a script's commands; a job, a step and a build cost some. Real projects take
    up to twelve thousand; workflows that call each other in a circle, or a matrix in each of a hundred jobs, would
    take for ever.
    """

    left: int = 60_000

    def take(self, texts: int = 0) -> bool:
        """Take a unit, and more where there are many texts to evaluate; False where nothing is left."""
        self.left -= 1 + texts // TEXTS_OF_A_UNIT
        return self.left >= 0


TEXTS_OF_A_UNIT = 5
TIRED = "the workflows take more steps than are followed; the rest is left out"


@dataclass(slots=True)
class RunState:
    """A workflow run: what all of its jobs share, those of called workflows included.

    ``doubted`` holds the wheels, by file name, that something may change on their way, and what.
    """

    project: Project
    facts: Facts
    event: Event
    tag: str
    artifacts: Artifacts = field(default_factory=Artifacts)
    effort: Effort = field(default_factory=Effort)
    not_modelled: dict[NotModelled, None] = field(default_factory=dict)
    depth: int = 0
    tired: bool = False
    doubted: dict[str, Reason] = field(default_factory=dict)

    def miss(self, message: str, location: Location, target: str | None = None) -> None:
        """Note that something is not modelled."""
        self.not_modelled[NotModelled(message, location, target)] = None

    def spend(self, location: Location, texts: int = 0) -> bool:
        """Take effort for what stands at a place; False, and noted, where none is left."""
        enough = self.effort.take(texts)
        if not enough and not self.tired:
            self.tired = True
            self.miss(TIRED, location)
        return enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where a job's steps run: the runner's label, system and architecture, None where they are not known."""

    label: str | None
    os: str | None
    architecture: str | None
    container: str | None


@dataclass(frozen=True, slots=True)
class Restated:
    """A command that writes a version into the package's files, ``version`` None where it is not told.

    ``certain`` is False for a script that is not followed.
    """

    command: str
    version: str | None
    location: Location
    certain: bool


@dataclass(frozen=True, slots=True)
class Edited:
    """A command that changes ``path``, a Cargo.toml or pyproject.toml; ``name`` is a name that it writes there."""

    command: str
    path: str
    name: str | None
    location: Location


@dataclass(frozen=True, slots=True)
class Installed:
    """A build tool that a script installs: a version, a specifier or "latest", and the command's line."""

    version: str
    location: Location


@dataclass(slots=True, kw_only=True)
class JobState:
    """A job with one combination while its steps run.

    ``env`` grows by GITHUB_ENV; ``pythons`` are those that setup steps put on the path, the last is the
    default; ``python_architecture`` is theirs where a setup step names one ("x86"). ``tolerated`` tells that
    the run goes on when the job fails, ``moving`` why the runner is not certain. ``installed`` is the wheel
    that the last installation chose, ``installed_tools`` the build tools that scripts installed;
    ``restated`` is the last command that set the version, ``edited`` are those that change a manifest in another
    way, ``unfollowed`` are commands that run what other files
    say (``make wheel``).
    """

    run: RunState
    workflow: Workflow
    job: Job
    name: str
    combination: Mapping[str, Value] | None
    machine: Machine
    contexts: dict[str, Value]
    env: dict[str, Value]
    files: Workspace = field(default_factory=Workspace)
    steps: dict[str, Value] = field(default_factory=dict)
    pythons: list[Interpreter] = field(default_factory=list)
    pythons_unknown: bool = False
    python_architecture: str | None = None
    toolchain: str | None = None
    installed: str | None = None
    activities: list[Activity] = field(default_factory=list)
    environment: str | None = None
    tolerated: bool = False
    moving: Reason | None = None
    installed_tools: dict[str, Installed] = field(default_factory=dict)
    restated: Restated | None = None
    edited: list[Edited] = field(default_factory=list)
    unfollowed: list[tuple[str, Location]] = field(default_factory=list)

    @property
    def folder_template(self) -> Template | None:
        """``defaults.run.working-directory`` of the job, else of the workflow."""
        return self.job.working_directory or self.workflow.working_directory

    def origin(self, location: Location) -> Origin:
        """Say where in the workflows a line of this job is."""
        return Origin(workflow=self.workflow.path, job=self.name, combination=self.combination, location=location)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """A step that runs: its inputs and environment evaluated, the folder it works in.

    ``partial`` holds the inputs as text with an UNKNOWN mark for each part that is not known.
    """

    step: Step
    uses: str | None
    inputs: Mapping[str, Value]
    partial: Mapping[str, str]
    env: Mapping[str, Value]
    folder: str
    certain: bool

    @property
    def location(self) -> Location:
        """The line of ``uses`` or ``run``."""
        if self.step.uses is not None:
            return self.step.uses.location
        return self.step.run.location if self.step.run is not None else self.step.location

    def text(self, name: str, default: str = "") -> "str | Unknown":
        """An input as text; an input that is left empty has its default."""
        value = next((v for k, v in self.inputs.items() if k.lower() == name), None)
        if isinstance(value, Unknown):
            return value
        found = "" if value is None else as_plain(value)
        return found or default

    def marked(self, name: str) -> str:
        """An input as text with marks where a part is not known; empty where it is not given."""
        return next((v for k, v in self.partial.items() if k.lower() == name), "")

    def known(self, name: str, default: str = "") -> str:
        """An input as text, the default where it is not known."""
        value = self.text(name, default)
        return default if isinstance(value, Unknown) else value

    def place(self, name: str) -> Location:
        """The line of an input, else of the step."""
        found = next((t for k, t in self.step.inputs.items() if k.lower() == name), None)
        return found.location if found else self.location


def as_plain(value: Value) -> str:
    """A value as the text that a program gets."""
    return value.reason if isinstance(value, Unknown) else as_text(value)
