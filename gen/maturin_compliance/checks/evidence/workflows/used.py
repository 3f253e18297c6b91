"""Versions of the actions that workflows use, and what these versions take and run on."""

from collections.abc import Iterator

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.local import calls
from maturin_compliance.checks.evidence.workflows.pipeline import Reference, reference, references, steps
from maturin_compliance.facts.actions import ActionVersion, ClosedService
from maturin_compliance.facts.runners import NodeRuntime
from maturin_compliance.location import Location


def version(subject: Subject, use: Reference) -> ActionVersion | None:
    """The version that a use stands for; None for a path below the action, and where it is not known."""
    known = subject.facts.action(use.repository)
    return known.at(use.version) if known and not use.folder else None


def known_versions(subject: Subject) -> tuple[tuple[Reference, ActionVersion], ...]:
    """Every use of an action whose version is known, archived ones left out."""
    found = ((use, version(subject, use)) for use in references(subject.project))
    return tuple((use, known) for use, known in found if known is not None and not _archived(subject, use))


def _archived(subject: Subject, use: Reference) -> bool:
    action = subject.facts.action(use.repository)
    return action is not None and action.archived is not None


def ending(subject: Subject, known: ActionVersion) -> tuple[str, NodeRuntime | None]:
    """The Node that ends under a version, with the action inside a composite one that runs on it."""
    for inner, name in (("", known.runtime), *_inside(subject, known)):
        runtime = subject.facts.runtime(name)
        if runtime is not None and subject.facts.as_of >= runtime.forced:
            return inner, runtime
    return "", None


def ends(subject: Subject, known: ActionVersion) -> bool:
    """Whether a version runs on a Node that ends."""
    return ending(subject, known)[1] is not None


def _inside(subject: Subject, known: ActionVersion) -> Iterator[tuple[str, str]]:
    for inner in known.inner:
        action = subject.facts.action(inner)
        found = action.at(inner.partition("@")[2]) if action else None
        if found is not None:
            yield inner, found.runtime


def closed(subject: Subject, use: Reference, known: ActionVersion) -> ClosedService | None:
    """The service that a version needs and that is there no more."""
    action = subject.facts.action(use.repository)
    service = action.closed if action else None
    return service if service is not None and known.version < service.until else None


def given_inputs(subject: Subject) -> Iterator[tuple[str, str, Location, tuple[str, ...]]]:
    """Every input given to what is known: the use, the input's name and place, what the action or workflow has."""
    for step in steps(subject.project):
        use = reference(step.uses)
        known = version(subject, use) if use is not None else None
        if use is None or known is None or not known.inputs:
            continue
        for name, value in step.inputs.items():
            if known.runtime != "docker" or name not in {"args", "entrypoint"}:
                yield use.shown, name, value.location, known.inputs
    for uses, given, known_inputs in calls(subject.project):
        for name, value in given.items():
            yield uses.value, name, value.location, tuple(known_inputs)
