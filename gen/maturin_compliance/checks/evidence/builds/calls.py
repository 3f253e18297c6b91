"""Calls of maturin, and what they ask for that maturin or its action does not know."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.origins import written_at
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps, given, name_of
from maturin_compliance.checks.text import code, codes
from maturin_compliance.expand.maturin.interpreters import parse_name
from maturin_compliance.expand.maturin.options import Options, parse
from maturin_compliance.expand.release import JobRun, StepRun
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.maturin_action import arguments
from maturin_compliance.expression import Partial, Unknown
from maturin_compliance.location import Location

RUNNERS = frozenset(
    {"uv", "uvx", "run", "tool", "pipx", "python", "python3", "-m", "poetry", "hatch", "pdm", "rye"}
)
"""Words that may stand before ``maturin`` in a command."""
BUILDING = frozenset({"build", "publish", "sdist"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call of maturin: its words after ``maturin``, and where one of them is written."""

    words: tuple[str, ...]
    place: Callable[[str], Location]
    job: JobRun
    step: StepRun
    action: bool

    @property
    def command(self) -> str:
        """The sub-command; "" where the words begin with an option."""
        return self.words[0] if self.words and not self.words[0].startswith("-") else ""

    @property
    def options(self) -> Options:
        """What the words ask for."""
        return parse(self.words)


def calls(subject: Subject) -> tuple[Call, ...]:
    """The calls of maturin in all jobs that run, those of the action included."""
    jobs = active((*subject.expansion.release.runs, *subject.expansion.runs))
    found = (call for job in jobs for step in active_steps(job) for call in _of_step(subject, job, step))
    return tuple(call for call in found if call.words and all(map(known, call.words)))


def _of_step(subject: Subject, job: JobRun, step: StepRun) -> Iterator[Call]:
    if name_of(step) == "pyo3/maturin-action":
        if not any(isinstance(value, (Unknown, Partial)) for value in step.inputs.values()):
            yield _of_action(subject, job, step)
        return
    for command in step.commands:
        words = command.words
        at = words.index("maturin") if "maturin" in words else len(words)
        if RUNNERS.issuperset(words[:at]):
            yield Call(words[at + 1 :], _at(command.location), job, step, action=False)


def _at(location: Location) -> Callable[[str], Location]:
    return lambda _: location


def _of_action(subject: Subject, job: JobRun, step: StepRun) -> Call:
    words = arguments(given(step, "args"))
    named = any(key.lower() == "command" for key in step.inputs)
    command = given(step, "command") if named else "build"
    text = [command, *words] if command else words

    def place(word: str) -> Location:
        return written_at(subject, job, step, "command" if word == command else "args", word)

    return Call(tuple(text), place, job, step, action=True)


def strange(subject: Subject, call: Call) -> Iterator[Problem]:
    """What a call asks for that maturin does not know."""
    commands = subject.facts.maturin_commands
    if call.command and call.command not in commands:
        near = get_close_matches(call.command, commands, n=1)
        fix = f"Write {code(near[0])}." if near else f"Write one that it has: {codes(commands)}."
        yield Problem(f"maturin has no command {code(call.command)}", call.place(call.command), fix)
    elif call.command in BUILDING:
        yield from _options(subject, call)
        yield from _interpreters(call)


def _options(subject: Subject, call: Call) -> Iterator[Problem]:
    names = {name for option in subject.facts.maturin_options for name in (option.name, *option.aliases)}
    for option in call.options.unknown:
        if option.startswith("--") and option not in names:
            near = get_close_matches(option, sorted(names), n=1)
            fix = (
                f"Write {code(near[0])}."
                if near
                else "Delete it: maturin stops at an option that it does not know."
            )
            yield Problem(f"maturin has no option {code(option)}", call.place(option), fix)


def _interpreters(call: Call) -> Iterator[Problem]:
    names = call.options.interpreters
    if names == ():
        option = next((word for word in call.words if word in {"-i", "--interpreter"}), "-i")
        message = f"{code(option)} names no interpreter: maturin takes it for `--find-interpreter`"
        yield Problem(message, call.place(option), "Name them, or write `--find-interpreter`.", warned=True)
    for name in names or ():
        parts = [part for part in re.split(r"[,;]+", name) if part]
        if len(parts) > 1 and all(map(parse_name, parts)):
            fix = f"Put spaces between them: {code('-i ' + ' '.join(parts))}."
            yield Problem(f"maturin takes {code(name)} for one interpreter", call.place(name), fix)
