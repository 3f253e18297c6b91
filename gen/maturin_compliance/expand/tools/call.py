"""A command of a script together with what it can reach."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.shell import Invocation
from maturin_compliance.location import Location


class ScriptHost(Protocol):
    """The shell that runs a command, as far as programs need it."""

    job: JobState
    image: str | None
    mounts: dict[str, str]

    def inside(self, path: str) -> str:
        """A path as the workspace knows it."""

    def read(self, path: str) -> str | None:
        """The text of a file."""

    def run_below(
        self,
        text: str,
        call: "Call",
        *,
        path: str | None,
        image: str | None,
        mounts: dict[str, str],
        folder: str,
    ) -> None:
        """Follow a script that a command runs; ``path`` is its file, None for a text on the command line."""


@dataclass(frozen=True, slots=True)
class Call:
    """A command of a script: its words, its surroundings, the line it stands on."""

    shell: ScriptHost
    view: StepView
    invocation: Invocation
    location: Location

    @property
    def job(self) -> JobState:
        """The job that it runs in."""
        return self.shell.job

    @property
    def words(self) -> tuple[str, ...]:
        """The program and its arguments."""
        return self.invocation.words

    def path(self, name: str) -> str:
        """A path as the workspace knows it, relative ones from the working directory."""
        return self.shell.inside(name if name.startswith("/") else join(self.invocation.folder, name))

    def with_words(self, *words: str, env: dict[str, str] | None = None) -> "Call":
        """The same call for other words, with further variables."""
        invocation = replace(self.invocation, words=words, env={**self.invocation.env, **(env or {})})
        return replace(self, invocation=invocation)

    def variable(self, name: str) -> str | None:
        """A variable as text, None where it is not set."""
        value = self.invocation.env.get(name)
        return value if isinstance(value, str) else None


Program = Callable[[Call], str | None]
