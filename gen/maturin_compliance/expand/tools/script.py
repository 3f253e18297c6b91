"""Scripts of ``run:``: followed command by command, with what they write to GitHub's files."""

import re
from dataclasses import dataclass, field, replace

from maturin_compliance.expand.github.filters import path_pattern
from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.github.workspace import Text, join
from maturin_compliance.expand.maturin.interpreters import parse_name
from maturin_compliance.expand.release import Command
from maturin_compliance.expand.shell import Budget, Invocation, Variables, follow, known, shown
from maturin_compliance.expand.shell.host import LONGEST_TEXT
from maturin_compliance.expand.shell.powershell import follow_powershell
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands import run_program
from maturin_compliance.expand.tools.machine import add_pythons, known_env
from maturin_compliance.expression import Partial, Unknown, Value
from maturin_compliance.location import Location
from maturin_compliance.model.node import Script

GITHUB_FILES = {
    "GITHUB_ENV": "/github/env",
    "GITHUB_OUTPUT": "/github/output",
    "GITHUB_PATH": "/github/path",
    "GITHUB_STEP_SUMMARY": "/github/summary",
}
DEEPEST_SCRIPT = 6


@dataclass(slots=True, kw_only=True)
class Shell:
    """The host of a followed script.

    ``image`` is the container it runs in, with the folders that are mounted into it (``mounts``: inside path to
    the path of the workspace). ``caller`` is the line that runs a
    script which the job itself has written. ``first_line`` is the file's line of the script's first.
    ``budget`` is shared with the scripts that this one calls.
    """

    job: JobState
    view: StepView
    path: str
    first_line: int
    image: str | None
    mounts: dict[str, str]
    commands: list[Command]
    outputs: dict[str, str | None]
    depth: int = 0
    caller: Location | None = None
    budget: Budget = field(default_factory=Budget)

    def call(self, invocation: Invocation) -> str | None:
        """Note a command, then follow what it does."""
        location = self.caller or Location(self.path, self.first_line + invocation.line)
        self.commands.append(Command(tuple(shown(word) for word in invocation.words), location))
        view = self.view if invocation.certain else replace(self.view, certain=False)
        return run_program(Call(self, view, invocation, location))

    def write(self, path: str, text: str | None, *, append: bool) -> None:
        """Keep what goes to GitHub's files, and texts that a later command may run."""
        if path == GITHUB_FILES["GITHUB_OUTPUT"]:
            self.write_pairs(text, self.outputs)
        elif path == GITHUB_FILES["GITHUB_ENV"]:
            pairs: dict[str, str | None] = {}
            self.write_pairs(text, pairs)
            for name, value in pairs.items():
                self.job.env[name] = Unknown("a script computes it") if value is None else value
        elif path == GITHUB_FILES["GITHUB_PATH"]:
            folders = [line for line in (text or "").splitlines() if known(line)]
            add_pythons(self.job, [folder for folder in folders if parse_name(folder)], replace=False)
        elif text is not None and known(path) and not path.startswith("/github/"):
            where = self.inside(path)
            before = self.job.files.files.get(where)
            start = before.content if append and isinstance(before, Text) else ""
            if len(start) + len(text) > LONGEST_TEXT:
                self.job.files.files.pop(where, None)
            else:
                self.job.files.files[where] = Text(start + text)

    @staticmethod
    def write_pairs(text: str | None, into: dict[str, str | None]) -> None:
        """``name=value`` and ``name<<END`` … ``END``; a value with an unknown part is None."""
        lines = iter((text or "").splitlines())
        for line in lines:
            block = re.fullmatch(r"([\w-]+)<<(.+)", line)
            if block:
                body: list[str] = []
                for inner in lines:
                    if inner == block[2]:
                        break
                    body.append(inner)
                value = "\n".join(body)
                into[block[1]] = value if known(value) else None
                continue
            name, equals, value = line.partition("=")
            if equals and re.fullmatch(r"[\w-]+", name.strip()):
                into[name.strip()] = value if known(value) else None

    def read(self, path: str) -> str | None:
        """A text that a script wrote, or a shell script of the project."""
        found = self.job.files.files.get(self.inside(path))
        if isinstance(found, Text):
            return found.content
        return self.job.run.project.scripts.get(self.inside(path))

    def glob(self, pattern: str) -> list[str]:
        """Paths that a pattern names: wheels of the workspace, Pythons of an image."""
        if pattern.startswith("/opt/python/"):
            return self.image_pythons(pattern)
        wanted = path_pattern(self.inside(pattern))
        return [path for path in self.job.files.files if wanted.fullmatch(path)]

    def image_pythons(self, pattern: str) -> list[str]:
        """``/opt/python/cp3*/bin`` against what the image has."""
        image = self.job.run.facts.image(self.image) if self.image else None
        names = [opt_python(name) for name in image.pythons] if image else []
        depth = pattern.count("/")
        found = []
        for name in names:
            path = "/".join([f"/opt/python/{name}", *pattern.split("/")[4:]])
            if depth >= 3 and path_pattern(pattern).fullmatch(path):
                found.append(path)
        return sorted(found)

    def inside(self, path: str) -> str:
        """A path as the workspace knows it: mounted folders and the workspace's own address mapped back."""
        for outer in ("/home/runner/work/", "/github/workspace"):
            if path.startswith(outer):
                path = path.removeprefix(outer).lstrip("/")
        for mount, folder in sorted(self.mounts.items(), key=lambda item: -len(item[0])):
            if path == mount or path.startswith(mount.rstrip("/") + "/"):
                return join(folder, path[len(mount) :].lstrip("/") or ".")
        return join(".", path)

    def run_below(
        self,
        text: str,
        call: Call,
        *,
        path: str | None,
        image: str | None,
        mounts: dict[str, str],
        folder: str,
    ) -> None:
        """Follow a script that a command runs, in the same job."""
        if self.depth >= DEEPEST_SCRIPT:
            return
        line = call.location.line or 1
        written = path is not None and path not in self.job.run.project.scripts
        inner = replace(
            self,
            path=path or self.path,
            first_line=1 if path else line,
            image=image,
            mounts=mounts,
            depth=self.depth + 1,
            view=call.view,
            caller=call.location if written else self.caller,
        )
        follow(
            text,
            inner,
            dict(call.invocation.env),
            folder,
            certain=call.view.certain,
            budget=self.budget,
        )


def opt_python(name: str) -> str:
    """The folder of a Python in an official image: ``3.13t`` is ``cp313-cp313t``."""
    match = re.fullmatch(r"(pypy|graalpy)?3\.(\d+)(t?)", name)
    if not match:
        return name
    if match[1]:
        return f"pp3{match[2]}-pypy3{match[2]}_pp73"
    suffix = "m" if int(match[2]) < 8 else ""
    return f"cp3{match[2]}-cp3{match[2]}{match[3]}{suffix}"


def run_script(job: JobState, view: StepView, script: Script, text: str) -> tuple[tuple[Command, ...], Value]:
    """Follow a ``run:`` step; ``text`` has its expressions evaluated. Gives its commands and outputs."""
    host = Shell(
        job=job,
        view=view,
        path=script.location.path,
        first_line=script.first_line,
        image=job.machine.container,
        mounts={},
        commands=[],
        outputs={},
    )
    if not is_other_language(view):
        follow_whole(host, text, join(".", view.folder), powershell=uses_powershell(job, view))
    return tuple(host.commands), outputs_of(host)


def follow_whole(host: Shell, text: str, folder: str, *, powershell: bool = False) -> None:
    """Follow the script of a step; one that is left before its end is noted."""
    job, view = host.job, host.view
    language = follow_powershell if powershell else follow
    before = host.budget.steps
    if not language(text, host, variables(job, view), folder, certain=view.certain, budget=host.budget):
        place = Location(host.path, host.first_line)
        job.run.miss("the script is too long or nests too deep to be followed to its end", place)
    job.run.effort.take(before - host.budget.steps)


def outputs_of(host: Shell) -> Value:
    """The outputs of a step; others than those written plainly may exist where a write was not understood."""
    found: dict[str, Value] = {
        name: Unknown("a script computes it") if value is None else value for name, value in host.outputs.items()
    }
    return Partial(found, "a script computes it")


def variables(job: JobState, view: StepView) -> Variables:
    """The variables that a script starts with."""
    found: Variables = dict(known_env(view.env))
    event = job.run.event
    found |= GITHUB_FILES | {
        "GITHUB_WORKSPACE": ".",
        "PWD": join(".", view.folder),
        "GITHUB_REF": event.ref,
        "GITHUB_REF_NAME": event.ref_name,
        "GITHUB_REF_TYPE": "tag" if event.is_tag else "branch",
        "GITHUB_EVENT_NAME": event.name,
        "RUNNER_TEMP": "/runner/temp",
        "HOME": "/home/runner",
    }
    if job.machine.os:
        found["RUNNER_OS"] = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}[job.machine.os]
    return found


def shell_name(job: JobState, view: StepView) -> str:
    """The shell of a step: its own, the job's, the workflow's, else the system's default."""
    for template in (view.step.shell, job.job.shell, job.workflow.shell):
        if template is not None and isinstance(template.value, str):
            return next(iter(template.value.split()), "")
    return "pwsh" if job.machine.os == "windows" else "bash"


def uses_powershell(job: JobState, view: StepView) -> bool:
    """Whether a step's shell is PowerShell."""
    return shell_name(job, view) in ("pwsh", "powershell")


def is_other_language(view: StepView) -> bool:
    """Whether a step's script is Python or another language that is not followed."""
    shell = view.step.shell.value if view.step.shell else ""
    return isinstance(shell, str) and shell.split(" ")[0] in ("python", "perl", "node", "Rscript", "nu")


def run_text(job: JobState, view: StepView, text: str, first_line: int) -> None:
    """Follow a script that an action takes as an input."""
    path = view.location.path
    script = Script(text, Location(path, first_line), first_line)
    run_script(job, view, script, text)


def run_container(job: JobState, view: StepView, image: str | None, text: str, first_line: int) -> None:
    """Follow a script that an action runs in a container with the workspace mounted."""
    host = Shell(
        job=job,
        view=view,
        path=view.location.path,
        first_line=first_line,
        image=image,
        mounts={"/workspace": ".", "/io": ".", "/workdir": "."},
        commands=[],
        outputs={},
    )
    follow_whole(host, text, ".")
