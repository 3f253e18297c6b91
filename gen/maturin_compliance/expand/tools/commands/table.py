"""Which program a command runs, wrappers such as ``uv run`` and ``sudo`` taken off."""

import re
from collections.abc import Mapping

from maturin_compliance.expand.cibuildwheel.run import run_command as cibuildwheel
from maturin_compliance.expand.maturin.interpreters import parse_name
from maturin_compliance.expand.shell import known, shown
from maturin_compliance.expand.tools.call import Call, Program
from maturin_compliance.expand.tools.commands import (
    builders,
    containers,
    installers,
    publishers,
    testers,
    texts,
    uv,
    versions,
)
from maturin_compliance.expand.tools.commands.options import PYTHON
from maturin_compliance.expand.tools.commands.sed import sed

PROGRAMS: Mapping[str, Program] = {
    "echo": texts.echo,
    "printf": texts.printf,
    "cat": texts.cat,
    "type": texts.cat,
    "pwd": texts.pwd,
    "sed": sed,
    "gsed": sed,
    "seq": texts.seq,
    "which": texts.which,
    "cut": texts.cut,
    "tr": texts.tr,
    "mkdir": texts.silent,
    "set": texts.silent,
    "chmod": texts.silent,
    "mv": texts.move,
    "cp": texts.move,
    "rm": texts.remove,
    "maturin": builders.maturin,
    "build": builders.front_end,
    "pyproject-build": builders.front_end,
    "pyodide": builders.pyodide,
    "twine": publishers.twine,
    "cibuildwheel": cibuildwheel,
    "pytest": testers.pytest,
    "py.test": testers.pytest,
    "unittest": testers.unittest,
    "cargo": testers.cargo,
    "wheel": installers.retag,
    "auditwheel": installers.retag,
    "delocate-wheel": installers.retag,
    "delvewheel": installers.retag,
    "rename": installers.retag,
    "bash": containers.shell,
    "sh": containers.shell,
    "docker": containers.docker,
    "podman": containers.docker,
}

_SUBCOMMANDS: Mapping[tuple[str, ...], Program] = {
    ("uv", "build"): uv.build,
    ("uv", "publish"): publishers.uv_publish,
    ("hatch", "publish"): publishers.hatch,
    ("uv", "sync"): uv.sync,
    ("maturin", "develop"): installers.maturin_develop,
}

_PREFIXES = frozenset(
    {
        "sudo",
        "time",
        "exec",
        "command",
        "nohup",
        "xvfb-run",
        "dbus-run-session",
        "catchsegv",
        "env",
        "then",
        "do",
        "&",
    }
)
_TASKS = frozenset(
    {
        "bazel",
        "doit",
        "duty",
        "earthly",
        "gmake",
        "inv",
        "invoke",
        "just",
        "make",
        "nox",
        "poe",
        "task",
        "tox",
    }
)
"""Programs that run what stands in files of their own, which are not followed."""
_NAMED_TASKS = frozenset({("cargo", "make"), ("cargo", "xtask"), ("hatch", "test"), ("pixi", "task")})
_SCRIPTED = frozenset({"hatch", "pdm", "pixi", "poetry", "rye"})
"""Programs whose ``run`` takes a command, or the name of a script that pyproject.toml or pixi.toml has."""
_BOUNDING = frozenset({"timeout", "gtimeout", "nice", "stdbuf", "ionice"})
_RUNNERS = (
    ("uv", "run"),
    ("uvx",),
    ("uv", "tool", "run"),
    ("pipx", "run"),
    ("poetry", "run"),
    ("pdm", "run"),
    ("hatch", "run"),
    ("rye", "run"),
    ("pixi", "run"),
    ("pipenv", "run"),
    ("coverage", "run"),
)
_VALUED = frozenset(
    [
        "--python",
        "-p",
        "--from",
        "--with",
        "--with-requirements",
        "--group",
        "--only-group",
        "--extra",
        "--package",
        "--project",
        "--directory",
        "--index",
        "--index-url",
        "--default-index",
        "--no-group",
        "--env-file",
        "--spec",
        "-e",
        "--environment",
        "--manifest-path",
    ]
)

_MODULES = frozenset({"build"})
"""Modules that bring no program of their name: one in a folder (``./build``) is the project's own."""


def run_program(call: Call) -> str | None:
    """Follow a command; gives what it prints, None where that is not known."""
    program = unwrapped(call)
    if not program.words:
        return None
    versions.note_version(program)
    if call.words[:2] == ("uv", "run"):
        uv.run(program, call.words[2 : len(call.words) - len(program.words)])
    name = program.words[0].replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
    if name in _TASKS or program.words[:2] in _NAMED_TASKS:
        leave(call, program.words)
    found = _own(program) if is_own(program) else _by_words(name, program.words)
    if found is None:
        if len(program.words) < len(call.words) and _SCRIPTED.intersection(call.words[:2]):
            leave(call, call.words)
        testers.by_way_of_another(program, call.words)
    return found(program) if found else None


def _by_words(name: str, words: tuple[str, ...]) -> Program | None:
    """What follows a program; ``name`` is its own without a folder."""
    if (name, *words[1:2]) in _SUBCOMMANDS:
        return _SUBCOMMANDS[name, words[1]]
    if installs(words):
        return installers.pip_install
    if re.fullmatch(r"(python|pypy)3?(\.\d+)?t?", name):
        return run_python
    if "/" in words[0] and words[0].endswith((".sh", ".bash")):
        return containers.script
    return None if name in _MODULES and words[0] != name else PROGRAMS.get(name)


def is_own(call: Call) -> bool:
    """Whether a program is a file of the project, or was written by its workflow, whatever its name."""
    word = call.words[0]
    return "/" in word and (
        call.path(word) in call.job.run.project.tree or call.shell.read(call.path(word)) is not None
    )


def _own(call: Call) -> Program | None:
    """A shell script of the project is followed; of another program nothing is known."""
    return containers.script if call.shell.read(call.path(call.words[0])) is not None else None


def leave(call: Call, words: tuple[str, ...]) -> None:
    """Note a command that runs what is not followed; where that may be tests, it is an activity of its own."""
    told = tuple(shown(word) for word in words)
    call.job.unfollowed.append((" ".join(told[:2]), call.location))


def run_python(call: Call) -> str | None:
    """``python -m MODULE`` runs that program; ``python -c`` may be a test of the import."""
    words = call.words
    if "-m" in words[1:4]:
        at = words.index("-m")
        env = {PYTHON: words[0]} if parse_name(words[0]) else {}
        return run_program(call.with_words(*words[at + 1 :], env=env))
    if words[1:2] == ("-c",):
        return installers.python_code(call)
    return None


def installs(words: tuple[str, ...]) -> bool:
    """Whether a command is an installation by pip or uv."""
    if words[:3] == ("uv", "pip", "install"):
        return True
    tool = words[0].rpartition("/")[2]
    if tool == "pipx" and words[1:2] == ("install",):
        return True
    return bool(re.fullmatch(r"pip3?(\.\d+)?", tool)) and words[1:2] == ("install",)


def unwrapped(call: Call) -> Call:
    """A command without what stands before the program: ``sudo``, ``env A=b``, ``uv run --with X``."""
    for _ in range(8):
        words = list(call.words)
        env: dict[str, str] = {}
        words = prefixes_off(words, env)
        runner = next((r for r in _RUNNERS if tuple(words[: len(r)]) == r), None)
        if runner is not None:
            words, more = options_off(words[len(runner) :])
            env |= more
        if tuple(words) == call.words and not env:
            return call
        call = call.with_words(*words, env=env)
    return call


def prefixes_off(words: list[str], env: dict[str, str]) -> list[str]:
    """Take off ``sudo``, ``timeout 300``, ``nice -n 5`` and variables, which go into ``env``."""
    while words:
        if words[0] in _BOUNDING:
            tool = words.pop(0)
            while words and words[0].startswith("-"):
                name = words.pop(0)
                if name in ("-k", "-s", "-n", "-c", "--kill-after", "--signal", "--adjustment") and words:
                    words.pop(0)
            if tool in ("timeout", "gtimeout") and words:
                words.pop(0)
        elif words[0] in _PREFIXES or re.fullmatch(r"[A-Za-z_]\w*=.*", words[0]):
            name, equals, value = words.pop(0).partition("=")
            if equals and known(value):
                env[name] = value
        else:
            break
    return words


def options_off(words: list[str]) -> tuple[list[str], dict[str, str]]:
    """Take off the options of a runner; ``--python`` and ``--from`` are kept as variables."""
    env: dict[str, str] = {}
    while words and words[0].startswith("-"):
        name, equals, value = words.pop(0).partition("=")
        if name == "--":
            break
        if not equals and name in _VALUED and words:
            value = words.pop(0)
        if name in ("--python", "-p") and value:
            env[PYTHON] = value
        if name in ("--from", "--with", "--spec"):
            env |= tool_version(value)
    asked = re.match(r"(maturin|cibuildwheel)(\[[^]]*\])?(@|==|>=|<|~=)", words[0]) if words else None
    if asked:
        env |= tool_version(words[0].replace("@", "=="))
        words = [asked[1], *words[1:]]
    return words, env


def tool_version(requirement: str) -> dict[str, str]:
    """The version of maturin or cibuildwheel that a runner is asked for."""
    match = re.fullmatch(r"(maturin|cibuildwheel)(?:\[[^]]*\])?\s*(.*)", requirement)
    if match is None or not match[2]:
        return {}
    return {f"\ue001{match[1]}": match[2].removeprefix("==")}
