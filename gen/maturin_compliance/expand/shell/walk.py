"""The state of a script while it is followed: variables, what has been printed, how sure everything is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Generic, TypeVar

from maturin_compliance.expand.shell.host import LONGEST_TEXT, Budget, Host, Invocation, Status, Variables
from maturin_compliance.expand.shell.words import UNKNOWN, unknown

Body = TypeVar("Body")
Result = TypeVar("Result")


class Leave(Exception):  # noqa: N818 - control flow of the followed script
    """A script, function or loop is left here: ``exit``, ``return``, ``break``, ``continue``."""


class Return(Leave):
    """A function is left."""


class Break(Leave):
    """A loop is left."""


class Continue(Leave):
    """A loop goes on with its next value."""


LEAVES: dict[str, type[Leave]] = {"exit": Leave, "return": Return, "break": Break, "continue": Continue}


@dataclass(slots=True)
class Output:
    """What is printed while it is caught; ``doubt`` is how unsure the place is that catches it."""

    doubt: int
    parts: list[str | None] = field(default_factory=list)

    def text(self) -> str | None:
        """All of it, None where a part is not known or may not be printed."""
        known = [part for part in self.parts if part is not None]
        return "".join(known) if len(known) == len(self.parts) else None


@dataclass(slots=True)
class Walk(Generic[Body]):
    """A script on its way. ``Body`` is what the language has for the body of a function.

    ``body`` follows such a body. ``sure`` is whether the script runs at all; ``doubt`` counts the branches
    around that may not run.
    ``locals`` are variables that programs do not see, ``feed`` is standard input.
    """

    host: Host
    variables: Variables
    folder: str
    sure: bool
    budget: Budget
    body: "Callable[[Walk[Body], Body], Status]"
    locals: Variables = field(default_factory=dict)
    functions: dict[str, Body] = field(default_factory=dict)
    output: Output | None = None
    feed: str | None = ""
    doubt: int = 0

    @property
    def certain(self) -> bool:
        """Whether this place of the script is reached."""
        return self.sure and not self.doubt

    @contextmanager
    def unsure(self) -> Iterator[None]:
        """A part that may not run."""
        self.doubt += 1
        try:
            yield
        finally:
            self.doubt -= 1

    def print(self, text: str | None) -> None:
        """Print a text, None where it is not known."""
        if self.output is not None:
            self.output.parts.append(text if self.doubt == self.output.doubt else None)

    def caught(self, run: Callable[[], Result]) -> tuple[Result, str | None]:
        """Run something and catch what it prints, None where that is not known."""
        outer, self.output = self.output, Output(self.doubt)
        try:
            result = run()
            text = self.output.text()
        finally:
            self.output = outer
        return result, text if text is None else self.budget.text(text)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Something that leaves variables and folder as they were: a subshell."""
        variables, inner, folder = dict(self.variables), dict(self.locals), self.folder
        try:
            yield
        finally:
            _put(self.variables, variables)
            _put(self.locals, inner)
            self.folder = folder

    def maybe(self, branches: Sequence[Callable[[], object]], *, one: bool = False) -> None:
        """Follow branches of which at most one runs, exactly one where ``one`` says so.

        A variable that they leave different is unknown after.
        """
        start = dict(self.variables), dict(self.locals), self.folder
        ends = [] if one else [start]
        for branch in branches:
            _put(self.variables, start[0])
            _put(self.locals, start[1])
            self.folder = start[2]
            try:
                with self.unsure():
                    branch()
            except Leave:
                continue
            ends.append((dict(self.variables), dict(self.locals), self.folder))
        ends = ends or [start]
        _put(self.variables, merged([end[0] for end in ends]))
        _put(self.locals, merged([end[1] for end in ends]))
        self.folder = ends[0][2] if len({end[2] for end in ends}) == 1 else unknown("PWD")

    def run(self, words: Sequence[str], local: Variables, line: int) -> None:
        """Call a program and print what it prints."""
        self.budget.command()
        env = self.variables | local
        text = self.host.call(Invocation(tuple(words), env, self.folder, line, self.feed, self.certain))
        self.print(None if text is None or len(text) > LONGEST_TEXT else text)

    def write(self, path: str, text: str | None, *, append: bool) -> None:
        """Send a text to a file; of one that may not be written no line is known to its end."""
        if text is not None and not self.certain:
            text = "".join(f"{line}{unknown('maybe')}\n" for line in text.splitlines())
        self.host.write(path, text, append=append)

    def read(self, path: str) -> str | None:
        """The text of a file, None where it is not known."""
        text = self.host.read(path)
        return None if text is None or len(text) > LONGEST_TEXT else self.budget.text(text)

    def enter(self, path: str) -> None:
        """Change the folder."""
        self.folder = path if UNKNOWN in path else normpath(join(self.folder, path))


def merged(ends: Sequence[Variables]) -> Variables:
    """The variables after one of several ways, unknown where the ways differ."""
    found: Variables = {}
    for name in sorted({name for end in ends for name in end}):
        first = ends[0].get(name)
        same = first is not None and all(end.get(name) == first for end in ends)
        found[name] = first if same and first is not None else unknown(name)
    return found


def _put(variables: Variables, values: Variables) -> None:
    variables.clear()
    variables.update(values)


def either(first: Status, second: Status) -> Status:
    """``or`` of two answers of which each may be unknown."""
    if first or second:
        return True
    return None if first is None or second is None else False


def both(first: Status, second: Status) -> Status:
    """``and`` of two answers of which each may be unknown."""
    return opposite(either(opposite(first), opposite(second)))


def opposite(answer: Status) -> Status:
    """``not``."""
    return None if answer is None else not answer
