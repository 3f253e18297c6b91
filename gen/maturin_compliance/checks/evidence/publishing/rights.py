"""What workflows let the token of a job do, and what its steps do with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import jobs, reference
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.release import Publish
from maturin_compliance.location import Location
from maturin_compliance.model.workflow import Job, Permissions, Step, Workflow

USES_THE_TOKEN = re.compile(r"\b(git|gh|hub|curl)\b|GITHUB_TOKEN|GH_TOKEN|github\.token")
"""What a script holds that may write with the token of its job."""

TOKEN = re.compile(r"secrets\.GITHUB_TOKEN|github\.token")

DEEPEST = 3
"""Workflows and actions of the project that are followed from one to the next."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The scopes that steps write to and read; ``whole`` is whether every one of the steps is known."""

    scopes: frozenset[str]
    whole: bool
    reads: frozenset[str] = frozenset()


def needs_of(subject: Subject, job: Job, depth: int = 0) -> Needs:
    """What a job writes to with its token."""
    if job.uses is not None:
        return _called(subject, job.uses.value, depth)
    found = [_of_step(subject, step, depth) for step in job.steps]
    scopes = {scope for needs in found for scope in needs.scopes}
    if _publishes_by_identity(subject, job):
        scopes.add("id-token")
    reads = frozenset(scope for needs in found for scope in needs.reads)
    whole = all(needs.whole for needs in found) and not _hands_out_the_token(subject, job)
    return Needs(frozenset(scopes), whole, reads)


def _hands_out_the_token(subject: Subject, job: Job) -> bool:
    """Whether the environment of all steps holds the token, so that any of them may use it."""
    workflow = next((w for w in subject.project.workflows if w.path == job.location.path), None)
    shared = [*job.env.values(), *(workflow.env.values() if workflow else ())]
    return any(TOKEN.search(str(value.value)) for value in shared)


def _called(subject: Subject, uses: str, depth: int) -> Needs:
    path = uses.removeprefix("./")
    workflow = next((w for w in subject.project.workflows if w.path == path), None)
    if workflow is None or depth >= DEEPEST:
        return Needs(frozenset(), False)
    found = [needs_of(subject, job, depth + 1) for job in workflow.jobs.values()]
    declared = {scope for job in workflow.jobs.values() if job.permissions for scope in writes(job.permissions)}
    return Needs(frozenset(declared.union(*(n.scopes for n in found))), all(n.whole for n in found))


def _of_step(subject: Subject, step: Step, depth: int) -> Needs:
    if step.run is not None:
        text = f"{step.run.text} {' '.join(str(value) for value in step.env.values())}"
        scopes = frozenset(subject.facts.written_by_script(step.run.text))
        return Needs(scopes, bool(scopes) or not USES_THE_TOKEN.search(text))
    local = subject.project.actions.get(step.uses.value.removeprefix("./").rstrip("/")) if step.uses else None
    if local is not None and depth < DEEPEST:
        found = [_of_step(subject, inner, depth + 1) for inner in local.steps]
        return Needs(frozenset().union(*(n.scopes for n in found)), all(n.whole for n in found))
    used = reference(step.uses)
    known = subject.facts.action_rights(used.name) if used else None
    return Needs(frozenset(known.writes), True, frozenset(known.reads)) if known else Needs(frozenset(), False)


def _publishes_by_identity(subject: Subject, job: Job) -> bool:
    uploads = (a.origin for a in subject.expansion.activities if isinstance(a, Publish) and a.trusted is not False)
    mine = (job.location.path, job.id)
    return any((origin.workflow, origin.job.rpartition(" / ")[2]) == mine for origin in uploads)


def writes(permissions: Permissions) -> tuple[str, ...]:
    """The scopes that are granted for writing."""
    if permissions.everything == "write-all":
        return ("write-all",)
    return tuple(scope for scope, level in permissions.scopes.items() if level.value == "write")


def with_identity(subject: Subject, job: Job, workflow: Workflow) -> tuple[str, ...]:
    """The permissions of a job that asks for an identity too, as lines; none where it may do so already."""
    permissions = job.permissions or workflow.permissions
    if permissions is not None and permissions.allows("id-token", "write"):
        return ()
    held = _held(subject, job, permissions)
    return ("permissions:", *(f"  {scope}: {level}" for scope, level in held.items()), "  id-token: write")


def _held(subject: Subject, job: Job, permissions: Permissions | None) -> Mapping[str, str]:
    """What the job may do now, or what its steps are known to need where nothing says it."""
    if permissions is not None:
        return {scope: level.value for scope, level in permissions.scopes.items() if scope != "id-token"}
    needs = dict.fromkeys(sorted(needs_of(subject, job).scopes - {"id-token"}), "write")
    return {"contents": "read", **needs} if checks_out(job) and "contents" not in needs else needs


def granted(subject: Subject) -> Iterator[Problem]:
    """What workflows grant to all of their jobs."""
    plain: list[tuple[Workflow, tuple[Job, ...]]] = []
    for workflow in subject.project.workflows:
        own = tuple(job for job in workflow.jobs.values() if job.permissions is None)
        if workflow.permissions is not None:
            yield from _to_all(subject, workflow, own)
        elif own and not _called_only(workflow):
            if any(needs.scopes or needs.reads for needs in (needs_of(subject, job) for job in own)):
                yield _unset(subject, [(workflow, own)], _lines(subject, own), workflow.path)
            else:
                plain.append((workflow, own))
    if plain:
        yield _unset(
            subject, plain, "permissions:\n  contents: read", plain[0][0].path if len(plain) == 1 else None
        )


def _called_only(workflow: Workflow) -> bool:
    """Whether a workflow is only called by others, whose permissions count for it."""
    return bool(workflow.triggers) and all(trigger.event == "workflow_call" for trigger in workflow.triggers)


def _unlisted(subject: Subject, job: Job) -> Iterator[str]:
    """Actions and workflows of others of which it is not known what they do with the token."""
    called = [job.uses] if job.uses else [step.uses for step in job.steps]
    for used in map(reference, called):
        if used is not None and subject.facts.action_rights(used.name) is None:
            yield used.name


def _unset(
    subject: Subject, found: list[tuple[Workflow, tuple[Job, ...]]], lines: str, path: str | None
) -> Problem:
    if len(found) == 1:
        workflow, own = found[0]
        message = f"{code(workflow.path)} sets no permissions for {codes(job.id for job in own)}"
    else:
        message = many((workflow.path for workflow, _ in found), "{} sets no permissions", "{} set no permissions")
    each = "" if len(found) == 1 else " in each of them"
    names = dict.fromkeys(name for _, own in found for job in own for name in _unlisted(subject, job))
    unlisted = (
        f" (look up what {codes(names)} writes, it is not told here)"
        if len(names) == 1
        else (f" (look up what {codes(names)} write, it is not told here)" if names else "")
    )
    return Problem.at(
        (job.location for _, own in found for job in own),
        f"{message}: the settings of the repository decide",
        f"Grant reading at the top{each}, and writing only to the job that needs it{unlisted}:\n\n"
        + fence(lines, "yaml", path),
        warned=True,
    )


def _to_all(subject: Subject, workflow: Workflow, own: tuple[Job, ...]) -> Iterator[Problem]:
    permissions = workflow.permissions
    written = writes(permissions) if permissions else ()
    if permissions is None or not written or not own:
        return
    if len(workflow.jobs) < 2:
        yield from _to_one(subject, workflow, own[0], permissions)
        return
    needs = {job.id: needs_of(subject, job) for job in own}
    asked = (scope for job in workflow.jobs.values() if job.permissions for scope in writes(job.permissions))
    used = frozenset(asked).union(*(need.scopes for need in needs.values()))
    left = [scope for scope in written if scope not in used and scope != "write-all"]
    known = all(need.whole for need in needs.values())
    rest = ""
    if left and known:
        rest = f" No step of these jobs writes {codes(left)}."
    elif left:
        rest = f" Give {codes(f'{scope}: write' for scope in left)} to the job whose steps ask for it."
    yield Problem(
        f"{code(workflow.path)} grants {codes(f'{scope}: write' for scope in written)} to all of its jobs",
        permissions.location,
        f"Grant reading at the top, and writing only to the job that needs it.{rest}\n\n"
        + fence(_lines(subject, own), "yaml", workflow.path),
    )


def _to_one(subject: Subject, workflow: Workflow, job: Job, permissions: Permissions) -> Iterator[Problem]:
    """What a workflow of one job grants, and no step of it writes."""
    needs = needs_of(subject, job)
    left = [scope for scope in writes(permissions) if scope in permissions.scopes]
    left = [scope for scope in left if scope not in needs.scopes | needs.reads]
    if left and needs.whole:
        reads = "contents" in left and checks_out(job)
        gone = [f"{scope}: write" for scope in left if scope != "contents" or not reads]
        yield Problem.at(
            (permissions.scopes[scope].location for scope in left),
            f"{code(workflow.path)} grants {codes(f'{scope}: write' for scope in left)}, and no step writes there",
            " ".join(["Write `contents: read`."] * reads + [f"Delete {codes(gone)}."] * bool(gone)),
            warned=True,
        )


def _lines(subject: Subject, own: tuple[Job, ...]) -> str:
    lines = ["permissions:", "  contents: read"]
    needs = {job.id: needs_of(subject, job) for job in own}
    asking = {name: need for name, need in needs.items() if need.scopes or need.reads}
    if asking:
        lines.append("jobs:")
    for name, need in asking.items():
        lines += [f"  {name}:", "    permissions:"]
        reads = {"contents", *need.reads} - need.scopes
        lines += [f"      {scope}: read" for scope in sorted(reads)]
        lines += [f"      {scope}: write" for scope in sorted(need.scopes)]
    return "\n".join(lines)


def unused(subject: Subject) -> Iterator[Problem]:
    """Jobs that may write to the repository although none of their steps does."""
    found: dict[bool, list[tuple[Job, Location]]] = {}
    for _, job in jobs(subject.project):
        scope = job.permissions.scopes.get("contents") if job.permissions else None
        if scope is None or scope.value != "write":
            continue
        needs = needs_of(subject, job)
        if needs.whole and "contents" not in needs.scopes:
            found.setdefault(checks_out(job), []).append((job, scope.location))
    for reads, surplus in found.items():
        yield Problem.at(
            (place for _, place in surplus),
            many(
                (job.id for job, _ in surplus),
                "job {} has `contents: write`, and none of its steps writes to the repository",
                "the jobs {} have `contents: write`, and none of their steps writes to the repository",
            ),
            "Write `contents: read`." if reads else "Delete the line.",
            warned=True,
        )


def checks_out(job: Job) -> bool:
    """Whether a job checks out the repository, which wants `contents: read`."""
    used = (reference(step.uses) for step in job.steps)
    return any(use is not None and use.name == "actions/checkout" for use in used)
