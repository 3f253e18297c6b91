"""Releases that a later run of the same workflow cancels."""

from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Skip, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import active, publishes
from maturin_compliance.checks.text import code, fence
from maturin_compliance.model.node import Node

UNIQUE = ("github.run_id", "github.run_number")
FIX = "cancel-in-progress: ${{ !startsWith(github.ref, 'refs/tags/') }}"


def cancelled(subject: Subject) -> Iterator[Problem]:
    """The settings that cancel a run which publishes. Raises Skip where no such run belongs to a group."""
    publishing = {publish.origin.workflow for publish in publishes(subject)}
    groups = tuple(_groups(subject, publishing))
    if not groups:
        raise Skip("no workflow that publishes has a concurrency group")
    for group in groups:
        cancel, name = group.mapping.get("cancel-in-progress"), group.mapping.get("group")
        text = str(name.value) if name else ""
        if cancel is not None and cancel.value is True and not any(part in text for part in UNIQUE):
            yield Problem(
                f"a second run in the group {code(text)} cancels a release that is under way",
                cancel.location,
                f"Let the run of a tag go on:\n\n{fence(FIX, 'yaml')}",
                warned=True,
            )


def _groups(subject: Subject, publishing: set[str]) -> Iterator[Node]:
    """What the workflows and jobs of the release say of concurrency."""
    for run in subject.expansion.release.runs:
        if run.workflow.path in publishing:
            document = run.workflow.document.mapping
            jobs = document["jobs"].mapping if "jobs" in document else {}
            ids = {job.job.id for job in active([run])}
            for owner in (document, *(jobs[name].mapping for name in sorted(ids) if name in jobs)):
                if "concurrency" in owner:
                    yield owner["concurrency"]
