"""Scalars of a workflow with ``${{ }}`` in them.

GitHub turns text around expressions into one ``format`` call, and so do we: limits, faults and
the way a value becomes text are then the same. Rules: TemplateReader.cs of
https://github.com/actions/runner.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.expression.errors import ExpressionError
from maturin_compliance.expression.evaluation import NO_FUNCTIONS, Functions, evaluate
from maturin_compliance.expression.names import CONTEXTS
from maturin_compliance.expression.parser import parse
from maturin_compliance.expression.values import WHITE_SPACE, Value

_OPEN = "${{"
_CLOSE = "}}"


@dataclass(frozen=True, slots=True)
class Text:
    """A part of a scalar that stands for itself."""

    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """An expression in a scalar: what stands between ``${{`` and ``}}``, trimmed."""

    expression: str


def interpolate(text: str, contexts: Mapping[str, Value], *, functions: Functions = NO_FUNCTIONS) -> Value:
    """Give the value of a scalar.

    Text without ``${{ }}`` is itself. One expression that is the whole scalar gives its value,
    of whatever kind; anything more gives a string. Unknown where a part that matters is, with
    its reason. Raises ExpressionError as `evaluate`, and where ``${{`` is not closed.
    """
    whole = compiled(text, contexts=contexts.keys(), functions=functions.keys())
    if isinstance(whole, Text):
        return whole.text
    return evaluate(whole.expression, contexts, functions=functions)


def parts(text: str) -> Iterator[Text | Part]:
    """Give the parts of a scalar in order; a ``}}`` inside a string of an expression is no end.

    Raises ExpressionError where an expression is not closed or empty.
    """
    index = 0
    while (start := text.find(_OPEN, index)) >= 0:
        if start > index:
            yield Text(text[index:start])
        index = _end(text, start)
        expression = text[start + len(_OPEN) : index - len(_CLOSE)].strip(WHITE_SPACE)
        if not expression:
            raise ExpressionError("an expression is expected between '${{' and '}}'")
        yield Part(expression)
    if index < len(text):
        yield Text(text[index:])


def _end(text: str, start: int) -> int:
    """Give the index behind the ``}}`` that closes the expression that starts at an index."""
    in_string = False
    for index in range(start + len(_OPEN), len(text)):
        if text[index] == "'":
            in_string = not in_string
        elif not in_string and text[index - 1 : index + 1] == _CLOSE:
            return index + 1
    raise ExpressionError("'${{' is not closed by '}}'")


def compiled(text: str, *, contexts: Collection[str] = CONTEXTS, functions: Collection[str] = ()) -> Text | Part:
    """Give a scalar as one text or one expression, as GitHub does when it reads a workflow.

    An expression that is only a string is that text. ``contexts`` and ``functions`` are names,
    as for `parse`. Raises ExpressionError, also where one of several expressions is none.
    """
    found = list(parts(text))
    if len(found) > 1:
        for part in found:
            if isinstance(part, Part):
                parse(part.expression, contexts=contexts, functions=functions)
        return Part(_format(found))
    if not found:
        return Text(text)
    return _literal(found[0].expression) if isinstance(found[0], Part) else found[0]


def _literal(expression: str) -> Text | Part:
    """Give an expression that is one string as its text, any other as it is."""
    quoted = expression[0] == expression[-1] == "'" and len(expression) > 1
    inside = expression[1:-1]
    if quoted and "'" not in inside.replace("''", ""):
        return Text(inside.replace("''", "'"))
    return Part(expression)


def _format(found: list[Text | Part]) -> str:
    """Write the call of ``format`` that puts a scalar together."""
    expressions = [part.expression for part in found if isinstance(part, Part)]
    numbers = iter(range(len(expressions)))
    template = "".join(f"{{{next(numbers)}}}" if isinstance(part, Part) else _escaped(part.text) for part in found)
    return f"format('{template}', {', '.join(expressions)})"


def _escaped(text: str) -> str:
    return text.replace("'", "''").replace("{", "{{").replace("}", "}}")
