"""Programs that run tests: test runners, and programs that run what stands in files of their own."""

import re
from collections.abc import Iterator, Sequence

from maturin_compliance.expand.release import Test
from maturin_compliance.expand.shell import known, shown
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands.pythons import python_of
from maturin_compliance.expand.tools.deselected import deselected

_TASKS = frozenset(
    {"make", "gmake", "just", "task", "invoke", "inv", "poe", "hatch", "pixi", "pdm", "rye", "npm", "earthly"}
    | {"bazel", "docker"}
)
"""Programs that run a task that a file of theirs describes."""
_RUNNERS = frozenset({"tox", "nox", "nosetests", "nose2", "stestr", "ward", "pytest", "py.test"})
_OWN = frozenset({"tox", "nox", "hatch"})
"""Programs that run tests in an environment which they make, whatever the job has installed."""
_CHOOSE = frozenset({"tox", "nox"})
"""Programs that choose the Pythons of these themselves."""
_NO_TESTS = frozenset(
    {"pip", "pip3", "pipx", "echo", "which", "command", "grep", "cat", "mypy", "ruff", "apt-get"}
)
_INSTALLS = frozenset({"install", "add", "sync"})
_ASKED = frozenset({"-e", "-s", "--session", "--sessions"})
_OTHER = (
    *("lint", "doc", "type", "mypy", "format", "fmt", "style", "audit", "build", "release", "publish", "clean"),
    *("readme", "meta"),
)
_NO_RUNS = frozenset({"report", "show-env", "clean", "run", "help"})
"""Subcommands of ``cargo llvm-cov`` that run no tests; without one it runs them."""
_PYTHON_OF_SESSION = re.compile(
    r"(?P<pypy>pypy)?(?:py|cpython)?(?P<major>3)\.?(?P<minor>\d{1,2})(?P<threads>t?)(?=-|$)"
)
"""A factor of tox that names the Python of its environment: ``py312``, ``3.14t``, ``pypy3.11-django``."""


def pytest(call: Call) -> str | None:
    """``pytest`` with what it leaves out."""
    words = call.words
    start = next((i for i, word in enumerate(words) if word.rpartition("/")[2] in ("pytest", "py.test")), 0)
    note_test(call, "pytest", words[start:])
    return ""


def unittest(call: Call) -> str | None:
    """``python -m unittest``."""
    note_test(call, "unittest", call.words)
    return ""


def cargo(call: Call) -> str | None:
    """``cargo test``, ``cargo nextest`` and ``cargo llvm-cov``, which runs the same tests."""
    words = [word for word in call.words[1:] if not word.startswith("+")]
    measured = words[:1] == ["llvm-cov"] and _NO_RUNS.isdisjoint(words[1:2])
    if measured or words[:1] in (["test"], ["t"], ["nextest"]):
        note_test(call, "cargo test", call.words)
    return ""


def by_way_of_another(call: Call, written: Sequence[str]) -> None:
    """Note a command that runs tests by way of another program, which is not followed.

    ``written`` are its words with what stands before the program (``hatch run``).
    """
    for words in (written, call.words):
        tool = _tool([shown(word) for word in words])
        if tool is not None:
            note_test(call, tool, words, followed=False)
            return


def _tool(words: Sequence[str]) -> str | None:
    """How a command that may run tests is named: a test runner, or a task with "test" in its name."""
    if not words or words[0] in _NO_TESTS or _INSTALLS.intersection(words[1:4]) or "--notest" in words:
        return None
    if words[0] in _TASKS:
        named = next((i for i, word in enumerate(words) if i and "test" in word), None)
        if named is not None:
            return " ".join((words[0], *(["run"] if words[1] == "run" else []), words[named]))
    names = (word.replace("\\", "/").rpartition("/")[2] for word in words)
    found = next((name for name in names if name in _RUNNERS), None)
    return None if found is None or _only_others(words) else found


def _only_others(words: Sequence[str]) -> bool:
    """Whether all sessions that tox or nox is asked for do something else than test."""
    sessions = [name for name in _sessions(words) if name]
    return bool(sessions) and all(name == "dev" or any(part in name for part in _OTHER) for name in sessions)


def _sessions(words: Sequence[str]) -> Iterator[str]:
    for word, following in zip(words, (*words[1:], ""), strict=True):
        name, equals, value = word.partition("=")
        if name in _ASKED:
            yield from (value if equals else following).split(",")
        elif word[:2] in _ASKED and word[2:]:
            yield from word[2:].split(",")


def note_test(call: Call, tool: str, words: Sequence[str], *, followed: bool = True) -> None:
    """Note a command that runs tests."""
    program = tool.partition(" ")[0]
    python = _python_of_sessions(words) if program in _CHOOSE else python_of(call)
    call.job.activities.append(
        Test(
            origin=call.job.origin(call.location),
            tool=tool,
            words=tuple(shown(word) for word in words),
            wheel=None if program in _OWN else call.job.installed,
            deselected=tuple(deselected(words)),
            python=str(python) if python else None,
            followed=followed,
            searched=tuple(searched(call)),
        )
    )


def _python_of_sessions(words: Sequence[str]) -> str | None:
    """The Python that the name of the only environment tells, as ``py312`` does."""
    names = [name for name in _sessions([shown(word) for word in words]) if name]
    found = _PYTHON_OF_SESSION.match(names[0]) if len(names) == 1 else None
    if found is None:
        return None
    return f"{found['pypy'] or ''}{found['major']}.{found['minor']}{found['threads']}"


def searched(call: Call) -> Iterator[str]:
    """The folders of PYTHONPATH as the workspace knows them."""
    between = ";" if call.job.machine.os == "windows" else ":"
    for folder in (call.variable("PYTHONPATH") or "").split(between):
        if known(folder) and folder:
            yield call.path(folder)
