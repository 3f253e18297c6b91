"""What starts a workflow: ``on`` as one event, a list of events or a mapping with filters."""

import re

from maturin_compliance.facts.syntax import WorkflowEvent, events
from maturin_compliance.location import Located
from maturin_compliance.model.node import Template
from maturin_compliance.model.workflow import Input, Trigger
from maturin_compliance.read.getters import Cursor

_REGULAR = re.compile(r"(?<!\[)\^|\\[dws]")


def read_triggers(root: Cursor) -> tuple[Trigger, ...]:
    """The triggers of a workflow, in its order."""
    on = root.get("on")
    if on is None:
        return ()
    if isinstance(on.node.value, str):
        found = Located(on.node.value, on.location)
        _known_event(on, found.value)
        return (_bare(found),)
    if isinstance(on.node.value, tuple):
        for item in on.items():
            _known_event(item, item.node.value)
        return tuple(_bare(event) for event in on.as_strings())
    table = on.as_table()
    return tuple(_trigger(event, entry) for event, entry in table.entries()) if table else ()


def _bare(event: Located[str]) -> Trigger:
    return Trigger(event=event.value, location=event.location, inputs={}, outputs={})


def _known_event(entry: Cursor, name: object) -> None:
    if isinstance(name, str) and name not in events():
        entry.faults.unknown(entry.location, f"on: GitHub knows no event `{name}`", name, events())


def _trigger(event: str, entry: Cursor) -> Trigger:
    _known_event(entry, event)
    known = events().get(event)
    if known is not None:
        _known_settings(known, entry)
    if event == "schedule" or entry.node.value is None or entry.as_table() is None:
        return _bare(Located(event, entry.location))
    return Trigger(
        event=event,
        location=entry.location,
        branches=_filter(entry, "branches"),
        branches_ignore=_filter(entry, "branches-ignore"),
        tags=_filter(entry, "tags"),
        tags_ignore=_filter(entry, "tags-ignore"),
        paths=_filter(entry, "paths"),
        paths_ignore=_filter(entry, "paths-ignore"),
        types=_filter(entry, "types"),
        workflows=_filter(entry, "workflows") or (),
        inputs=read_inputs(entry),
        outputs=read_outputs(entry),
    )


def _known_settings(event: WorkflowEvent, entry: Cursor) -> None:
    """Keep a fault for each key, and each activity type, that the event does not have."""
    entry.known(event.keys)
    for key in ("branches", "branches-ignore", "tags", "tags-ignore"):
        _globs(entry, key)
    types = entry.get("types")
    for item in (types, *types.items()) if types and event.types else ():
        name = item.node.text
        if item.node.is_scalar and name not in event.types:
            message = f"{entry.name}.types: GitHub knows no such type: `{name}`"
            entry.faults.unknown(item.location, message, name or "", event.types)


def _globs(entry: Cursor, key: str) -> None:
    """Keep a fault for each pattern that is a regular expression: no name of a branch or a tag holds ``^``."""
    found = entry.get(key)
    for item in (found, *found.items()) if found else ():
        pattern = item.node.text or ""
        if item.node.is_scalar and _REGULAR.search(pattern):
            message = f"{entry.name}.{key}: `{pattern}` is a regular expression, where GitHub takes glob patterns"
            entry.faults.add(item.location, message)


def _filter(entry: Cursor, key: str) -> tuple[str, ...] | None:
    """A filter is one pattern or several; a pattern such as ``1.0`` is text as it is written."""
    found = entry.get(key)
    if found is None:
        return None
    items = (found,) if found.node.is_scalar else tuple(found.items())
    if found.node.mapping or not all(item.node.is_scalar for item in items):
        found.wrong("a string or a sequence of strings")
        return None
    return tuple(item.node.text or "" for item in items)


def read_inputs(owner: Cursor) -> dict[str, Input]:
    """The ``inputs`` of ``workflow_dispatch``, ``workflow_call`` or an action."""
    inputs = owner.table("inputs")
    if inputs is None:
        return {}
    return {name: _input(name, entry) for name, entry in inputs.entries()}


def _input(name: str, entry: Cursor) -> Input:
    if entry.node.value is not None:
        entry.as_table()
    kind, required = entry.string("type"), entry.template("required")
    return Input(
        name=name,
        type=kind.value if kind else "string",
        required=required is not None and str(required.value).lower() == "true",
        default=entry.template("default"),
        options=_filter(entry, "options") or (),
        location=entry.location,
    )


def read_outputs(owner: Cursor) -> dict[str, Template]:
    """The ``outputs`` of ``workflow_call`` or an action: the ``value`` of each."""
    outputs = owner.table("outputs")
    if outputs is None:
        return {}
    tables = ((name, entry) for name, entry in outputs.entries() if entry.as_table())
    return {name: value for name, entry in tables if (value := entry.template("value"))}
