"""PowerShell's expressions to values."""

from collections.abc import Callable
from dataclasses import dataclass, field

from maturin_compliance.expand.shell.powershell import tree
from maturin_compliance.expand.shell.powershell.values import (
    MOST_ITEMS,
    Value,
    answer,
    binary,
    member,
    method,
    truth,
)
from maturin_compliance.expand.shell.walk import Walk, both, either, opposite
from maturin_compliance.expand.shell.words import unknown


@dataclass(slots=True)
class PowerShell(Walk[tree.Block]):
    """A script on its way; ``block`` follows statements and gives what they put out."""

    block: "Callable[[PowerShell, tree.Block], Value]" = field(kw_only=True)


def expression(walk: PowerShell, node: tree.Expression) -> Value:
    """The value of an expression."""
    with walk.budget.deeper():
        match node:
            case tree.Text():
                parts = [p if isinstance(p, str) else " ".join(expression(walk, p)) for p in node.parts]
                return [walk.budget.text("".join(parts))]
            case tree.Variable():
                return _variable(walk, node)
            case tree.Array():
                return [text for item in node.items for text in expression(walk, item)][:MOST_ITEMS]
            case tree.Group():
                return walk.block(walk, node.body)
            case tree.Unary() | tree.Binary():
                return _operation(walk, node)
            case tree.Member() | tree.Index():
                return _part(walk, node)
    return [unknown(node.source if isinstance(node, tree.Opaque) else "block")]


def _variable(walk: PowerShell, node: tree.Variable) -> Value:
    if node.environment:
        found = walk.variables.get(environment_name(walk, node.name))
    elif node.name in ("true", "false"):
        return [node.name.capitalize()]
    elif node.name == "null":
        return []
    elif node.name in ("pwd", "psscriptroot"):
        return [walk.folder]
    else:
        found = walk.locals.get(node.name)
    if found is None:
        return [unknown(node.name)]
    return list(found) if isinstance(found, list) else [found]


def environment_name(walk: PowerShell, name: str) -> str:
    """The name under which a variable is set; Windows does not tell cases apart."""
    return next((known_ for known_ in walk.variables if known_.lower() == name.lower()), name)


def _operation(walk: PowerShell, node: tree.Unary | tree.Binary) -> Value:
    if isinstance(node, tree.Unary):
        value = expression(walk, node.operand)
        if node.operator in ("!", "-not"):
            return answer(opposite(truth(value)))
        return ["".join(value)] if node.operator == "-join" else [unknown("value")]
    left, right = expression(walk, node.left), expression(walk, node.right)
    if node.operator in ("-and", "-or"):
        return answer((both if node.operator == "-and" else either)(truth(left), truth(right)))
    return [walk.budget.text(text) for text in binary(node.operator, left, right)]


def _part(walk: PowerShell, node: tree.Member | tree.Index) -> Value:
    value = expression(walk, node.value)
    if isinstance(node, tree.Member):
        if node.called is not None:
            return method(value, node.name, walk.block(walk, node.called))
        return member(value, node.name)
    index = expression(walk, node.index)
    number = int(index[0]) if index and index[0].isdecimal() and len(index[0]) < 6 else None
    return [value[number]] if number is not None and number < len(value) else [unknown("item")]
