"""The expressions of workflows and local actions, each at its line, and what GitHub refuses of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.workflows.pipeline import walk_keys
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expression import ExpressionError, Node, parse
from maturin_compliance.expression.names import CONTEXTS
from maturin_compliance.expression.template import Part, parts
from maturin_compliance.facts.syntax import contexts
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node as Written
from maturin_compliance.model.project import Project

EVALUATED = frozenset({"run-name", "env", "concurrency", "jobs", "runs", "outputs"})
"""Keys at the top of a workflow or an action below which expressions are evaluated."""


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression below some keys of a document, without the ``${{ }}`` around it."""

    keys: tuple[str, ...]
    text: str
    location: Location

    def parsed(self) -> Node:
        """The tree of the expression. Raises ExpressionError where GitHub refuses it."""
        return parse(self.text, contexts=contexts(self.keys) or CONTEXTS)


def documents(project: Project) -> Iterator[Written]:
    """The workflows and the local actions."""
    yield from (workflow.document for workflow in project.workflows)
    yield from (action.document for action in project.actions.values())


def expressions(document: Written, above: tuple[str, ...] = ()) -> Iterator[Expression]:
    """The expressions of a document, or of a part of one below some keys."""
    for keys, node in walk_keys(document, above):
        if keys[:1] and keys[0] in EVALUATED and isinstance(node.value, str):
            yield from _in_scalar(keys, node, node.value)


def _in_scalar(keys: tuple[str, ...], node: Written, text: str) -> Iterator[Expression]:
    if keys[-1] == "if" and "${{" not in text:
        yield Expression(keys, text, _line(node, 0))
        return
    end = 0
    for part in _parts(text):
        at = text.find(part, end)
        end = at + len(part)
        yield Expression(keys, part, _line(node, text.count("\n", 0, max(at, 0))))


def _parts(text: str) -> tuple[str, ...]:
    try:
        return tuple(part.expression for part in parts(text) if isinstance(part, Part))
    except ExpressionError:
        return ()


def _line(node: Written, below: int) -> Location:
    return Location(node.location.path, (node.first_line or node.location.line or 1) + below)


def refused(subject: Subject) -> Iterator[Problem]:
    """The expressions that GitHub refuses."""
    for document in documents(subject.project):
        yield from _unclosed(document)
        for expression in expressions(document):
            try:
                expression.parsed()
            except ExpressionError as error:
                message = f"GitHub refuses the expression {code(expression.text)}: {code(error)}"
                yield Problem(message, expression.location, _mended(expression, str(error)))


def _unclosed(document: Written) -> Iterator[Problem]:
    for keys, node in walk_keys(document):
        if keys[:1] and keys[0] in EVALUATED and isinstance(node.value, str):
            try:
                tuple(parts(node.value))
            except ExpressionError as error:
                yield Problem(
                    f"GitHub refuses the text of {code(keys[-1])}: {code(error)}", node.location, "Close it."
                )


def _mended(expression: Expression, error: str) -> str:
    if '"' in expression.text and "unexpected symbol" in error:
        return f"Strings stand in single quotes:\n\n{fence(expression.text.replace(chr(34), chr(39)), 'text')}"
    unknown = error.partition("unrecognized named-value '")[2].partition("'")[0].lower()
    allowed = contexts(expression.keys)
    near = get_close_matches(unknown, sorted(allowed or CONTEXTS), n=1) if unknown else []
    if near:
        return f"Write {code(near[0])}."
    if unknown in CONTEXTS:
        return _elsewhere(expression.keys[-1], unknown)
    return "Write it as GitHub reads it: contexts, functions, strings in single quotes."


def _elsewhere(key: str, context: str) -> str:
    if (key, context) == ("if", "secrets"):
        return "Give the value to a variable under `env` of the job, and compare `env` in the condition of a step."
    return f"{code(context)} cannot be read at this place, only in steps: ask for it there."
