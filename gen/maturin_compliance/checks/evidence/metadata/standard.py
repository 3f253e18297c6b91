"""What PyPA's own library says of ``[project]``; it is given values alone and opens no file."""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyproject_metadata import ConfigurationError, StandardMetadata
from pyproject_metadata.errors import ConfigurationTypeError
from pyproject_metadata.project_table import ProjectTable, to_project_table

from maturin_compliance.location import Location
from maturin_compliance.model.node import Node

FIELDS = frozenset(ProjectTable.__annotations__)
"""Keys of ``[project]``, as the library knows them."""

TOLD = frozenset({"version", "requires-python", "dependencies", "optional-dependencies"})
"""Fields whose texts other checks look at (states-its-version, states-the-pythons,
writes-valid-requirements); what remains for the library is their type."""

_FILES = frozenset({"readme", "license", "license-files"})
"""Fields for which the library would open files; other checks look for these in the tree."""

_KEY = re.compile(r"(?:project\.)?(?P<field>[^.\[]+)(?:\[(?P<index>\d+)\])?")
_ADDRESS = re.compile(r"<[^<>@\s]+@[^<>@\s]+>")
_HEAD = re.compile(r'^Field "[^"]*" ')


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a value of ``[project]``, in the library's words; they may hold the value."""

    key: str
    text: str
    location: Location


class LibraryError(Exception):
    """The library ends with an error of its own, as version 0.12.1 does where ``dynamic`` is no array."""


def faults(table: Node) -> tuple[Fault, ...]:
    """Give what is wrong with the table ``[project]``, beyond what other checks say. Raises LibraryError."""
    project = {key: _plain(node) for key, node in table.mapping.items()}
    found = [*_raised(lambda: to_project_table({"project": project}, collect_errors=True))]
    faulty = {_field(error) for error in found}
    # What is wrong by itself cannot be judged together with the rest.
    rest = {key: value for key, value in project.items() if key not in faulty | TOLD | _FILES | {"dynamic"}}
    dynamic = [] if "dynamic" in faulty else [key for key in project.get("dynamic", ()) if key not in TOLD]
    whole = {"name": "a", "version": "0", **rest, "dynamic": dynamic}
    together = _raised(
        lambda: StandardMetadata.from_pyproject({"project": whole}, allow_extra_keys=True, all_errors=True)
    )
    named = tuple(_addresses(table))
    own = (error for error in found if _field(error) not in TOLD or isinstance(error, ConfigurationTypeError))
    return tuple(dict.fromkeys((*(_fault(error, table) for error in (*own, *together)), *named)))


def _addresses(table: Node) -> Iterator[Fault]:
    """Give the names of people that hold an address, which the library does not look at."""
    for field in ("authors", "maintainers"):
        people = table.mapping[field].items if field in table.mapping else ()
        for index, person in enumerate(people):
            name = person.mapping.get("name")
            if name is not None and _ADDRESS.search(str(name.value)):
                text = "holds an address, which belongs in email"
                yield Fault(f"project.{field}[{index}].name", text, name.location)


def _raised(read: Callable[[], object]) -> Iterator[ConfigurationError]:
    """Give the errors that the library collects; its warnings are matters of other checks."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read()
    except ExceptionGroup as group:
        yield from _errors(group.exceptions)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise LibraryError(type(error).__name__) from None


def _errors(found: Iterable[Exception]) -> Iterator[ConfigurationError]:
    for error in found:
        if isinstance(error, ExceptionGroup):
            yield from _errors(error.exceptions)
        elif isinstance(error, ConfigurationError):
            yield error


def _fault(error: ConfigurationError, table: Node) -> Fault:
    match = _KEY.match(error.key or "")
    node = table.mapping.get(match["field"], table) if match else table
    if match and match["index"] and int(match["index"]) < len(node.items):
        node = node.items[int(match["index"])]
    return Fault(error.key or "project", _HEAD.sub("", str(error)), node.location)


def _field(error: ConfigurationError) -> str:
    match = _KEY.match(error.key or "")
    return match["field"] if match else ""


def _plain(node: Node) -> Any:
    if isinstance(node.value, Mapping):
        return {key: _plain(value) for key, value in node.mapping.items()}
    return [_plain(item) for item in node.items] if isinstance(node.value, tuple) else node.value
