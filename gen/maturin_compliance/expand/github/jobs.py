"""A workflow run: which jobs run, with which combinations, in the order of their needs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from maturin_compliance.expand.github import evaluate
from maturin_compliance.expand.github.event import github_context, repository, typed
from maturin_compliance.expand.github.matrix import Combination, MatrixError, combinations
from maturin_compliance.expand.github.state import JobState, Machine, RunState
from maturin_compliance.expand.github.steps import run_steps
from maturin_compliance.expand.release import JobRun, Reason, State, WorkflowRun
from maturin_compliance.expression import SUCCEEDED, Partial, Status, Unknown, Value
from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node
from maturin_compliance.model.workflow import Job, Workflow

DEEPEST_CALL = 10
"""GitHub lets workflows call one another ten levels deep."""

TEXTS_OF_A_JOB = 20
"""What finding a job's machine costs, in texts evaluated."""

SKIPPED = Status(success=False, failure=False, cancelled=False)


def run_workflow(run: RunState, workflow: Workflow) -> WorkflowRun:
    """Follow every job of a workflow that an event has started."""
    jobs, _ = _Run(run, workflow, run.event.inputs, "").jobs()
    return WorkflowRun(workflow=workflow, event=run.event.name, ref=run.event.ref, jobs=jobs)


class _Run:
    """One workflow file of a run: the one that the event started, or one that is called."""

    def __init__(self, run: RunState, workflow: Workflow, inputs: Mapping[str, Value], prefix: str) -> None:
        self.run, self.workflow, self.prefix = run, workflow, prefix
        github = github_context(run.project, workflow, run.event)
        self.base: dict[str, Value] = {
            "github": github,
            "inputs": dict(inputs),
            "vars": Unknown("configuration variables are not in the files"),
            "secrets": Unknown("secrets are not in the files"),
            "strategy": {},
            "matrix": {},
        }
        self.base["env"] = evaluate.env(workflow, {**self.base, "env": {}})
        self.states: dict[str, State] = {}
        self.above: dict[str, set[State]] = {}
        self.needs: dict[str, Value] = {}

    def jobs(self) -> tuple[tuple[JobRun, ...], dict[str, Value]]:
        """Follow the jobs; gives them with the outputs of the workflow when it is called."""
        found: list[JobRun] = []
        for job in ordered(self.workflow.jobs):
            if not self.run.spend(job.location):
                break
            found += self.job(job)
        call = self.workflow.trigger("workflow_call")
        contexts = {**self.base, "jobs": dict(self.needs)}
        return tuple(found), evaluate.texts(call.outputs if call else {}, contexts)

    def job(self, job: Job) -> list[JobRun]:
        """Follow a job with each of its combinations."""
        needed = {need.value: self.needs.get(need.value) for need in job.needs}
        contexts = {**self.base, "needs": needed}
        state = self.state(job, contexts)
        self.states[job.id] = state
        if state is State.SKIPPED:
            self.needs[job.id] = {"result": "skipped", "outputs": {}}
            return [self.skipped(job)]
        runs: list[JobRun] = []
        outputs: dict[str, Value] = {}
        texts = TEXTS_OF_A_JOB + len(job.env) + len(job.outputs)
        combinations = self.combinations(job, contexts)
        for index, combination in enumerate(combinations):
            if not self.run.spend(job.location, texts):
                break
            strategy = strategy_context(job, index, len(combinations))
            made, given = self.combination(job, {**contexts, "strategy": strategy}, combination, state)
            runs += made
            outputs |= given
        self.needs[job.id] = {"result": "success", "outputs": outputs}
        return runs

    def state(self, job: Job, contexts: Mapping[str, Value]) -> State:
        """Whether a job runs: its needs and their needs must have run, unless its ``if`` says otherwise."""
        before = self.before(job)
        status = SKIPPED if State.SKIPPED in before else SUCCEEDED
        decided = evaluate.holds(job.condition, contexts, status)
        if isinstance(decided, Unknown):
            return State.MAYBE
        if not decided:
            return State.SKIPPED
        return State.MAYBE if State.MAYBE in before else State.RUNS

    def before(self, job: Job) -> set[State]:
        """The states of all jobs that a job needs, directly or not; one that closes a circle is skipped."""
        found: set[State] = set()
        for need in job.needs:
            if need.value in self.workflow.jobs:
                found |= self.above.get(need.value, set()) | {self.states.get(need.value, State.SKIPPED)}
        self.above[job.id] = found
        return found

    def combinations(self, job: Job, contexts: Mapping[str, Value]) -> list[Combination | None]:
        """The combinations of a job's matrix; [None] without one."""
        matrix = job.strategy.matrix if job.strategy else None
        if matrix is None:
            return [None]
        value = evaluate.node(matrix, contexts)
        if not isinstance(value, dict) or isinstance(value.get("include"), Unknown):
            self.unknown_matrix(job, matrix.location)
            return [None]
        try:
            return list(combinations(value))
        except MatrixError as error:
            self.miss(f"GitHub refuses the matrix of job {job.id}: {error}", matrix.location)
            return []

    def unknown_matrix(self, job: Job, location: Location) -> None:
        """Note a matrix that the files do not tell, if its job could build wheels."""
        if any(step.uses and "maturin" in step.uses.value.lower() for step in job.steps):
            self.miss(f"the matrix of job {job.id} is made while the workflow runs", location)

    def miss(self, message: str, location: Location) -> None:
        """Note that something is not modelled."""
        self.run.miss(message, location)

    def combination(
        self, job: Job, contexts: dict[str, Value], combination: Combination | None, state: State
    ) -> tuple[list[JobRun], dict[str, Value]]:
        """Follow one combination; gives its runs (several for a called workflow) and its outputs."""
        matrix = job.strategy.matrix if job.strategy else None
        unknown = Unknown("the matrix is made while the workflow runs")
        contexts = {**contexts, "matrix": unknown if matrix and combination is None else combination or {}}
        if job.uses is not None:
            return self.call(job, job.uses, contexts)
        machine = self.machine(job, contexts)
        contexts["runner"] = runner_context(machine)
        contexts["job"] = Partial({"status": "success"}, "it differs from run to run")
        env = {**_as_dict(self.base["env"])}
        contexts["env"] = env
        env |= evaluate.env(job, contexts)
        github = contexts["github"]
        if isinstance(github, dict):
            contexts["github"] = Partial({**github, "job": job.id}, "it differs from run to run")
        environment = evaluate.text(job.environment, contexts)
        following = JobState(
            environment=environment if isinstance(environment, str) else None,
            moving=self.moving(machine),
            tolerated=evaluate.scalar(job.continue_on_error, contexts) is True,
            run=self.run,
            workflow=self.workflow,
            job=job,
            name=self.prefix + job.id,
            combination=combination,
            machine=machine,
            contexts=contexts,
            env=env,
        )
        steps = run_steps(following, job.steps, certain=state is State.RUNS)
        outputs = evaluate.texts(job.outputs, {**contexts, "steps": dict(following.steps)})
        made = JobRun(
            workflow=self.workflow,
            job=job,
            name=self.prefix + job.id,
            combination=combination,
            state=state,
            runner=machine.label,
            os=machine.os,
            architecture=machine.architecture,
            container=machine.container,
            environment=following.environment,
            steps=steps,
        )
        return [made], outputs

    def machine(self, job: Job, contexts: Mapping[str, Value]) -> Machine:
        """The runner and container of a job."""
        label = self.label(job, contexts)
        found = self.run.facts.runner(label) if label else None
        return Machine(
            label=label,
            os=found.os if found else guessed_os(label),
            architecture=found.architecture if found else guessed_architecture(label),
            container=container_image(job.container, contexts),
        )

    def moving(self, machine: Machine) -> Reason | None:
        """Why a build on the runner is not certain: its label moves to an image of another architecture."""
        runner = self.run.facts.runner(machine.label or "")
        other = self.run.facts.runner_image(runner.also) if runner and runner.also else None
        if runner is None or other is None or other.architecture == runner.architecture:
            return None
        text = (
            f"on that day `{machine.label}` is moved from {runner.image} to {other.name}, of another architecture"
        )
        return Reason(text, assumed=True)

    def label(self, job: Job, contexts: Mapping[str, Value]) -> str | None:
        """The label of ``runs-on`` that says most: a hosted runner's, else the first."""
        if job.runs_on is None:
            return None
        value = evaluate.node(job.runs_on, contexts)
        if isinstance(value, dict):
            value = value.get("labels") or value.get("group")
        labels = [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
        known = [label for label in labels if self.run.facts.runner(label)]
        return next(iter(known or labels), None)

    def skipped(self, job: Job) -> JobRun:
        """A job that does not run."""
        return JobRun(
            workflow=self.workflow,
            job=job,
            name=self.prefix + job.id,
            combination=None,
            state=State.SKIPPED,
            runner=None,
            os=None,
            architecture=None,
            container=None,
            environment=None,
            steps=(),
        )

    def call(
        self, job: Job, uses: Located[str], contexts: dict[str, Value]
    ) -> tuple[list[JobRun], dict[str, Value]]:
        """Follow a reusable workflow of this repository."""
        called = self.called(uses.value)
        if called is None or self.run.depth >= DEEPEST_CALL:
            self.miss(f"job {job.id} calls {uses.value}, which is not in the files", uses.location)
            return [replace(self.skipped(job), state=State.MAYBE)], {}
        trigger = called.trigger("workflow_call")
        inputs: dict[str, Value] = {}
        for name, given in (trigger.inputs if trigger else {}).items():
            value = evaluate.scalar(job.inputs.get(name) or given.default, contexts)
            inputs[name] = typed(given, value) if value is not None else _EMPTY.get(given.type, "")
        self.run.depth += 1
        try:
            jobs, outputs = _Run(self.run, called, inputs, f"{self.prefix}{job.id} / ").jobs()
        finally:
            self.run.depth -= 1
        return list(jobs), outputs

    def called(self, uses: str) -> Workflow | None:
        """The workflow that ``uses`` names: ``./…``, ``$/…``, or this repository's by its full name."""
        path = uses.partition("@")[0]
        own = repository(self.run.project)
        for prefix in ("./", "$/", f"{own}/" if own else "./"):
            if path.lower().startswith(prefix.lower()):
                path = path[len(prefix) :]
                return next((w for w in self.run.project.workflows if w.path == path), None)
        return None


_EMPTY: Mapping[str, Value] = {"boolean": False, "number": 0, "string": ""}


def strategy_context(job: Job, index: int, total: int) -> dict[str, Value]:
    """The ``strategy`` context of one combination; what is left out has GitHub's defaults."""
    given = job.strategy
    most = given.max_parallel.value if given and given.max_parallel else total
    return {
        "fail-fast": given.fail_fast.value is not False if given and given.fail_fast else True,
        "job-index": index,
        "job-total": total,
        "max-parallel": most if isinstance(most, (int, float)) else total,
    }


def ordered(jobs: Mapping[str, Job]) -> Iterator[Job]:
    """Jobs after those that they need; a circle, which GitHub refuses, is cut where it closes."""
    done: set[str] = set()
    for name in jobs:
        stack = [name]
        entered: set[str] = set()
        while stack:
            current = stack[-1]
            waiting = [
                need.value
                for need in jobs[current].needs
                if need.value in jobs and need.value not in done and need.value not in entered
            ]
            entered.add(current)
            if waiting and current not in done:
                stack += waiting
                continue
            stack.pop()
            if current not in done:
                done.add(current)
                yield jobs[current]


def container_image(node: Node | None, contexts: Mapping[str, Value]) -> str | None:
    """The image of a job's ``container``, written as text or under ``image``."""
    value = evaluate.node(node, contexts) if node is not None else None
    if isinstance(value, dict):
        value = value.get("image")
    return value if isinstance(value, str) and value else None


def runner_context(machine: Machine) -> Value:
    """The ``runner`` context as far as the label tells."""
    systems = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
    known: dict[str, Value] = {"temp": "/tmp/runner", "tool_cache": "/opt/hostedtoolcache", "debug": ""}  # noqa: S108
    if machine.os:
        known["os"] = systems[machine.os]
    if machine.architecture:
        known["arch"] = machine.architecture.upper()
    return Partial(known, "the runner's label does not tell")


def guessed_os(label: str | None) -> str | None:
    """The system that a label of another provider names."""
    name = (label or "").lower()
    for os, marks in (
        ("windows", ("windows",)),
        ("macos", ("macos", "mac-")),
        ("linux", ("ubuntu", "linux")),
    ):
        if any(mark in name for mark in marks):
            return os
    return None


def guessed_architecture(label: str | None) -> str | None:
    """The architecture that a label of another provider names, x64 for a system without one."""
    name = (label or "").lower()
    if any(mark in name for mark in ("arm64", "aarch64", "-arm")):
        return "arm64"
    return "x64" if guessed_os(label) in ("linux", "windows") else None


def _as_dict(value: Value) -> dict[str, Value]:
    return dict(value) if isinstance(value, dict) else {}
