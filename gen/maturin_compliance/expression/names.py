"""The names that GitHub knows: contexts, and functions with the numbers of arguments they take.

Contexts: https://docs.github.com/actions/reference/workflows-and-actions/contexts. Functions:
ExpressionConstants.cs and WorkflowTemplateConverter.cs of https://github.com/actions/runner.
"""

from maturin_compliance.expression.errors import ExpressionError

CONTEXTS = frozenset(
    {
        "env",
        "github",
        "inputs",
        "job",
        "jobs",
        "matrix",
        "needs",
        "runner",
        "secrets",
        "steps",
        "strategy",
        "vars",
    }
)

STATUS_FUNCTIONS = frozenset({"always", "cancelled", "failure", "success"})
"""The functions that make a condition decide for itself whether a failure before it matters."""

_MOST = 255
_ARGUMENTS = {
    "always": (0, 0),
    "cancelled": (0, 0),
    "case": (3, _MOST),
    "contains": (2, 2),
    "endswith": (2, 2),
    "failure": (0, _MOST),  # a job's condition may name jobs
    "format": (1, _MOST),
    "fromjson": (1, 1),
    "hashfiles": (1, _MOST),
    "join": (1, 2),
    "startswith": (2, 2),
    "success": (0, _MOST),
    "tojson": (1, 1),
}


def is_function(name: str) -> bool:
    """Tell whether GitHub has a function of this name, in whatever case."""
    return name.lower() in _ARGUMENTS


def check_call(name: str, arguments: int, position: int) -> None:
    """Raise ExpressionError unless one of GitHub's functions takes so many arguments."""
    name = name.lower()
    fewest, most = _ARGUMENTS.get(name, (0, _MOST))
    if not fewest <= arguments <= most:
        wanted = str(fewest) if fewest == most else f"{fewest} to {most}"
        raise ExpressionError(f"{name} takes {wanted} arguments, not {arguments}", position)
    if name == "case" and arguments % 2 == 0:
        raise ExpressionError("case takes an odd number of arguments", position)
