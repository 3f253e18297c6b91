"""The ``if:`` of a job or a step.

Rules: ConvertToIfCondition in WorkflowTemplateConverter.cs of https://github.com/actions/runner.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from maturin_compliance.expression.evaluation import NO_FUNCTIONS, Functions, evaluate
from maturin_compliance.expression.names import CONTEXTS, STATUS_FUNCTIONS
from maturin_compliance.expression.nodes import Call, walk
from maturin_compliance.expression.parser import parse
from maturin_compliance.expression.template import Text, compiled
from maturin_compliance.expression.values import WHITE_SPACE, Unknown, Value, truth


@dataclass(frozen=True, slots=True)
class Status:
    """What ``success()``, ``failure()`` and ``cancelled()`` give; ``always()`` is always true."""

    success: bool | Unknown
    failure: bool | Unknown
    cancelled: bool | Unknown


SUCCEEDED = Status(success=True, failure=False, cancelled=False)
FAILED = Status(success=False, failure=True, cancelled=False)
CANCELLED = Status(success=False, failure=False, cancelled=True)


def condition(
    text: str,
    contexts: Mapping[str, Value],
    *,
    status: Status = SUCCEEDED,
    functions: Functions = NO_FUNCTIONS,
) -> bool | Unknown:
    """Tell whether a job or step with this ``if:`` runs, after what went before it.

    The text is an expression, with or without ``${{ }}`` around it. Without a status function in
    it, it only holds after success; an empty one is ``success()``. Text around ``${{ }}`` makes
    it a string, which is always true: ``${{ a }} && ${{ b }}`` tests nothing. Raises
    ExpressionError for all that GitHub rejects.
    """
    expression = condition_expression(text, contexts=contexts, functions=functions)
    called = {**functions, **_status_functions(status)}
    value = evaluate(expression, contexts, functions=called)
    certain = truth(value)
    if certain is None and isinstance(value, Unknown):
        return value
    return bool(certain)


def condition_expression(
    text: str,
    *,
    contexts: Collection[str] = CONTEXTS,
    functions: Collection[str] = (),
) -> str:
    """Give the expression that decides an ``if:``, with ``success()`` in front where implied.

    ``contexts`` and ``functions`` are names, as for `parse`. Raises ExpressionError.
    """
    whole = compiled(text, contexts=contexts, functions=functions)
    expression = whole.text if isinstance(whole, Text) else whole.expression
    node = parse(expression, contexts=contexts, functions=functions)
    if not expression.strip(WHITE_SPACE):
        return "success()"
    decided = any(isinstance(part, Call) and part.name.lower() in STATUS_FUNCTIONS for part in walk(node))
    return expression if decided else f"success() && ({expression})"


@lru_cache(maxsize=64)  # the same few for each job and step
def _status_functions(status: Status) -> Functions:
    return {
        "success": _result(status.success),
        "failure": _result(status.failure),
        "cancelled": _result(status.cancelled),
    }


def _result(value: bool | Unknown) -> Callable[..., Value]:
    """Make a status function of its result; that of the jobs it may name is not known."""
    some = Unknown("a status function that names jobs")
    return lambda *jobs: some if jobs else value
