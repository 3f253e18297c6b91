"""Workflows and actions as GitHub reads them, expressions not yet evaluated.

``env_from`` is the expression that stands for a whole ``env`` (``env: ${{ matrix.env }}``), which is empty then.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node, Script, Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An input of ``workflow_dispatch``, ``workflow_call`` or an action."""

    name: str
    type: str
    required: bool
    default: Template | None
    options: tuple[str, ...]
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """An event under ``on:`` with its filters; a filter that is absent is None, not empty."""

    event: str
    location: Location
    branches: tuple[str, ...] | None = None
    branches_ignore: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    tags_ignore: tuple[str, ...] | None = None
    paths: tuple[str, ...] | None = None
    paths_ignore: tuple[str, ...] | None = None
    types: tuple[str, ...] | None = None
    workflows: tuple[str, ...] = ()
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Template]


@dataclass(frozen=True, slots=True)
class Permissions:
    """``permissions:`` of a workflow or job: ``everything`` is "read-all", "write-all" or None."""

    scopes: Mapping[str, Located[str]]
    everything: str | None
    location: Location

    def allows(self, scope: str, level: str) -> bool:
        """Whether ``level`` ("read" or "write") is granted on ``scope`` (such as "id-token")."""
        found = self.scopes.get(scope)
        granted = found.value if found else (self.everything or "none").removesuffix("-all")
        return granted == "write" or (level == "read" and granted == "read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of a job or of a composite action."""

    location: Location
    id: str | None
    name: Template | None
    condition: Template | None
    uses: Located[str] | None
    run: Script | None
    shell: Template | None
    working_directory: Template | None
    env: Mapping[str, Template]
    env_from: Template | None = None
    inputs: Mapping[str, Template]
    continue_on_error: Template | None
    timeout_minutes: Template | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """``strategy:``; ``matrix`` is a mapping, or a scalar that holds an expression."""

    location: Location
    matrix: Node | None
    fail_fast: Template | None
    max_parallel: Template | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job: one with steps, or (``uses``) the call of a reusable workflow."""

    id: str
    location: Location
    name: Template | None
    needs: tuple[Located[str], ...]
    condition: Template | None
    runs_on: Node | None
    environment: Template | None
    permissions: Permissions | None
    strategy: Strategy | None
    container: Node | None
    env: Mapping[str, Template]
    env_from: Template | None = None
    outputs: Mapping[str, Template]
    shell: Template | None
    working_directory: Template | None
    continue_on_error: Template | None
    timeout_minutes: Template | None
    steps: tuple[Step, ...]
    uses: Located[str] | None
    inputs: Mapping[str, Template]
    secrets: Mapping[str, Template]
    inherits_secrets: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """A file of the root's ``.github/workflows``."""

    path: str
    document: Node
    name: Template | None
    triggers: tuple[Trigger, ...]
    permissions: Permissions | None
    env: Mapping[str, Template]
    env_from: Template | None = None
    shell: Template | None
    working_directory: Template | None
    jobs: Mapping[str, Job]

    @property
    def location(self) -> Location:
        """The file itself."""
        return Location(self.path)

    def trigger(self, event: str) -> Trigger | None:
        """The trigger for an event, None where the workflow does not start on it."""
        return next((t for t in self.triggers if t.event == event), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A local action (action.yml): composite ones have steps, others only say what they run on."""

    path: str
    document: Node
    folder: str
    using: str
    inputs: Mapping[str, Input]
    outputs: Mapping[str, Template]
    steps: tuple[Step, ...]
