"""Why nothing that an event starts reaches the step that publishes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing import samples
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.publishing.tagging import STATUS, bare
from maturin_compliance.checks.evidence.workflows.pipeline import active, in_job, is_of_package
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.github.evaluate import holds
from maturin_compliance.expand.release import Publish
from maturin_compliance.expression import Partial, Value
from maturin_compliance.location import Location
from maturin_compliance.model.node import Template
from maturin_compliance.model.workflow import Job, Step, Workflow

REGULAR_EXPRESSION = re.compile(r"\\|\^|\$|\.[*+]|\(")
"""What a filter holds that was meant as a regular expression."""

INDEX = re.compile(r"repository[-_]url|repository|index", re.IGNORECASE)
"""Inputs that name the index."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition between a start and the step that publishes, and what does not run where it is not met."""

    condition: Template
    job: Job
    what: str


def barred(subject: Subject) -> Iterator[Problem]:
    """Filters and conditions that no event passes on its way to a step that would publish."""
    steps = {
        (p.origin.location, p.origin.job): p for p in subject.expansion.release.unreached if _ours(subject, p)
    }
    for publish in steps.values():
        workflow = _started(subject, publish)
        if workflow is not None:
            yield from _unstarted(subject, workflow, publish)
            yield from _closed(subject, workflow, publish)


def _ours(subject: Subject, publish: Publish) -> bool:
    return not publish.files or any(is_of_package(subject, file) for file in publish.files)


def _started(subject: Subject, publish: Publish) -> Workflow | None:
    """The workflow that an event starts on the way to a step: that of its job, or the caller of that."""
    first, _, inner = publish.origin.job.partition(" / ")
    for workflow in subject.project.workflows:
        job = workflow.jobs.get(first)
        if job is not None and (job.uses is not None if inner else workflow.path == publish.origin.workflow):
            return workflow
    return None


def _unstarted(subject: Subject, workflow: Workflow, publish: Publish) -> Iterator[Problem]:
    """A workflow that starts on pushed tags alone, and on none of this version."""
    push = workflow.trigger("push")
    if len(workflow.triggers) != 1 or push is None or push.tags is None or push.branches is not None:
        return
    if any(True for _ in samples.starts(subject, workflow, ())):
        return  # then a condition keeps the step from running
    glob = any(map(REGULAR_EXPRESSION.search, push.tags))
    yield Problem(
        f"no tag of this version starts {code(workflow.path)}, whose {in_job(publish.origin)} publishes: "
        f"{codes(push.tags)} under `tags` does not admit {code(subject.expansion.release.tag)}"
        + (", as a filter is a glob and no regular expression" if glob else ""),
        workflow.document.mapping["on"].mapping["push"].mapping["tags"].location,
        "Admit the tags of releases:\n\n" + fence('on:\n  push:\n    tags: ["v*"]', "yaml", workflow.path),
    )


def _closed(subject: Subject, workflow: Workflow, publish: Publish) -> Iterator[Problem]:
    """A condition that no start of the workflow meets, or none but a start by hand where tags start it too."""
    for gate in _gates(subject, workflow, publish):
        met = _met(subject, workflow, gate.condition)
        by_hand = met == {"workflow_dispatch"} and _admits_tags(workflow)
        if met and not by_hand:
            continue
        never = f"holds at no start of {code(workflow.path)} ({_named(workflow)})"
        yield Problem(
            f"{gate.what}: {code(bare(gate.condition))} "
            + ("holds at a start by hand alone, never at a tag" if by_hand else never),
            gate.condition.location,
            _opening(workflow, gate),
            warned=by_hand,
            also=(publish.origin.location,),
        )
        return


def _events(workflow: Workflow) -> set[str]:
    return {trigger.event for trigger in workflow.triggers}


def _named(workflow: Workflow) -> str:
    return codes(dict.fromkeys(trigger.event for trigger in workflow.triggers))


def _admits_tags(workflow: Workflow) -> bool:
    push = workflow.trigger("push")
    return workflow.trigger("release") is not None or (push is not None and push.tags is not None)


def _met(subject: Subject, workflow: Workflow, condition: Template) -> set[str]:
    """The events at which a condition may hold; all for one that is switched off on purpose, or over failures."""
    if STATUS.search(str(condition.value)) or bare(condition).lower() == "false":
        return _events(workflow)
    own = condition.location.path == workflow.path
    return {
        event
        for event, start in samples.starts(subject, workflow, [condition])
        if holds(condition, _contexts(event, start, own=own)) is not False
    }


def _contexts(event: str, github: Value, *, own: bool) -> dict[str, Value]:
    unknown: Value = Partial({}, samples.DIFFERS)
    given: Value = {} if own and event in {"push", "release"} else unknown
    others = ("env", "vars", "secrets", "steps", "runner", "needs", "matrix", "strategy", "job")
    return {"github": github, "inputs": given, **dict.fromkeys(others, unknown)}


def _gates(subject: Subject, workflow: Workflow, publish: Publish) -> Iterator[Gate]:
    """The conditions of the job that calls and of the job that publishes, of those they need, and of the step."""
    holder = next((w for w in subject.project.workflows if w.path == publish.origin.workflow), workflow)
    outer, _, inner = publish.origin.job.partition(" / ")
    yield from _of_job(workflow.jobs, outer, publish)
    if inner:
        yield from _of_job(holder.jobs, inner.rpartition(" / ")[2], publish)
    job = holder.jobs.get(publish.origin.job.rpartition(" / ")[2])
    step = _step_at(job, publish.origin.location) if job else None
    if job is not None and step is not None and step.condition is not None:
        yield Gate(step.condition, job, f"the step of {in_job(publish.origin)} that publishes never runs")


def _of_job(jobs: Mapping[str, Job], name: str, publish: Publish) -> Iterator[Gate]:
    never = f"{in_job(publish.origin)}, which publishes, never runs"
    waiting, seen = [name], {name}
    while waiting:
        job = jobs.get(waiting.pop(0))
        if job is None:
            continue
        if job.condition is not None:
            yield Gate(job.condition, job, never if job.id == name else f"{never}, as it needs {code(job.id)}")
            if STATUS.search(str(job.condition.value)):
                return  # it runs whatever became of the jobs that it needs
        fresh = [need.value for need in job.needs if need.value not in seen]
        waiting += fresh
        seen.update(fresh)


def _step_at(job: Job, place: Location) -> Step | None:
    """The step of a job that a line belongs to."""
    before = [
        s for s in job.steps if s.location.path == place.path and (s.location.line or 0) <= (place.line or 0)
    ]
    return before[-1] if before else None


def _opening(workflow: Workflow, gate: Gate) -> str:
    """How to let a release pass."""
    if _events(workflow) == {"push"} and _admits_tags(workflow) and workflow.triggers[0].branches is None:
        return "Delete the condition: nothing but a pushed tag starts the workflow."
    if not _admits_tags(workflow):
        return (
            f"Write a condition that a release meets, or delete it. What starts the workflow: {_named(workflow)}."
        )
    if "workflow_dispatch" in _events(workflow) and "inputs." in bare(gate.condition):
        lines = f"if: github.ref_type == 'tag' || ({bare(gate.condition)})"
    else:
        lines = "if: github.ref_type == 'tag'"
    return f"Let a tag pass:\n\n{fence(lines, 'yaml', gate.condition.location.path)}"


def tried_only(subject: Subject) -> Iterator[Problem]:
    """Uploads of the release, all of them to a test index."""
    found = [
        activity
        for job in active(subject.expansion.release.runs)
        for activity in job.activities
        if isinstance(activity, Publish) and activity.test_index
    ]
    if found:
        yield Problem.at(
            (_index(subject, publish) for publish in found),
            many(
                (publish.origin.job for publish in found),
                "the release reaches a test index only: that of job {}",
                "the release reaches a test index only: that of the jobs {}",
            ),
            "Let the step that is to publish name no index: it then uploads to the one that installers ask.",
        )


def _index(subject: Subject, publish: Publish) -> Location:
    """The line that names the test index."""
    step = step_of(subject, publish.origin)
    inputs = step.step.inputs.items() if step else ()
    return next((v.location for k, v in inputs if INDEX.fullmatch(k)), publish.origin.location)


def why_none(subject: Subject) -> str:
    """Why nothing can be said of a project without a step that publishes and runs."""
    if subject.expansion.release.unreached:
        return "could not be decided from the files: when the step that publishes runs is not written there"
    return "no workflow uploads to the package index"
