"""Whether a release is bound to a tag of its version, and the lines that bind it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import (
    active,
    active_steps,
    given,
    in_job,
    job_of,
    name_of,
    needed,
    reference,
    run_of,
)
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.github.evaluate import holds
from maturin_compliance.expand.github.event import (
    Event,
    default_branch,
    dispatch_inputs,
    github_context,
    starts,
    tagged_inputs,
)
from maturin_compliance.expand.release import Build, JobRun, Publish, WorkflowRun
from maturin_compliance.expand.simulate import Simulation, index_uploads
from maturin_compliance.expression import Partial, Value
from maturin_compliance.location import Location
from maturin_compliance.model.node import Template
from maturin_compliance.model.workflow import Step, Trigger

TAGGERS = frozenset({"googleapis/release-please-action", "google-github-actions/release-please-action"})
"""Actions that write the version into the files and tag the commit, in the run that they stand in."""

REF_NAME = re.compile(
    r"GITHUB_REF|github\.ref|github\.event\.release\.tag_name|describe|inputs\.(tag|version)", re.IGNORECASE
)
VERSION = re.compile(r"ersion|pkgid|Cargo\.toml|pyproject|cargo metadata", re.IGNORECASE)
COMPARES = re.compile(r"(\btest\b|\[\[?|\bif\b|==|!=|-eq|\bassert\b|exit 1|sys\.exit|\bdiff\b|grep)")
SETS = re.compile(r"(cargo set-version|maturin.*version|sed -i|toml set|hatch version|uv version|bump|GITHUB_REF)")
TAG = "any-tag"
PLAIN = re.compile(r"[\w./@-]*")
STATUS = re.compile(r"\b(always|failure|cancelled)\s*\(")


def unbound(subject: Subject, publishes: tuple[Publish, ...]) -> Iterator[Problem]:
    """What keeps a release from being bound to a tag of its version."""
    release = subject.expansion.release
    run = run_of(subject, publishes[0].origin)
    if run is None or _tags_itself(run):
        return
    start = next((r for r in release.runs if r.event != "workflow_run"), run)
    if start.event not in {"push", "release", "create"} or start.ref.startswith("refs/heads/"):
        yield _untagged(subject, start)
    else:
        yield from _untagged_too(subject, publishes)
    if subject.project.version is not None and not _version_compared(subject):
        workflow = publishes[0].origin.workflow
        yield _uncompared(subject, tuple(p for p in publishes if p.origin.workflow == workflow))


def _tags_itself(run: WorkflowRun) -> bool:
    """Whether a job of the run that publishes makes the tag, from the version that the files hold."""
    steps = (step for job in active([run]) for step in active_steps(job))
    return any(name_of(step) in TAGGERS and given(step, "skip-github-release") != "true" for step in steps)


def _untagged(subject: Subject, start: WorkflowRun) -> Problem:
    push = start.workflow.trigger("push")
    if push is not None and push.tags and not start.ref.startswith("refs/heads/"):
        return _unadmitted(subject, start, push, push.tags)
    trigger = start.workflow.trigger(start.event)
    branch = f" of the branch {code(start.ref.removeprefix('refs/heads/'))}" if start.event == "push" else ""
    return Problem(
        f"the release starts on {code(start.event)}{branch}, not on a tag",
        trigger.location if trigger else start.workflow.location,
        "Start it on a pushed tag, so that the tag tells which commit was published:\n\n"
        + fence('on:\n  push:\n    tags: ["v*"]', "yaml", start.workflow.path),
        warned=True,
    )


def _unadmitted(subject: Subject, start: WorkflowRun, push: Trigger, tags: tuple[str, ...]) -> Problem:
    tag = subject.expansion.release.tag
    return Problem(
        f"no tag of this version starts the release: {codes(tags)} under `tags` does not admit {code(tag)}",
        push.location,
        "Admit it:\n\n" + fence('on:\n  push:\n    tags: ["v*"]', "yaml", start.workflow.path),
        warned=True,
    )


def _untagged_too(subject: Subject, publishes: tuple[Publish, ...]) -> Iterator[Problem]:
    """Starts without a tag at which the same steps publish."""
    seen: set[tuple[str, str]] = set()
    for publish in publishes:
        job, run = job_of(subject, publish.origin), run_of(subject, publish.origin)
        if job is None or run is None or (publish.origin.workflow, job.name) in seen:
            continue
        seen.add((publish.origin.workflow, job.name))
        for event in _branch_events(subject, run):
            trigger = run.workflow.trigger(event.name)
            if (
                trigger is not None
                and _publishes_on(subject, publish, job, run, event)
                and _gets_there(subject, publish, run, trigger, event)
            ):
                yield Problem(
                    f"a run on {code(event.name)} publishes from any branch: {in_job(publish.origin)} does not "
                    "ask for a tag",
                    trigger.location,
                    f"Let it ask:\n\n{fence(_asking(job), 'yaml', job.workflow.path)}",
                    warned=True,
                    also=(job.job.condition.location if job.job.condition else job.job.location,),
                )


def _branch_events(subject: Subject, run: WorkflowRun) -> Iterator[Event]:
    """Events without a tag that start the workflow of a run, and whose inputs do not name one."""
    ref = f"refs/heads/{default_branch(run.workflow)}"
    dispatch = run.workflow.trigger("workflow_dispatch")
    for name in ("workflow_dispatch", "push", "schedule"):
        event = Event(name=name, ref=ref, inputs={})
        by_hand = dispatch is not None and name == "workflow_dispatch" and _asks_for_a_tag(subject, run, dispatch)
        if starts(run.workflow, event) and not by_hand:
            yield event


def _asks_for_a_tag(subject: Subject, run: WorkflowRun, dispatch: Trigger) -> bool:
    """Whether a start by hand has an input for a tag, and the workflow makes something of it."""
    text = subject.project.texts.get(run.workflow.path, "")
    values, _ = dispatch_inputs(dispatch.inputs, TAG)
    named = [name for name, value in values.items() if value == TAG]
    named += tagged_inputs(dispatch.inputs, TAG)[1]
    return any(f"inputs.{name}" in text for name in named)


def _publishes_on(subject: Subject, publish: Publish, job: JobRun, run: WorkflowRun, event: Event) -> bool:
    """Whether every condition on the way to a step that publishes surely holds for an event."""
    step = step_of(subject, publish.origin)
    caller = run.workflow.jobs.get(job.name.partition(" / ")[0])
    conditions = [job.job.condition, caller.condition if caller else None]
    conditions += [step.step.condition, step.caller.condition if step.caller else None] if step else []
    contexts = _contexts(subject, job, run, event)
    if not all(holds(condition, contexts) is True for condition in conditions):
        return False
    if job.job.condition and STATUS.search(str(job.job.condition.value)):
        return True
    before = [run.workflow.jobs[name] for name in needed(run, job.name) if name in run.workflow.jobs]
    return all(holds(needs.condition, contexts) is not False for needs in before)


def _gets_there(subject: Subject, publish: Publish, run: WorkflowRun, trigger: Trigger, event: Event) -> bool:
    """Whether the scripts, too, go on to publish: one may ask for a tag itself."""
    inputs, assumed = dispatch_inputs(trigger.inputs, TAG)
    by_defaults = replace(event, inputs=inputs, assumed=assumed)
    tried, _ = Simulation(subject.project, subject.facts, TAG).run(run.workflow, by_defaults)
    return any(one.origin.location == publish.origin.location for one in index_uploads(tried))


def _contexts(subject: Subject, job: JobRun, run: WorkflowRun, event: Event) -> dict[str, Value]:
    unknown = Partial({}, "it differs from run to run")
    success: Value = Partial({"result": "success"}, "a job computes it")
    return {
        "github": github_context(subject.project, run.workflow, event),
        "needs": dict.fromkeys(run.workflow.jobs, success),
        "matrix": dict(job.combination or {}),
        **dict.fromkeys(("env", "vars", "secrets", "steps", "runner", "inputs"), unknown),
    }


def _asking(job: JobRun) -> str:
    """The condition of a job with the tag asked for first."""
    lines = "if: github.ref_type == 'tag'"
    if job.job.condition is not None:
        lines += f" && ({bare(job.job.condition)})"
    return f"{job.job.id}:\n  {lines}"


def bare(condition: Template) -> str:
    """A condition in one line, without the ``${{ }}`` around all of it."""
    text = " ".join(str(condition.value).split())
    whole = re.fullmatch(r"\$\{\{((?:(?!\}\}).)*)\}\}", text)
    return whole[1].strip() if whole else text


def _version_compared(subject: Subject) -> bool:
    """Whether a script of the release reads the tag and compares it, or writes the version from it."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            text = step.step.run.text if step.step.run else ""
            known = f"{text} {' '.join(str(v) for v in step.step.env.values())}"
            if REF_NAME.search(known) and VERSION.search(known) and (COMPARES.search(text) or SETS.search(text)):
                return True
            if "version" in name_of(step) and "check" in name_of(step):
                return True
    return False


def _uncompared(subject: Subject, publishes: tuple[Publish, ...]) -> Problem:
    message = "no step of the release compares its tag with the version in the files"
    found = _place(subject, publishes)
    if found is not None:
        job, checkout = found
        return Problem(
            message,
            checkout.location,
            f"Compare them in job {code(job.name)}, after it has checked out:\n\n"
            + fence(_comparison(subject, job, checkout), "yaml", job.workflow.path),
            warned=True,
        )
    waiting = codes(dict.fromkeys(publish.origin.job for publish in publishes))
    return Problem(
        message,
        publishes[0].origin.location,
        f"Compare them in a job of its own, and name it under `needs` of {waiting}{_heeding(subject, publishes)}:"
        "\n\n" + fence(_own_job(subject), "yaml", publishes[0].origin.workflow),
        warned=True,
    )


def _heeding(subject: Subject, publishes: tuple[Publish, ...]) -> str:
    """What a job that runs over failures has to ask for, as it would not heed that of the comparison."""
    found = (job_of(subject, publish.origin) for publish in publishes)
    conditions = [str(job.job.condition.value) for job in found if job and job.job.condition]
    over = any(STATUS.search(condition) for condition in conditions)
    return ", with `needs.version.result == 'success'` in its `if`" if over else ""


def _place(subject: Subject, publishes: tuple[Publish, ...]) -> tuple[JobRun, Step] | None:
    """A job on Linux that checks out and that all jobs that publish wait for, best the one of the sdist."""
    runs = [run_of(subject, publish.origin) for publish in publishes]
    run = runs[0]
    if run is None or any(other is not run for other in runs):
        return None
    awaited = frozenset.intersection(*(needed(run, publish.origin.job) for publish in publishes))
    found = [
        (job, step)
        for job in active([run])
        if job.name in awaited and job.os == "linux" and job.combination is None and job.job.condition is None
        for step in job.job.steps[:3]
        if _checks_out(step)
    ]
    return max(found, key=lambda pair: _made(pair[0]), default=None)


def _made(job: JobRun) -> int:
    builds = [a for a in job.activities if isinstance(a, Build)]
    return 2 if any(build.sdist and not build.wheels for build in builds) else int(bool(builds))


def _checks_out(step: Step) -> bool:
    used = reference(step.uses)
    return used is not None and used.name == "actions/checkout" and "repository" not in step.inputs


def _comparison(subject: Subject, job: JobRun, checkout: Step) -> str:
    folder = checkout.inputs.get("path")
    away = job.job.working_directory or job.workflow.working_directory
    place = "  working-directory: .\n" if away else ""
    return f"- if: github.ref_type == 'tag'\n{place}  run: {_test(subject, str(folder.value) if folder else '')}"


def _own_job(subject: Subject) -> str:
    return (
        f"version:\n  runs-on: ubuntu-latest\n  steps:\n"
        f"    - uses: actions/checkout@v7\n"
        "      with:\n        persist-credentials: false\n"
        f"    - if: github.ref_type == 'tag'\n      run: {_test(subject, '')}"
    )


def _test(subject: Subject, folder: str) -> str:
    """The command that looks for the tag's version in the file that holds the version."""
    version = subject.project.version
    place = version.location if version else Location("Cargo.toml")
    path = f"{folder.rstrip('/')}/{place.path}" if folder else place.path
    return f'grep -qE "^version *= *\\"{_tagged(subject)}\\"" {path}'


def _tagged(subject: Subject) -> str:
    """The version that a tag names, as a shell writes it."""
    tag, version = subject.expansion.release.tag, subject.project.version
    prefix = tag.removesuffix(version.value) if version and tag.endswith(version.value) else "v"
    return f"${{GITHUB_REF_NAME#{prefix}}}" if prefix and PLAIN.fullmatch(prefix) else "$GITHUB_REF_NAME"
