"""What PowerShell lets pass, and what a Windows wheel that is built elsewhere links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from packaging.version import Version

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.checks.evidence.workflows.scripts import is_powershell, shell_of
from maturin_compliance.expand.release import Command, JobRun, StepRun
from maturin_compliance.location import Location

IMPORT_LIBRARY = frozenset({"generate-import-lib", "generate-abi3-import-lib"})
"""Features of pyo3 that make an import library of Python."""

PROGRAMS = frozenset(
    {
        "python",
        "python3",
        "py",
        "pip",
        "pip3",
        "pipx",
        "uv",
        "uvx",
        "pytest",
        "maturin",
        "cargo",
        "rustup",
        "git",
        "gh",
    }
    | {"nox", "tox", "npm", "choco", "poetry", "hatch", "pdm", "twine", "7z", "curl", "just", "make"}
)
WORK: tuple[tuple[str, ...], ...] = (
    ("pytest",),
    ("unittest",),
    ("tox",),
    ("nox",),
    ("cargo", "test"),
    ("cargo", "nextest"),
    ("cargo", "clippy"),
    ("cargo", "build"),
    ("maturin", "build"),
    ("uv", "build"),
)
"""Words of commands that are there to fail: one that only prepares them makes a later one fail."""

TESTS = frozenset({"pytest", "unittest", "tox", "nox", "test", "nextest"})
CAREFUL = re.compile(r"LASTEXITCODE|PSNativeCommandUseErrorActionPreference|errorlevel|\|\||&&", re.IGNORECASE)
OF_WINDOWS = re.compile(r"[\\`]|\$env:|%\w+%|\b[A-Z][a-z]+-[A-Z]|^\s*(?:if|foreach|call)\b", re.MULTILINE)
"""What bash reads otherwise: paths, variables, cmdlets and blocks of PowerShell and cmd."""

FILES = re.compile(r"(?<![\w:`])\$\{?(?P<file>GITHUB_(?:ENV|OUTPUT|PATH))\b\}?(?!\s*=)")
EXPORT = re.compile(r"\s*export\s+[A-Za-z_]\w*=")
NAMED = re.compile(r"[\"'\s](?P<name>[A-Za-z_]\w*)=")


@dataclass(frozen=True, slots=True)
class Lost:
    """A line that writes to a variable which PowerShell does not have; ``name`` is what it sets, or empty."""

    file: str
    name: str
    location: Location


def lost(job: JobRun, step: StepRun) -> Iterator[Lost]:
    """What a script of PowerShell writes to ``$GITHUB_ENV`` and the like, as bash would."""
    script = step.step.run
    if script is None or not is_powershell(job, step):
        return
    assigned = set(re.findall(r"\$(GITHUB_\w+)\s*=", script.text))
    for number, line in enumerate(script.text.splitlines()):
        found = FILES.search(line)
        if found and found["file"] not in assigned and not line.lstrip().startswith(("#", "bash ")):
            name = NAMED.search(line)
            yield Lost(found["file"], name["name"] if name else "", script.line(number))


@dataclass(frozen=True, slots=True)
class Foreign:
    """A line of bash in a script that PowerShell runs, and why PowerShell cannot do with it."""

    text: str
    why: str
    location: Location


def foreign(job: JobRun, step: StepRun) -> Iterator[Foreign]:
    """The lines of a script on Windows that only bash runs."""
    script = step.step.run
    if script is None or job.os != "windows" or not is_powershell(job, step):
        return
    for command in step.commands:
        if _installs(command.words) and any("*" in word for word in command.words):
            why = "hands on `*` as it is: the installer finds no file of that name"
            yield Foreign(" ".join(command.words), why, command.location)
    for number, line in enumerate(script.text.splitlines()):
        if EXPORT.match(line):
            yield Foreign(line.strip(), "has no command `export`", script.line(number))


def _installs(words: tuple[str, ...]) -> bool:
    """Whether a command is an installation by pip or uv, which expand no wildcards."""
    programs = [word.replace("\\", "/").rpartition("/")[2].removesuffix(".exe") for word in words]
    return any(pair in {("pip", "install"), ("pip3", "install")} for pair in pairwise(programs))


def runs_elsewhere(subject: Subject, job: JobRun) -> bool:
    """Whether other combinations of a job run its scripts with bash."""
    runs = (*subject.expansion.release.runs, *subject.expansion.runs)
    same = (other for run in runs for other in run.jobs if other.job.location == job.job.location)
    return any(other.os in {"linux", "macos"} for other in same)


def scripts(subject: Subject) -> Iterator[tuple[JobRun, StepRun]]:
    """Every script that PowerShell or cmd runs, each once."""
    seen = set()
    for job in active(subject.expansion.runs):
        for step in active_steps(job):
            place = step.step.location
            if step.step.run is None or place in seen:
                continue
            if is_powershell(job, step) or shell_of(job, step) == "cmd":
                seen.add(place)
                yield job, step


def unseen(step: StepRun) -> Iterator[tuple[Command, Command]]:
    """Commands whose failure the script does not see, with the program that is called after them."""
    if step.step.run is None or CAREFUL.search(step.step.run.text):
        return
    called = [command for command in step.commands if program(command) in PROGRAMS]
    for command, after in pairwise(called):
        if works(command) and not _takes_its_wheel(command, after):
            yield command, after


def _takes_its_wheel(command: Command, after: Command) -> bool:
    """Whether a command installs what another one builds: it fails where there is no wheel."""
    local = "--no-index" in after.words or any(word.endswith(".whl") for word in after.words)
    return "build" in command.words and "install" in after.words and local


def in_steps_of_their_own(step: StepRun) -> str:
    """How a failure is seen; bash is no way out for a script that is written in the words of Windows."""
    bash = "" if step.step.run and OF_WINDOWS.search(step.step.run.text) else ", or give the step `shell: bash`"
    return f"Write the commands into steps of their own{bash}."


def program(command: Command) -> str:
    """The program of a command, without its folder and ending."""
    word = command.words[0].replace("\\", "/").rpartition("/")[2].lower() if command.words else ""
    return word.removesuffix(".exe")


def works(command: Command) -> bool:
    """Whether a command builds or tests."""
    words = [word.removesuffix(".exe") for word in command.words[:6]]
    return "install" not in words and any(all(part in words for part in work) for work in WORK)


def is_test(command: Command) -> bool:
    """Whether a command runs tests."""
    return works(command) and not TESTS.isdisjoint(command.words[:6])


def import_library(subject: Subject) -> str:
    """The PyO3 that needs an import library which nothing makes; "" where there is no such."""
    package = subject.project.package
    for dependency in package.manifest.dependencies if package.manifest else ():
        if dependency.package not in {"pyo3", "pyo3-ffi"} or dependency.kind != "normal":
            continue
        features = {feature.value for feature in dependency.features}
        if features & IMPORT_LIBRARY:
            return ""
        version = _version(subject, dependency.package, dependency.requirement or "")
        if version is not None and version < Version("0.29"):
            return f"PyO3 {version}"
    return ""


def _version(subject: Subject, crate: str, requirement: str) -> Version | None:
    lockfile = subject.project.package.lockfile
    locked = lockfile.versions(crate) if lockfile else ()
    found = re.search(r"\d+(\.\d+)+", requirement)
    text = max(locked, key=Version) if locked else found[0] if found else None
    return Version(text) if text else None
