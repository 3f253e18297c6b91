"""GitHub Actions' expression language: what stands in ``${{ }}`` and in ``if:``.

`evaluate` gives the value of an expression, `interpolate` that of a scalar with expressions in
it, `condition` whether an ``if:`` holds; `parse`, `references` and `calls` look at an expression
without its contexts. What files cannot tell is an `Unknown`, and it only reaches results that
depend on it. Whatever GitHub rejects raises `ExpressionError`.
"""

from maturin_compliance.expression.conditions import (
    CANCELLED,
    FAILED,
    SUCCEEDED,
    Status,
    condition,
)
from maturin_compliance.expression.errors import ExpressionError
from maturin_compliance.expression.evaluation import evaluate
from maturin_compliance.expression.nodes import Node
from maturin_compliance.expression.parser import parse
from maturin_compliance.expression.template import interpolate
from maturin_compliance.expression.usage import calls, parse_condition, references
from maturin_compliance.expression.values import Partial, Unknown, Value, as_text, truth

__all__ = [
    "CANCELLED",
    "FAILED",
    "SUCCEEDED",
    "ExpressionError",
    "Node",
    "Partial",
    "Status",
    "Unknown",
    "Value",
    "as_text",
    "calls",
    "condition",
    "evaluate",
    "interpolate",
    "parse",
    "parse_condition",
    "references",
    "truth",
]
