"""How a project tests itself: what its tests need, the command that runs them, and what must not be imported."""

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname, normpath

from packaging.utils import canonicalize_name

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.crate import module_name
from maturin_compliance.checks.evidence.pipeline import job_of
from maturin_compliance.checks.evidence.shipping import step_of
from maturin_compliance.expand.release import Test
from maturin_compliance.model.project import Package
from maturin_compliance.model.pyproject import Dependency

MEASURES = ("--benchmark-only", "--benchmark-enable", "--codspeed")
"""Options of calls that measure and do not test."""
_COMPUTED = re.compile(r"[$*?]")
"""What the shell puts something else for."""
_PREFERRED = ("test", "tests", "testing", "dev", "development")


@dataclass(frozen=True, slots=True)
class Suite:
    """``needs`` are the commands that bring what the tests need, once the wheel is installed; ``command`` runs
    them in ``folder``. ``shadow`` is a folder beside the tests that Python would import in place of the wheel.
    """

    needs: tuple[str, ...]
    command: str
    folder: str
    shadow: str | None


def suite(subject: Subject) -> Suite:
    """Read it from the workflows, the extras, the dependency groups and the tree."""
    package = subject.project.package
    command = _command(subject)
    if command is None:
        bare = f"python -I -c {shlex.quote(f'import {_module(subject)}')}"
        return Suite(_dependencies(subject), bare, ".", None)
    inside = any(file.path.startswith(f"{package.module_dir}/") for file in package.tests)
    if package.module_dir and inside:
        return Suite(_needs(subject), f"python -m pytest --pyargs {_package(subject)}", ".", None)
    return Suite(_needs(subject), command, package.folder, _shadow(package))


def _shadow(package: Package) -> str | None:
    """The folder of the Python package where it lies in the folder that the tests start in."""
    if package.module_dir is None or normpath(dirname(package.module_dir) or ".") != package.folder:
        return None
    return basename(package.module_dir)


def _command(subject: Subject) -> str | None:
    """The project's own call of pytest, the first that measures nothing; None where it has no tests."""
    package = subject.project.package
    calls = [a for a in subject.expansion.activities if isinstance(a, Test) and a.tool == "pytest"]
    for test in sorted(calls, key=lambda a: a.wheel is None):
        if not measures(test.words) and folder_of(subject, test) == package.folder and _plain(test.words):
            return shlex.join(("pytest", *test.words[1:]))
    return "pytest" if calls or package.tests else None


def measures(words: Sequence[str]) -> bool:
    """Whether a call of pytest runs benchmarks."""
    return any(word.partition("=")[0] in MEASURES for word in words)


def folder_of(subject: Subject, test: Test) -> str:
    """The folder that a step with a test works in, as written."""
    step, job = step_of(subject, test.origin), job_of(subject, test.origin)
    places = (step.step.working_directory if step else None, job.job.working_directory if job else None)
    return normpath(next((str(place.value) for place in places if place is not None), "."))


def _plain(words: Sequence[str]) -> bool:
    """Whether a call means the same anywhere: nothing of it is computed, or is a place of one machine."""
    return not any(_COMPUTED.search(word) or word.startswith(("/", "..")) for word in words)


def _needs(subject: Subject) -> tuple[str, ...]:
    pyproject, name = subject.project.package.pyproject, subject.project.name
    groups = pyproject.dependency_groups if pyproject else {}
    extras = pyproject.project.optional_dependencies if pyproject and pyproject.project else {}
    where = "" if subject.project.package.folder == "." else f"{subject.project.package.folder}/pyproject.toml:"
    if (group := _with_pytest(groups)) is not None:
        return ("python -m pip install --upgrade pip", f"python -m pip install --group {where}{group} {name}")
    if (extra := _with_pytest(extras)) is not None:
        return (f'python -m pip install "{name}[{extra}]"',)
    asked = [word for word in _installed(subject) if canonicalize_name(word) != canonicalize_name(name)]
    return (shlex.join(("python", "-m", "pip", "install", *([name] if _requires(subject) else []), *asked)),)


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
        job = job_of(subject, test.origin)
        commands = [c.words for step in (job.steps if job else ()) for c in step.commands]
        found = dict.fromkeys(argument for words in commands for argument in _arguments(words))
        if any(argument[-1].startswith("pytest") for argument in found):
            return tuple(word for argument in found for word in argument)
    return ("pytest",)


def _arguments(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The plain requirements and requirement files of an installation by pip."""
    words = words[2:] if words[:2] == ("python", "-m") else words[1:] if words[:1] == ("uv",) else words
    if words[:2] not in {("pip", "install"), ("pip3", "install")}:
        return
    for word, before in zip(words[2:], words[1:], strict=False):
        if before in {"-r", "--requirement"} and _plain([word]):
            yield ("-r", word)
        elif not word.startswith(("-", ".", "/")) and not before.startswith("-") and _is_requirement(word):
            yield (word,)


def _is_requirement(word: str) -> bool:
    return not any(mark in word for mark in ("$", "*", "/", ".whl", ".tar")) and word not in {"pip", "setuptools"}


def _requires(subject: Subject) -> bool:
    """Whether the package has dependencies, or may: where pyproject.toml leaves them to be told."""
    pyproject = subject.project.package.pyproject
    return bool(pyproject and pyproject.project and pyproject.project.dependencies)


def _dependencies(subject: Subject) -> tuple[str, ...]:
    return (f"python -m pip install {subject.project.name}",) if _requires(subject) else ()


def _module(subject: Subject) -> str:
    try:
        name = module_name(subject).value
    except Skip:
        name = subject.project.name
    return name.replace("-", "_")


def _package(subject: Subject) -> str:
    return _module(subject).partition(".")[0]
