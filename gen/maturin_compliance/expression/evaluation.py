"""The value of an expression in its contexts."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from maturin_compliance.expression.compare import compare
from maturin_compliance.expression.errors import ExpressionError
from maturin_compliance.expression.functions import FUNCTIONS, Arguments
from maturin_compliance.expression.indexing import Key, member
from maturin_compliance.expression.memory import Memory
from maturin_compliance.expression.nodes import (
    Call,
    Compare,
    Context,
    Index,
    Literal,
    Logical,
    Node,
    Not,
    Wildcard,
)
from maturin_compliance.expression.parser import parse
from maturin_compliance.expression.values import (
    Filtered,
    Partial,
    Unknown,
    Value,
    first_unknown,
    is_primitive,
    number,
    truth,
)

Functions = Mapping[str, Callable[..., Value]]
NO_FUNCTIONS: Functions = MappingProxyType({})


def evaluate(
    expression: str,
    contexts: Mapping[str, Value],
    *,
    functions: Functions = NO_FUNCTIONS,
) -> Value:
    """Give the value of an expression, written without ``${{ }}``; an empty one is null.

    ``contexts`` holds the contexts that may be read, by name; to read any other is an error, as
    it is on GitHub where a context is not available. ``functions`` adds functions, or stands in
    for ``success``, ``failure``, ``cancelled`` and ``hashFiles``, which are Unknown without; one
    that gets an Unknown is not called, and its result is Unknown. Names match in any case.

    A number is a float. Arrays and objects of a context come back as they were given. The result
    is Unknown only where it depends on something that is. Raises ExpressionError for all that
    GitHub rejects.
    """
    node = parse(expression, contexts=contexts.keys(), functions=functions.keys())
    given = {name.lower(): value for name, value in contexts.items()}
    added = {name.lower(): function for name, function in functions.items()}
    return _plain(_Evaluation(given, added).value(node, 0))


def _plain(value: Value) -> Value:
    """Give a result in the types we promise."""
    if isinstance(value, Filtered):
        unknown = first_unknown(value)
        return list(value) if unknown is None else Unknown(unknown.reason, truth=True)
    return number(value) if type(value) is int else value


@dataclass(slots=True)
class _Evaluation:
    contexts: Mapping[str, Value]
    functions: Functions
    memory: Memory = field(default_factory=Memory)

    def value(self, node: Node, depth: int) -> Value:
        """Give the value of a node that stands at a depth of the tree."""
        value = self._value(node, depth)
        self.memory.hold(depth, value)
        return value

    def _value(self, node: Node, depth: int) -> Value:
        match node:
            case Literal() | Context() | Wildcard():
                return self._leaf(node)
            case Index():
                return self._index(node, depth + 1)
            case Call():
                return self._call(node, depth + 1)
            case Not(operand):
                return _negation(self.value(operand, depth + 1))
            case Compare(operator, left, right):
                return compare(operator, self.value(left, depth + 1), self.value(right, depth + 1))
            case Logical():
                return self._logical(node, depth + 1)

    def _leaf(self, node: Literal | Context | Wildcard) -> Value:
        match node:
            case Literal(value):
                return value
            case Context(name):
                return self.contexts[name.lower()]
            case Wildcard():
                return "*"

    def _index(self, node: Index, depth: int) -> Value:
        target = self.value(node.target, depth)
        if isinstance(target, Unknown):
            return Unknown(target.reason)
        if isinstance(node.key, Wildcard):
            return member(target, Key(every=True))
        if is_primitive(target):
            return None
        key = self.value(node.key, depth)
        if not isinstance(key, Unknown):
            return member(target, Key.of(key))
        if target or isinstance(target, Partial):
            return Unknown(key.reason)
        return Filtered() if isinstance(target, Filtered) else None

    def _call(self, node: Call, depth: int) -> Value:
        name = node.name.lower()
        arguments = Arguments(node.arguments, lambda argument: self.value(argument, depth))
        if name in self.functions:
            return _given(node.name, self.functions[name], arguments)
        return FUNCTIONS[name](arguments)

    def _logical(self, node: Logical, depth: int) -> Value:
        """Give the first operand that decides, or the last.

        After an Unknown that may decide, the others only matter for what is certain of the
        result's truth: with one of them false, ``unknown && …`` is false whatever it is.
        """
        deciding = node.operator == "||"
        unknown: Unknown | None = None
        value: Value = None
        for operand in node.operands:
            value = self.value(operand, depth) if unknown is None else self._maybe(operand, depth)
            certain = truth(value)
            if certain is deciding:
                break
            if unknown is None and certain is None and isinstance(value, Unknown):
                unknown = value
        if unknown is None:
            return value
        return Unknown(unknown.reason, deciding if truth(value) is deciding else None)

    def _maybe(self, node: Node, depth: int) -> Value:
        """Give the value of a node that GitHub may never look at: its fault is not certain."""
        try:
            return self.value(node, depth)
        except ExpressionError as error:
            return Unknown(str(error))


def _negation(value: Value) -> bool | Unknown:
    certain = truth(value)
    if certain is None and isinstance(value, Unknown):
        return value
    return not certain


def _given(name: str, function: Callable[..., Value], arguments: Arguments) -> Value:
    """Call a function that was passed in, with all its arguments."""
    values = [arguments[index] for index in range(len(arguments))]
    unknown = first_unknown(values)
    if unknown is not None:
        return unknown
    try:
        _signature(function).bind(*values)
    except TypeError as error:
        raise ExpressionError(f"{name}: {error}") from error
    return function(*values)


@lru_cache(maxsize=64)
def _signature(function: Callable[..., Value]) -> inspect.Signature:
    return inspect.signature(function)
