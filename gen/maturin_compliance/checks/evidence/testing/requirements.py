"""What a project's tests need besides the wheel: its groups, its extras, or what its jobs install by hand."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from posixpath import normpath

from packaging.utils import canonicalize_name

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import job_of
from maturin_compliance.expand.release import Test
from maturin_compliance.model.pyproject import Dependency

_PREFERRED = ("test", "tests", "testing", "dev", "development")
_COMPUTED = re.compile(r"[$*?]")
"""What the shell puts something else for."""
_TOOLS = frozenset({"pip", "setuptools", "wheel", "build", "twine", "maturin"})
"""What jobs install to build and publish, and no test needs."""
_PYTHON = re.compile(r"(python|pypy)[\d.]*t?")
_PIP = re.compile(r"pip[\d.]*")


def plain(words: Sequence[str]) -> bool:
    """Whether a call means the same anywhere: nothing of it is computed, or is a place of one machine."""
    return not any(_COMPUTED.search(word) or word.startswith(("/", "..")) for word in words)


def needs(subject: Subject, folder: str) -> tuple[str, ...]:
    """The commands that bring what tests need that start in a folder."""
    name, package = subject.project.name, subject.project.package
    for place in dict.fromkeys((package.folder, folder)):
        path = normpath(f"{place}/pyproject.toml")
        pyproject = subject.project.pyprojects.get(path)
        if pyproject and (group := _with_pytest(pyproject.dependency_groups)) is not None:
            named = group if place == "." else f"{path}:{group}"
            return ("python -m pip install --upgrade pip", f"python -m pip install --group {named} {name}")
    pyproject = package.pyproject
    extras = pyproject.project.optional_dependencies if pyproject and pyproject.project else {}
    if (extra := _with_pytest(extras)) is not None:
        return (f'python -m pip install "{name}[{extra}]"',)
    asked = [word for word in _installed(subject) if canonicalize_name(word) != canonicalize_name(name)]
    return (shlex.join(("python", "-m", "pip", "install", *([name] if _requires(subject) else []), *asked)),)


def dependencies(subject: Subject) -> tuple[str, ...]:
    """The command that brings what the package itself needs; none where it needs nothing."""
    return (f"python -m pip install {subject.project.name}",) if _requires(subject) else ()


def _with_pytest(groups: Mapping[str, tuple[Dependency, ...]]) -> str | None:
    found = [
        name
        for name, several in groups.items()
        if any(d.requirement and d.requirement.name == "pytest" for d in several)
    ]
    return next((name for name in _PREFERRED if name in found), found[0] if found else None)


def _installed(subject: Subject) -> tuple[str, ...]:
    """What jobs that run pytest install by hand before it; pytest alone where none does."""
    for test in (a for a in subject.expansion.activities if isinstance(a, Test) and a.tool == "pytest"):
        found = dict.fromkeys(a for words in _before(subject, test) for a in _arguments(words))
        if any(_may_bring_pytest(subject, argument) for argument in found):
            return tuple(word for argument in found for word in argument)
    return ("pytest",)


def _before(subject: Subject, test: Test) -> Iterator[tuple[str, ...]]:
    """The commands of a test's job up to the test."""
    job = job_of(subject, test.origin)
    for command in (c for step in (job.steps if job else ()) for c in step.commands):
        if command.location == test.origin.location:
            return
        yield command.words


def _may_bring_pytest(subject: Subject, argument: tuple[str, ...]) -> bool:
    """Whether an argument is pytest or a plugin of it, or a file of requirements in the repository."""
    return argument[-1].startswith("pytest") or (len(argument) > 1 and argument[-1] in subject.project.tree)


def _arguments(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The plain requirements and requirement files of an installation by pip."""
    words = _as_pip(words)
    if words[:2] != ("pip", "install"):
        return
    for word, before in zip(words[2:], words[1:], strict=False):
        name, equals, value = word.partition("=")
        if before in {"-r", "--requirement"} and plain([word]):
            yield ("-r", word)
        elif equals and name == "--requirement" and plain([value]):
            yield ("-r", value)
        elif word.startswith("-r") and len(word) > len("-r") and plain([word[2:]]):
            yield ("-r", word[2:])
        elif not word.startswith(("-", ".", "/")) and not before.startswith("-") and _is_requirement(word):
            yield (word,)


def _as_pip(words: Sequence[str]) -> tuple[str, ...]:
    """A command as if pip itself were called: ``venv/bin/pip``, ``python3 -m pip`` and ``uv pip`` are the same."""
    names = [_program(word) for word in words[:3]]
    if names and _PYTHON.fullmatch(names[0]) and words[1:2] == ("-m",):
        words, names = words[2:], names[2:]
    elif names[:1] == ["uv"]:
        words, names = words[1:], names[1:]
    return ("pip", *words[1:]) if names and _PIP.fullmatch(names[0]) else ()


def _program(word: str) -> str:
    return word.replace("\\", "/").rpartition("/")[2].removesuffix(".exe")


def _is_requirement(word: str) -> bool:
    marks = ("$", "*", "/", "\\", ".whl", ".tar")
    return not any(mark in word for mark in marks) and re.split(r"[\[<>=!~;@ ]", word)[0] not in _TOOLS


def _requires(subject: Subject) -> bool:
    """Whether the package has dependencies, or may: where pyproject.toml leaves them to be told."""
    pyproject = subject.project.package.pyproject
    return bool(pyproject and pyproject.project and pyproject.project.dependencies)
