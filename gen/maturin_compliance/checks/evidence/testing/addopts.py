"""Options that the configuration of pytest, or the environment, gives to every call (``addopts``)."""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.text import quoted
from maturin_compliance.expand.release import StepRun, Test
from maturin_compliance.expand.tools.deselected import deselected
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node

LAST_COUNTS = frozenset({"-k", "-m"})
"""Options of which pytest takes the last one alone."""
_INI = (("pytest.ini", "pytest"), (".pytest.ini", "pytest"))
_AFTER = (("tox.ini", "pytest"), ("setup.cfg", "tool:pytest"))
_OTHER_FILE = ("-c", "--config-file")
_OVERRIDES = ("-o", "--override-ini")


@dataclass(frozen=True, slots=True)
class Option:
    """An option that leaves tests out, and where it stands; ``shared`` that it is one of ``addopts``."""

    name: str
    value: str
    location: Location
    shared: bool = False

    def __str__(self) -> str:
        return f"{self.name} {quoted(self.value)}" if self.name in LAST_COUNTS else f"{self.name}={self.value}"


def options_of(subject: Subject, step: StepRun, test: Test) -> tuple[Option, ...]:
    """The options by which a call of pytest leaves tests out: those of the configuration come first."""
    place = test.origin.location
    given = [Option(name, value, place) for name, value in test.deselected]
    own = _own_addopts(test.words)
    if own is not None:
        shared = _read(own, place, shared=False)
    else:
        node = None if _names_a_file(test.words) else setting(subject, "addopts")
        shared = _read(_words(node), node.location, shared=True) if node else []
    environment = step.env.get("PYTEST_ADDOPTS")
    more = _read(_split(environment), place, shared=False) if isinstance(environment, str) else []
    every = [*shared, *more, *given]
    last = {option.name: option for option in every if option.name in LAST_COUNTS}
    return tuple(one for one in every if last.get(one.name, one) is one)


def _read(words: list[str], place: Location, *, shared: bool) -> list[Option]:
    return [Option(name, value, place, shared) for name, value in deselected(words)]


def _own_addopts(words: tuple[str, ...]) -> list[str] | None:
    """What a call sets ``addopts`` to; None where it leaves it as it is."""
    found = None
    for word, before in zip(words[1:], words, strict=False):
        value = word if before in _OVERRIDES else word.partition("=")[2] if word.startswith(_OVERRIDES[1]) else ""
        if value.startswith("addopts="):
            found = _split(value.partition("=")[2])
    return found


def _names_a_file(words: tuple[str, ...]) -> bool:
    return any(word.partition("=")[0] in _OTHER_FILE for word in words[1:])


def setting(subject: Subject, name: str) -> Node | None:
    """A setting of the first file that pytest takes for its configuration."""
    for folder in dict.fromkeys((subject.project.package.folder, ".")):
        for settings in _sections(subject, folder):
            return settings.mapping.get(name)
    return None


def _sections(subject: Subject, folder: str) -> Iterator[Node]:
    """The sections on pytest of a folder's files, in the order in which pytest looks for one."""
    configs = subject.project.configs
    above = "" if folder == "." else f"{folder}/"
    for name, section in _INI:
        if (found := configs.get(above + name)) is not None:
            yield found.mapping.get(section, found)
    package = subject.project.package
    tool = package.pyproject.tools.get("pytest") if package.pyproject and package.folder == folder else None
    if tool is not None:
        yield tool.mapping.get("ini_options", tool)
    for name, section in _AFTER:
        if (found := configs.get(above + name)) is not None and section in found.mapping:
            yield found.mapping[section]


def _words(node: Node) -> list[str]:
    if node.items:
        return [str(item.value) for item in node.items]
    return _split(node.value) if isinstance(node.value, str) else []


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # a quote that is not closed
        return []
