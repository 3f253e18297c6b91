"""Tools that scan crates and workflows for known faults."""

import re
from collections.abc import Iterator

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing.trust import scripts
from maturin_compliance.checks.evidence.workflows.pipeline import references
from maturin_compliance.checks.text import fence
from maturin_compliance.location import Location

CRATES = frozenset(
    {"cargo-deny", "cargo-audit", "deny", "audit", "osv-scanner", "audit-check", "cargo-deny-action"}
)
WORKFLOWS = frozenset({"zizmor", "zizmor-action", "zizmor-pre-commit"})


def missing(subject: Subject) -> Iterator[Problem]:
    """What nothing scans: the crates, where the package has any, and the workflows."""
    manifest = subject.project.package.manifest
    if manifest is not None and not audited(subject, CRATES):
        lock = subject.project.package.lockfile
        place = lock.path if lock is not None and lock.path in subject.project.tree else manifest.path
        yield _problem("the crates", Location(place), _deny(manifest.path))
    if not audited(subject, WORKFLOWS):
        yield _problem("the workflows", _workflow(subject), "- run: pipx run zizmor .")


def _problem(what: str, place: Location, step: str) -> Problem:
    lines = f"- uses: actions/checkout@v7\n  with:\n    persist-credentials: false\n{step}"
    return Problem(
        f"nothing scans {what} for known faults",
        place,
        f"Add a job with these steps to a workflow that runs on a schedule:\n\n{fence(lines, 'yaml')}",
        warned=True,
    )


def _deny(manifest: str) -> str:
    """The step that asks for advisories alone: licences and sources would need a deny.toml first."""
    path = f"\n    manifest-path: {manifest}" if manifest != "Cargo.toml" else ""
    return f"- uses: EmbarkStudios/cargo-deny-action@v2\n  with:\n    command: check advisories{path}"


def _workflow(subject: Subject) -> Location:
    """The workflow whose faults matter most: the one that publishes, else the first."""
    publishing = [publish.origin.workflow for publish in subject.expansion.release.publishes]
    return Location(publishing[0]) if publishing else subject.project.workflows[0].location


def audited(subject: Subject, tools: frozenset[str]) -> bool:
    """Whether a workflow, a local action or pre-commit runs one of some tools."""
    if any(use.name.rpartition("/")[2] in tools for use in references(subject.project)):
        return True
    hooks = subject.project.configs.get(".pre-commit-config.yaml")
    texts = [script.text for script in scripts(subject)]
    texts += [str(node.value) for node in hooks.walk() if node.is_scalar] if hooks else []
    return any(re.search(rf"\b(cargo[ -])?{re.escape(tool)}\b", text) for text in texts for tool in _exact(tools))


def _exact(tools: frozenset[str]) -> Iterator[str]:
    for tool in sorted(tools):
        yield f"cargo {tool}" if tool in {"deny", "audit"} else tool
