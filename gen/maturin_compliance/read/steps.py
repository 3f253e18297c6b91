"""The steps of a job or a composite action."""

from maturin_compliance.model.node import Script
from maturin_compliance.model.workflow import Step
from maturin_compliance.read.getters import Cursor

_STEP_KEYS = frozenset(
    {
        "name",
        "id",
        "if",
        "uses",
        "with",
        "run",
        "env",
        "shell",
        "working-directory",
        "continue-on-error",
        "timeout-minutes",
        "background",
        "wait",
        "wait-all",
        "cancel",
        "parallel",
    }
)


def read_steps(owner: Cursor) -> tuple[Step, ...]:
    """The steps under ``steps``, those of a ``parallel`` group in its place."""
    found: list[Step] = []
    for entry in owner.tables("steps"):
        group = entry.tables("parallel")
        found.extend(_step(step) for step in group or (entry,))
    return tuple(found)


def _step(step: Cursor) -> Step:
    step.known(_STEP_KEYS)
    identifier = step.string("id")
    env, env_from = step.variables()
    return Step(
        location=step.location,
        id=identifier.value if identifier else None,
        name=step.template("name"),
        condition=step.template("if"),
        uses=step.string("uses"),
        run=_script(step),
        shell=step.template("shell"),
        working_directory=step.template("working-directory"),
        env=env,
        env_from=env_from,
        inputs=step.templates("with"),
        continue_on_error=step.template("continue-on-error"),
        timeout_minutes=step.template("timeout-minutes"),
    )


def _script(step: Cursor) -> Script | None:
    """``run`` as text: a scalar that YAML takes for a number or boolean is text to GitHub as well."""
    found = step.get("run")
    if found is None or found.as_template() is None:
        return None
    node = found.node
    return Script(node.text or "", node.location, node.first_line or node.location.line or 1)
