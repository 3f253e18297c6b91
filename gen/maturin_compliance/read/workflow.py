"""A workflow file as its model, by GitHub's syntax.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax; the keys are those of
actions/languageservices, workflow-parser/src/workflow-v1.0.json.
"""

from collections.abc import Mapping

from maturin_compliance.facts.syntax import permissions
from maturin_compliance.location import Located
from maturin_compliance.model.node import Node, Template
from maturin_compliance.model.workflow import Job, Permissions, Strategy, Workflow
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.getters import Cursor
from maturin_compliance.read.steps import read_steps
from maturin_compliance.read.triggers import read_triggers

_WORKFLOW_KEYS = frozenset(
    {
        "name",
        "description",
        "run-name",
        "on",
        "permissions",
        "env",
        "defaults",
        "concurrency",
        "jobs",
    }
)
_JOB_KEYS = frozenset(
    {
        "name",
        "needs",
        "if",
        "strategy",
        "runs-on",
        "timeout-minutes",
        "cancel-timeout-minutes",
        "continue-on-error",
        "container",
        "services",
        "env",
        "environment",
        "permissions",
        "concurrency",
        "outputs",
        "defaults",
        "steps",
        "snapshot",
        "uses",
        "with",
        "secrets",
    }
)


def read_workflow(path: str, document: Node, faults: Faults) -> Workflow | None:
    """The typed workflow of a document; None (and a fault) where the document is no mapping."""
    root = Cursor(document, "", faults)
    if not isinstance(document.value, dict):
        faults.add(document.location, "is no workflow: expected a mapping with `on` and `jobs`")
        return None
    if not {"on", "jobs"} & document.mapping.keys():
        faults.add(document.location, "is no workflow: has neither `on` nor `jobs`")
        return None
    root.known(_WORKFLOW_KEYS)
    if "on" not in document.mapping:
        faults.add(document.location, "is no workflow: has no `on`, so that nothing starts it")
    jobs = root.table("jobs")
    if jobs is None and "jobs" not in document.mapping:
        faults.add(document.location, "is no workflow: has no `jobs`")
    shell, working_directory = _defaults(root)
    env, env_from = root.variables()
    return Workflow(
        path=path,
        document=document,
        name=root.template("name"),
        triggers=read_triggers(root),
        permissions=_permissions(root),
        env=env,
        env_from=env_from,
        shell=shell,
        working_directory=working_directory,
        jobs=_jobs(jobs) if jobs else {},
    )


def _jobs(jobs: Cursor) -> dict[str, Job]:
    return {name: _job(name, entry) for name, entry in jobs.entries() if entry.as_table()}


def _job(name: str, job: Cursor) -> Job:
    job.known(_JOB_KEYS)
    shell, working_directory = _defaults(job)
    runs_on, container = job.get("runs-on"), job.get("container")
    inherits = _inherits_secrets(job)
    env, env_from = job.variables()
    return Job(
        id=name,
        location=job.location,
        name=job.template("name"),
        needs=_needs(job),
        condition=job.template("if"),
        runs_on=runs_on.node if runs_on else None,
        environment=_environment(job),
        permissions=_permissions(job),
        strategy=_strategy(job),
        container=container.node if container else None,
        env=env,
        env_from=env_from,
        outputs=job.templates("outputs"),
        shell=shell,
        working_directory=working_directory,
        continue_on_error=job.template("continue-on-error"),
        timeout_minutes=job.template("timeout-minutes"),
        steps=read_steps(job),
        uses=job.string("uses"),
        inputs=job.templates("with"),
        secrets={} if inherits else job.templates("secrets"),
        inherits_secrets=inherits,
    )


def _needs(job: Cursor) -> tuple[Located[str], ...]:
    found = job.get("needs")
    if found is None:
        return ()
    if isinstance(found.node.value, str):
        return (Located(found.node.value, found.location),)
    return found.as_strings()


def _environment(job: Cursor) -> Template | None:
    """``environment`` is the name, or a mapping with ``name`` and ``url``."""
    found = job.get("environment")
    if found is None:
        return None
    return found.template("name") if found.node.mapping else found.as_template()


def _inherits_secrets(job: Cursor) -> bool:
    found = job.get("secrets")
    return found is not None and found.node.value == "inherit"


def _strategy(job: Cursor) -> Strategy | None:
    strategy = job.table("strategy")
    if strategy is None:
        return None
    matrix = strategy.get("matrix")
    if matrix and isinstance(matrix.node.value, tuple):
        matrix.wrong("a mapping or an expression")
        matrix = None
    return Strategy(
        location=strategy.location,
        matrix=matrix.node if matrix else None,
        fail_fast=strategy.template("fail-fast"),
        max_parallel=strategy.template("max-parallel"),
    )


def _permissions(owner: Cursor) -> Permissions | None:
    found = owner.get("permissions")
    if found is None:
        return None
    if found.node.value in ("read-all", "write-all"):
        return Permissions({}, str(found.node.value), found.location)
    if isinstance(found.node.value, Mapping):
        found.known(permissions())
    return Permissions(owner.string_map("permissions"), None, found.location)


def _defaults(owner: Cursor) -> tuple[Template | None, Template | None]:
    """``defaults.run``: the shell and the working directory."""
    defaults = owner.table("defaults")
    run = defaults.table("run") if defaults else None
    return (run.template("shell"), run.template("working-directory")) if run else (None, None)
