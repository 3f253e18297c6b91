"""Actions on a Node that ends, and what to use instead."""

from collections.abc import Iterator, Sequence

from maturin_compliance.checks import pinning
from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows import artifacts
from maturin_compliance.checks.evidence.workflows.pipeline import Reference, references
from maturin_compliance.checks.evidence.workflows.used import closed, ending, ends, version
from maturin_compliance.checks.text import code, fence
from maturin_compliance.facts.actions import ActionVersion

UPLOAD, DOWNLOAD = "actions/upload-artifact", "actions/download-artifact"
UNKNOWN = "Use a version on a newer Node, should there be one, or run the command itself in a `run:` step."


def old_runtimes(subject: Subject, uses: Sequence[tuple[Reference, ActionVersion]]) -> Iterator[Problem]:
    """Uses of versions that run on a Node which is removed or going to be, or whose service is closed."""
    for use, known in uses:
        inner, runtime = ending(subject, known)
        service = closed(subject, use, known)
        if runtime is None:
            continue
        removed = runtime.removed <= subject.facts.as_of
        on = f"uses {code(inner)}, whose {code(runtime.name)}" if inner else f"runs on {code(runtime.name)}, which"
        when = f"{'was' if removed else 'is'} removed from runners on {runtime.removed}"
        also = f"; {service.service} that it needs was closed on {service.since}" if service else ""
        yield Problem(
            f"{code(use.shown)} {on} {when}{also}",
            use.location,
            upgrade(subject, use, known),
            warned=not removed and service is None,
        )


def upgrade(subject: Subject, use: Reference, known: ActionVersion) -> str:
    """The version to use, as this project writes it, and what has to change with it."""
    tag = newer_tag(subject, use, known)
    if not tag:
        return UNKNOWN
    own = _own(subject, use)
    words, line, note = "Use the newest major version", f"{use.repository}@{tag}", ""
    if own is not None:
        words, line = f"Use the version that {code(own.location)} has", own.written
    elif use.is_commit:
        words, line, note = (
            "Use the newest version",
            f"{use.repository}@<commit> # {tag}",
            f"\n\n{pinning.LOOK_UP}",
        )
    elif _exact(subject, use):
        words = "Use the newest version (none of its tags moves with the major)"
    return f"{words}:\n\n{fence(f'uses: {line}', 'yaml')}{note}{_besides(subject, use, known)}"


def newer_tag(subject: Subject, use: Reference, known: ActionVersion) -> str:
    """The tag of a version whose Node does not end; "" where none is known."""
    action = subject.facts.action(use.repository)
    newest = action.newest if action else None
    if action is None or newest is None or newest == known or ends(subject, newest):
        return ""
    return action.newest_tag or ""


def _exact(subject: Subject, use: Reference) -> bool:
    action = subject.facts.action(use.repository)
    return action is not None and action.exact is not None


def _own(subject: Subject, use: Reference) -> Reference | None:
    """Where the project has the newest version already, at a commit or a tag that nothing moves."""
    action = subject.facts.action(use.repository)
    found = [
        other
        for other in references(subject.project)
        if other.name == use.name and action is not None and version(subject, other) == action.newest
    ]
    kept = [other for other in found if other.is_commit or (_exact(subject, use) and not use.is_commit)]
    return max(kept, key=lambda other: other.is_commit, default=None)


def _besides(subject: Subject, use: Reference, known: ActionVersion) -> str:
    if use.name not in {UPLOAD, DOWNLOAD} or known.version >= artifacts.UNCHANGING:
        return ""
    shared = artifacts.after_upgrade(subject, use.location.path)
    if not shared:
        return ""
    told = artifacts.told_apart(shared) if use.name == UPLOAD else artifacts.brought_together(shared)
    return f"\n\n{told}"
