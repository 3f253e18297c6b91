"""Actions and workflows of the repository that its workflows use."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from posixpath import normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import jobs, steps
from maturin_compliance.checks.text import code, fence
from maturin_compliance.location import Located
from maturin_compliance.model.node import Template
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Action, Input, Job, Step, Workflow


def missing_files(subject: Subject) -> Iterator[Problem]:
    """Uses of a workflow or an action that is not among the files."""
    project = subject.project
    for _, job in jobs(project):
        if (
            job.uses is not None
            and job.uses.value.startswith("./")
            and normpath(job.uses.value) not in project.tree
        ):
            known = [workflow.path for workflow in project.workflows if workflow.trigger("workflow_call")]
            yield _missing("workflow", job.uses, known)
    for step in (*_checked_out(project), *(s for action in project.actions.values() for s in action.steps)):
        if (
            step.uses is not None
            and step.uses.value.startswith("./")
            and not _has_action(project, step.uses.value)
        ):
            yield _missing("action", step.uses, list(project.actions))


def _has_action(project: Project, uses: str) -> bool:
    folder = normpath(uses)
    return any(
        normpath(f"{folder}/{name}") in project.tree for name in ("action.yml", "action.yaml", "Dockerfile")
    )


def _checked_out(project: Project) -> Iterator[Step]:
    """The steps of jobs that check out nothing but this repository, at its root."""
    for _, job in jobs(project):
        if not any({"path", "repository"} & step.inputs.keys() for step in job.steps if _is_checkout(step)):
            yield from job.steps


def _is_checkout(step: Step) -> bool:
    return step.uses is not None and "checkout" in step.uses.value.lower()


def _missing(kind: str, uses: Located[str], known: list[str]) -> Problem:
    near = get_close_matches(normpath(uses.value), known, n=1)
    fix = f"Write {code(f'./{near[0]}')}." if near else f"Add the {kind}, or delete the use."
    return Problem(f"there is no {kind} {code(uses.value)} in the repository", uses.location, fix)


def not_checked_out(subject: Subject) -> Iterator[Problem]:
    """Uses of a local action before the job has the files."""
    for workflow, job in jobs(subject.project):
        step = _first_local(job)
        if step is not None and step.uses is not None:
            text = fence("- uses: actions/checkout@v7", "yaml", workflow.path)
            yield Problem(
                f"job {code(job.id)} uses {code(step.uses.value)} without a checkout before it",
                step.uses.location,
                f"Check out first:\n\n{text}",
            )


def _first_local(job: Job) -> Step | None:
    """The first step that uses a local action, where no step before it may bring the files."""
    for step in job.steps:
        if step.uses is not None and step.uses.value.startswith("./"):
            return step
        if _is_checkout(step) or (
            step.run is not None and any(t in step.run.text for t in ("git ", "clone", "curl"))
        ):
            return None
    return None


def action_of(project: Project, step: Step) -> Action | None:
    """The local action that a step uses."""
    uses = step.uses.value if step.uses else ""
    return project.actions.get(normpath(uses)) if uses.startswith("./") else None


def workflow_of(project: Project, job: Job) -> Workflow | None:
    """The local workflow that a job calls."""
    uses = job.uses.value if job.uses else ""
    path = normpath(uses) if uses.startswith("./") else ""
    return next((workflow for workflow in project.workflows if workflow.path == path), None)


def calls(project: Project) -> Iterator[tuple[Located[str], Mapping[str, Template], Mapping[str, Input]]]:
    """Every use of a local action or workflow: what it names, the inputs given, those that it has."""
    for _, job in jobs(project):
        called = workflow_of(project, job)
        trigger = called.trigger("workflow_call") if called else None
        if job.uses is not None and trigger is not None:
            yield job.uses, job.inputs, trigger.inputs
    for step in steps(project):
        action = action_of(project, step)
        if step.uses is not None and action is not None and action.using != "docker":
            yield step.uses, step.inputs, action.inputs


def without_required(project: Project) -> Iterator[tuple[Located[str], tuple[str, ...]]]:
    """The uses that leave out an input which has to be given."""
    for uses, given, known in calls(project):
        there = {name.lower() for name in given}
        lacking = {
            n for n, one in known.items() if one.required and one.default is None and n.lower() not in there
        }
        strange = (name for name in given if name not in known)
        lacking -= {near for name in strange for near in get_close_matches(name, lacking, n=1, cutoff=0.5)}
        if lacking:
            yield uses, tuple(name for name in known if name in lacking)
