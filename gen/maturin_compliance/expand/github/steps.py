"""The steps of a job, one after the other, composite actions unfolded."""

from collections.abc import Iterator, Mapping, Sequence

from maturin_compliance.expand.github import evaluate
from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.release import Activity, Command, State, StepRun
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.actions import run_action
from maturin_compliance.expand.tools.script import run_script
from maturin_compliance.expression import Value
from maturin_compliance.model.workflow import Action, Step

DEEPEST_ACTION = 10
TEXTS_OF_AN_ACTIVITY = 50
"""What a build, upload or download costs, in texts evaluated."""


def run_steps(job: JobState, steps: Sequence[Step], *, certain: bool) -> tuple[StepRun, ...]:
    """Follow steps; ``certain`` is False in a job that may not run. Gives them in the order they run."""
    return tuple(_steps(job, steps, job.contexts, certain=certain, caller=None, depth=0))


def _steps(
    job: JobState,
    steps: Sequence[Step],
    contexts: Mapping[str, Value],
    *,
    certain: bool,
    caller: Step | None,
    depth: int,
) -> Iterator[StepRun]:
    for step in steps:
        if not job.run.spend(step.location, len(step.env) + len(step.inputs)):
            return
        scope = {**contexts, "env": dict(job.env), "steps": dict(job.steps)}
        decided = evaluate.holds(step.condition, scope)
        if decided is False:
            note(job, step, "skipped", {})
            yield skipped(step, caller)
            continue
        sure = certain and decided is True
        view = view_of(job, step, scope, certain=sure)
        yield from _step(job, view, scope, caller=caller, depth=depth)


def _step(
    job: JobState, view: StepView, scope: Mapping[str, Value], *, caller: Step | None, depth: int
) -> Iterator[StepRun]:
    """Follow one step; one that calls a local action is followed by the steps of that action."""
    step = view.step
    before = len(job.activities)
    commands: tuple[Command, ...] = ()
    script: str | None = None
    action = local_action(job, view.uses)
    if action is None and view.uses is not None:
        outputs: Value = run_action(job, view)
        note(job, step, "success", outputs)
    elif step.run is not None:
        text = evaluate.marked(step.run.text, scope)
        script = text if known(text) else None
        commands, outputs = run_script(job, view, step.run, text)
        note(job, step, "success", outputs)
    made = tuple(job.activities[before:])
    job.run.effort.take(TEXTS_OF_AN_ACTIVITY * len(made))
    yield step_run(view, script, commands, made, caller)
    if action is not None and depth < DEEPEST_ACTION and job.run.spend(step.location, texts_of(action)):
        yield from composite(job, view, action, scope, depth=depth)


def view_of(job: JobState, step: Step, scope: dict[str, Value], *, certain: bool) -> StepView:
    """A step's texts, evaluated."""
    env: dict[str, Value] = {**job.env}
    env |= evaluate.env(step, scope)
    scope["env"] = env
    folder = evaluate.text(step.working_directory or job.folder_template, scope)
    return StepView(
        step=step,
        uses=step.uses.value if step.uses else None,
        inputs={name: evaluate.scalar(template, scope) for name, template in step.inputs.items()},
        env=env,
        partial={name: evaluate.marked(str(template.value), scope) for name, template in step.inputs.items()},
        folder=folder if isinstance(folder, str) else ".",
        certain=certain,
    )


def composite(
    job: JobState, view: StepView, action: Action, scope: Mapping[str, Value], *, depth: int
) -> Iterator[StepRun]:
    """The steps of a composite action: its inputs are a context of their own, so are its steps."""
    inputs: dict[str, Value] = {}
    given = {name.lower(): value for name, value in view.inputs.items()}
    for name, declared in action.inputs.items():
        default = evaluate.scalar(declared.default, scope)
        inputs[name] = given.get(name.lower(), "" if default is None else default)
    outer, job.steps = job.steps, {}
    outer_env = dict(job.env)
    try:
        job.env |= {name: value for name, value in view.env.items() if name not in job.env}
        contexts = {**scope, "inputs": inputs}
        yield from _steps(job, action.steps, contexts, certain=view.certain, caller=view.step, depth=depth + 1)
        inner = {**contexts, "steps": dict(job.steps)}
        outputs = {name: evaluate.text(template, inner) for name, template in action.outputs.items()}
    finally:
        job.steps = outer
        for name in evaluate.env(view.step, scope):
            if name in outer_env:
                job.env[name] = outer_env[name]
            else:
                job.env.pop(name, None)
    note(job, view.step, "success", outputs)


def texts_of(action: Action) -> int:
    """How many texts of an action are evaluated around its steps."""
    return len(action.inputs) + len(action.outputs)


def local_action(job: JobState, uses: str | None) -> Action | None:
    """The action of this repository that a step calls."""
    if uses is None or not uses.startswith("./"):
        return None
    folder = uses.removeprefix("./").rstrip("/") or "."
    action = job.run.project.actions.get(folder)
    return action if action and action.using == "composite" else None


def note(job: JobState, step: Step, outcome: str, outputs: Value) -> None:
    """Put a step into the ``steps`` context."""
    if step.id is not None:
        job.steps[step.id] = {"outcome": outcome, "conclusion": outcome, "outputs": outputs}


def skipped(step: Step, caller: Step | None) -> StepRun:
    """A step that does not run."""
    return StepRun(
        step=step,
        state=State.SKIPPED,
        uses=step.uses.value if step.uses else None,
        inputs={},
        script=None,
        commands=(),
        env={},
        activities=(),
        caller=caller,
    )


def step_run(
    view: StepView,
    script: str | None,
    commands: tuple[Command, ...],
    activities: tuple[Activity, ...],
    caller: Step | None,
) -> StepRun:
    """A step that ran."""
    return StepRun(
        step=view.step,
        state=State.RUNS if view.certain else State.MAYBE,
        uses=view.uses,
        inputs=view.inputs,
        script=script,
        commands=commands,
        env=view.env,
        activities=activities,
        caller=caller,
    )
