"""The steps that would publish if an event started their workflow and every condition held."""

from collections.abc import Iterator
from dataclasses import replace

from maturin_compliance.expand.github.event import Event, dispatch_inputs
from maturin_compliance.expand.github.jobs import run_workflow
from maturin_compliance.expand.github.state import Effort, RunState
from maturin_compliance.expand.release import Publish
from maturin_compliance.facts import Facts
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Job, Workflow


def would_publish(project: Project, facts: Facts, tag: str, effort: Effort) -> Iterator[Publish]:
    """The uploads of every workflow at a tag, those to a test index too, with all conditions taken as met."""
    opened = replace(project, workflows=tuple(map(_opened, project.workflows)))
    for workflow in opened.workflows:
        if all(trigger.event == "workflow_call" for trigger in workflow.triggers):
            continue
        dispatch = workflow.trigger("workflow_dispatch")
        inputs, _ = dispatch_inputs(dispatch.inputs if dispatch else {}, tag)
        event = Event(name="push", ref=f"refs/tags/{tag}", inputs=inputs)
        run = run_workflow(RunState(opened, facts, event, tag, effort=effort), workflow)
        yield from (a for a in run.activities if isinstance(a, Publish))


def _opened(workflow: Workflow) -> Workflow:
    """A workflow without its conditions."""
    return replace(workflow, jobs={name: _opened_job(job) for name, job in workflow.jobs.items()})


def _opened_job(job: Job) -> Job:
    steps = tuple(replace(step, condition=None) for step in job.steps)
    return replace(job, condition=None, steps=steps)
