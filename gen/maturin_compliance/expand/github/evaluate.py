"""Templates of a workflow to values, faults of an expression included."""

from collections.abc import Mapping

from maturin_compliance.digits import has_long_number
from maturin_compliance.expand.shell.words import unknown
from maturin_compliance.expression import (
    SUCCEEDED,
    ExpressionError,
    Status,
    Unknown,
    Value,
    as_text,
    condition,
    interpolate,
)
from maturin_compliance.expression.template import Part, Text, parts
from maturin_compliance.location import Located
from maturin_compliance.model.node import Node, Template
from maturin_compliance.model.workflow import Job, Step, Workflow

Contexts = Mapping[str, Value]


def scalar(template: Template | None, contexts: Contexts) -> Value:
    """The value of a scalar; one that GitHub would refuse is unknown, for that reason."""
    if template is None:
        return None
    if not isinstance(template.value, str):
        return template.value
    try:
        return bounded(interpolate(template.value, contexts))
    except ExpressionError as error:
        return Unknown(f"GitHub refuses the expression: {error}")


def text(template: Template | None, contexts: Contexts) -> "str | Unknown | None":
    """The value of a scalar as text."""
    value = scalar(template, contexts)
    return value if value is None or isinstance(value, Unknown) else as_text(value)


def texts(templates: Mapping[str, object], contexts: Contexts) -> dict[str, Value]:
    """A mapping of templates to their values as text, as ``env`` and ``outputs`` take them."""
    return {name: text(found, contexts) for name, found in templates.items() if isinstance(found, Located)}


def env(owner: Workflow | Job | Step, contexts: Contexts) -> dict[str, Value]:
    """The variables of ``env``; none where the mapping that an expression gives is not known."""
    if owner.env_from is None:
        return texts(owner.env, contexts)
    given = scalar(owner.env_from, contexts)
    return {name: as_plain(value) for name, value in given.items()} if isinstance(given, dict) else {}


def as_plain(value: Value) -> Value:
    """A value as the text that a variable holds."""
    return value if isinstance(value, Unknown) else as_text(value)


def node(tree: Node, contexts: Contexts) -> Value:
    """The value of a whole tree, every scalar in it evaluated."""
    if isinstance(tree.value, Mapping):
        return {key: node(item, contexts) for key, item in tree.value.items()}
    if isinstance(tree.value, tuple):
        return [node(item, contexts) for item in tree.value]
    if isinstance(tree.value, str):
        try:
            return bounded(interpolate(tree.value, contexts))
        except ExpressionError as error:
            return Unknown(f"GitHub refuses the expression: {error}")
    if tree.value is None or isinstance(tree.value, (bool, int, float)):
        return tree.value
    return str(tree.value)


def holds(template: Template | None, contexts: Contexts, status: Status = SUCCEEDED) -> "bool | Unknown":
    """Whether an ``if`` lets a job or step run."""
    if template is None:
        source = ""
    elif isinstance(template.value, bool):
        source = "true" if template.value else "false"
    else:
        source = "" if template.value is None else str(template.value)
    try:
        return condition(source, contexts, status=status)
    except ExpressionError as error:
        return Unknown(f"GitHub refuses the condition: {error}")


def marked(source: str, contexts: Contexts) -> str:
    """A text with ``${{ }}`` parts as one text, with an UNKNOWN mark for each part that is not known."""
    try:
        found = list(parts(source))
    except ExpressionError:
        return source
    return "".join(part.text if isinstance(part, Text) else _marked(part, contexts) for part in found)


def _marked(part: Part, contexts: Contexts) -> str:
    try:
        value = interpolate(f"${{{{ {part.expression} }}}}", contexts)
    except ExpressionError:
        return unknown(part.expression)
    found = bounded(value if isinstance(value, Unknown) else as_text(value))
    return unknown(part.expression) if isinstance(found, Unknown) else as_text(found)


def bounded(value: Value) -> Value:
    """A value given back; a text with a number of more than 1,000 digits, which nothing means, is unknown."""
    if isinstance(value, str) and has_long_number(value):
        return Unknown("it holds a number that is too long")
    return value
