"""Versions of the actions that workflows use, and what these versions take and run on."""

from collections.abc import Iterator, Sequence

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.pipeline import Reference, reference, references, steps
from maturin_compliance.checks.text import code, fence
from maturin_compliance.facts.actions import ActionVersion
from maturin_compliance.location import Location


def version(subject: Subject, use: Reference) -> ActionVersion | None:
    """The version that a use stands for; None for a path below the action, and where it is not known."""
    known = subject.facts.action(use.repository)
    return known.at(use.ref) if known and not use.folder else None


def known_versions(subject: Subject) -> tuple[tuple[Reference, ActionVersion], ...]:
    """Every use of an action whose version is known."""
    found = ((use, version(subject, use)) for use in references(subject.project))
    return tuple((use, known) for use, known in found if known is not None)


def old_runtimes(subject: Subject, uses: Sequence[tuple[Reference, ActionVersion]]) -> Iterator[Problem]:
    """Uses of versions that run on a Node which is removed, or is going to be."""
    for use, known in uses:
        runtime = subject.facts.runtime(known.runtime)
        if runtime is None or subject.facts.as_of < runtime.forced or _archived(subject, use):
            continue
        removed = runtime.removed <= subject.facts.as_of
        when = f"was removed from runners on {runtime.removed}"
        if not removed:
            when = f"is removed from runners on {runtime.removed}"
        yield Problem(
            f"{code(use)} runs on {code(known.runtime)}, which {when}",
            use.location,
            _newer(subject, use, known),
            warned=not removed,
        )


def _archived(subject: Subject, use: Reference) -> bool:
    action = subject.facts.action(use.repository)
    return action is not None and action.archived is not None


def _newer(subject: Subject, use: Reference, known: ActionVersion) -> str:
    action = subject.facts.action(use.repository)
    newest = action.newest if action else None
    if newest is None or newest.version.major == known.version.major:
        return "Use a newer version, or run the command itself in a `run:` step."
    return f"Use the newest major version:\n\n{fence(f'uses: {use.repository}@v{newest.version.major}', 'yaml')}"


def given_inputs(subject: Subject) -> Iterator[tuple[str, str, Location, tuple[str, ...]]]:
    """Every input that a step gives to a known action: the use, its name, its place, what the action has."""
    for step in steps(subject.project):
        use = reference(step.uses)
        known = version(subject, use) if use is not None else None
        if use is None or known is None or not known.inputs:
            continue
        for name, value in step.inputs.items():
            if known.runtime != "docker" or name not in {"args", "entrypoint"}:
                yield str(use), name, value.location, known.inputs
