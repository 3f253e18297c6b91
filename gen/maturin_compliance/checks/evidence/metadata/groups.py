"""Dependency groups that commands of the workflows ask for."""

from collections.abc import Iterator
from itertools import pairwise
from posixpath import basename

from packaging.utils import canonicalize_name

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.expand.shell.words import known
from maturin_compliance.location import Location

OPTIONS = frozenset({"--group", "--only-group", "--no-group"})
INSTALLERS = frozenset({"uv", "pip", "pip3"})


def absent(subject: Subject) -> Iterator[tuple[str, Location]]:
    """Give the groups that uv or pip is told to take and that no pyproject.toml has, with the command's line."""
    project = need.pyproject(subject)
    if sum(basename(path) == "pyproject.toml" for path in subject.project.tree.files) > 1:
        raise Skip("the repository has several `pyproject.toml`, and which one a command reads is not followed")
    there = {canonicalize_name(name) for name in project.dependency_groups}
    tool = project.tools.get("uv")
    if tool and "dev-dependencies" in tool.mapping:
        there.add(canonicalize_name("dev"))
    for name, place in _asked(subject):
        if canonicalize_name(name) not in there:
            yield name, place


def _asked(subject: Subject) -> Iterator[tuple[str, Location]]:
    for job in subject.expansion.jobs:
        for command in (command for step in job.steps for command in step.commands):
            if INSTALLERS.isdisjoint(command.words[:3]) or not all(map(known, command.words)):
                continue
            for before, word in pairwise((*command.words, "")):
                option, equals, value = before.partition("=")
                name = value if equals else word
                if option in OPTIONS and name and ":" not in name:
                    yield name, command.location
