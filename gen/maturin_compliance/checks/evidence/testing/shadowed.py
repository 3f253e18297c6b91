"""Tests that import the sources of the package in place of the wheel that is installed, told by a search path."""

from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.testing.addopts import setting
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.checks.text import code, many
from maturin_compliance.expand.release import Test
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node


@dataclass(frozen=True, slots=True)
class _Shadowed:
    """A test of a wheel, the setting that puts the sources before it, and the line to edit."""

    test: Test
    setting: str
    place: Location


def shadowed(subject: Subject) -> Iterator[Problem]:
    """A problem for each setting that puts the sources before installed wheels."""
    inside = subject.project.package.module_dir
    found = list(_shadowed(subject, normpath(dirname(inside) or "."))) if inside else []
    for name in dict.fromkeys(one.setting for one in found):
        mine = [one for one in found if one.setting == name]
        where = many((one.test.origin.job for one in mine), "job {}", "the jobs {}")
        yield Problem.at(
            dict.fromkeys(place for one in mine for place in (one.place, one.test.origin.location)),
            f"{code(name)} lets the tests of {where} import {code(f'{inside}/')} of the sources, not the wheel "
            "that is installed",
            f"Take the folder of the sources out of {code(name)}.",
            warned=True,
        )


def _shadowed(subject: Subject, folder: str) -> Iterator[_Shadowed]:
    node = setting(subject, "pythonpath")
    base = subject.project.package.folder
    shared = {normpath(f"{base}/{path}") for path in _folders(node)} if node else set()
    for job in active(subject.expansion.runs):
        for test in (a for step in active_steps(job) for a in step.activities if isinstance(a, Test) and a.wheel):
            if folder in test.searched:
                yield _Shadowed(test, "PYTHONPATH", test.origin.location)
            elif node and test.tool == "pytest" and folder in shared:
                yield _Shadowed(test, "pythonpath", node.location)


def _folders(node: Node) -> list[str]:
    return [str(item.value) for item in node.items] if node.items else str(node.value).split()
