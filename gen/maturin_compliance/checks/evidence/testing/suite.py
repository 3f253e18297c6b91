"""How a project tests itself: what its tests need, the command that runs them, and what must not be imported."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from posixpath import commonpath, dirname, normpath

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.crate.crate import module_name
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.testing.addopts import setting
from maturin_compliance.checks.evidence.testing.cases import cases
from maturin_compliance.checks.evidence.testing.excluded import arguments_of, paths_of
from maturin_compliance.checks.evidence.testing.requirements import dependencies, needs, plain
from maturin_compliance.checks.evidence.workflows.pipeline import job_of
from maturin_compliance.expand.release import Test
from maturin_compliance.model.project import Package

MEASURES = ("--benchmark-only", "--benchmark-enable", "--benchmark-json", "--codspeed")
"""Options of calls that measure and do not test."""


@dataclass(frozen=True, slots=True)
class Suite:
    """``needs`` are the commands that bring what the tests need, once the wheel is installed; ``command`` runs
    them in ``folder``. ``shadow`` is a folder that Python would import in place of the wheel.
    """

    needs: tuple[str, ...]
    command: str
    folder: str
    shadow: str | None


def suite(subject: Subject) -> Suite:
    """Read it from the workflows, the extras, the dependency groups and the tree."""
    package = subject.project.package
    command, folder = _command(subject)
    if command is None:
        bare = f"python -I -c {shlex.quote(f'import {_module(subject)}')}"
        return Suite(dependencies(subject), bare, ".", None)
    inside = any(file.path.startswith(f"{package.module_dir}/") for file in package.tests)
    if package.module_dir and inside:
        return Suite(needs(subject, folder), f"python -m pytest --pyargs {_package(subject)}", ".", None)
    return Suite(needs(subject, folder), command, folder, _shadow(subject, package))


def _shadow(subject: Subject, package: Package) -> str | None:
    """The folder of the Python package where it lies in one that the tests search before what is installed."""
    if package.module_dir is None:
        return None
    above = normpath(dirname(package.module_dir) or ".")
    return package.module_dir if above in {package.folder, *_searched(subject, package)} else None


def _searched(subject: Subject, package: Package) -> Iterator[str]:
    """The folders that pytest puts before what is installed: ``pythonpath``, and the roots of its test files.

    The root of a file is the first folder above it without an ``__init__.py`` (pytest 9, ``prepend``).
    """
    if (node := setting(subject, "pythonpath")) is not None:
        named = [str(item.value) for item in node.items] if node.items else str(node.value).split()
        yield from (normpath(f"{package.folder}/{name}") for name in named)
    for file in package.tests:
        folder = dirname(file.path)
        while folder and f"{folder}/__init__.py" in subject.project.tree:
            folder = dirname(folder)
        yield folder or "."


def _command(subject: Subject) -> tuple[str | None, str]:
    """The project's own call of pytest with its folder; None where it has no tests."""
    package = subject.project.package
    made = [a for a in subject.expansion.activities if isinstance(a, Test) and a.tool == "pytest"]
    usable = [a for a in made if not measures(a.words) and plain(a.words)]
    found = [(_holds(subject, a), folder_of(subject, a) == package.folder, a.wheel is not None, a) for a in usable]
    for holds, here, _, test in sorted(found, key=lambda one: one[:3], reverse=True):
        if holds or here:
            return shlex.join(("pytest", *arguments_of(test.words))), folder_of(subject, test)
    if any(folder_of(subject, a) == package.folder for a in made) and not _outside(package):
        return "pytest", package.folder
    if _outside(package):
        return f"pytest {shlex.quote(commonpath([dirname(file.path) for file in package.tests]))}", "."
    return "pytest" if package.tests else None, package.folder


def _holds(subject: Subject, test: Test) -> bool:
    """Whether the paths of a call hold tests of the package."""
    return bool(cases(subject.project.package).started_on(paths_of(test.words), folder_of(subject, test)))


def _outside(package: Package) -> bool:
    """Whether the tests lie beside the folder of the package."""
    inner = "" if package.folder == "." else f"{package.folder}/"
    return bool(package.tests) and not any(file.path.startswith(inner) for file in package.tests)


def measures(words: Sequence[str]) -> bool:
    """Whether a call of pytest runs benchmarks."""
    return any(word.partition("=")[0] in MEASURES or word.startswith("bench") for word in words)


def folder_of(subject: Subject, test: Test) -> str:
    """The folder that a step with a test works in, as written."""
    step, job = step_of(subject, test.origin), job_of(subject, test.origin)
    places = (step.step.working_directory if step else None, job.job.working_directory if job else None)
    return normpath(next((str(place.value) for place in places if place is not None), "."))


def _module(subject: Subject) -> str:
    try:
        name = module_name(subject).value
    except Skip:
        name = subject.project.name
    return name.replace("-", "_")


def _package(subject: Subject) -> str:
    return _module(subject).partition(".")[0]
