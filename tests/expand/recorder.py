"""A host for scripts that keeps what they do, and prints what it is told to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from maturin_compliance.expand.shell import Invocation, shown


@dataclass
class Recorder:
    """``calls`` are the commands, one that may not run behind a "?"; ``written`` the files."""

    files: dict[str, str] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    invocations: list[Invocation] = field(default_factory=list)
    written: dict[str, str | None] = field(default_factory=dict)

    def call(self, invocation: Invocation) -> str | None:
        self.invocations.append(invocation)
        words = [word if " " not in word else f"'{word}'" for word in map(shown, invocation.words)]
        self.calls.append(("" if invocation.certain else "?") + " ".join(words))
        program = PROGRAMS.get(invocation.words[0])
        return program(invocation) if program else None

    def write(self, path: str, text: str | None, *, append: bool) -> None:
        before = self.written.get(path, "") if append else ""
        self.written[path] = None if text is None or before is None else before + text

    def read(self, path: str) -> str | None:
        return self.files.get(path.removeprefix("./"))

    def glob(self, pattern: str) -> list[str]:
        return sorted(path for path in self.files if fnmatchcase(path, pattern))


PROGRAMS: dict[str, Callable[[Invocation], str | None]] = {
    "echo": lambda invocation: " ".join(invocation.words[1:]) + "\n",
    "cat": lambda invocation: invocation.input,
    "mkdir": lambda _: "",
}
