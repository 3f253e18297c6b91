"""Pipelines of PowerShell: functions of the script, cmdlets, programs."""

from maturin_compliance.expand.shell.powershell import tree
from maturin_compliance.expand.shell.powershell.cmdlets import CMDLETS, arguments, send, text_of
from maturin_compliance.expand.shell.powershell.evaluation import PowerShell, expression
from maturin_compliance.expand.shell.powershell.values import MOST_ITEMS, Value
from maturin_compliance.expand.shell.walk import Break, Continue, Return
from maturin_compliance.expand.shell.words import unknown


class Returned(Return):
    """A function is left with a value."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


def pipeline(walk: PowerShell, statement: tree.Pipeline) -> Value:
    """Follow ``a | b``, and what stands behind ``&&``: programs are taken to succeed."""
    value: Value = []
    for index, stage in enumerate(statement.stages):
        value = _stage(walk, stage, value, piped=index > 0)
    for operator, following in statement.tail:
        if operator == "&&":
            value = value + pipeline(walk, following)
    return value


def _stage(walk: PowerShell, stage: tree.Stage, before: Value, *, piped: bool) -> Value:
    with walk.budget.deeper():
        value = expression(walk, stage.value) if stage.value is not None else _command(walk, stage, before, piped)
    for redirect in stage.redirects:
        send(walk, " ".join(expression(walk, redirect.target)), value, append=redirect.append)
    return [] if stage.redirects else value


def _command(walk: PowerShell, stage: tree.Stage, before: Value, piped: bool) -> Value:
    """Run a function of the script, a cmdlet or a program."""
    blocks = tuple(word.body for word in stage.words if isinstance(word, tree.ScriptBlock))
    words = [text for word in stage.words for text in _word(walk, word)]
    if not words:
        return []
    name = words[0].lower()
    if name in walk.functions:
        return _call(walk, walk.functions[name], words[1:])
    if name in ("foreach-object", "foreach", "%"):
        return each(walk, before, "_", blocks[-1]) if blocks else [unknown("value")]
    if name in CMDLETS:
        return CMDLETS[name](walk, arguments(words[1:], before, stage.line, blocks))
    feed, walk.feed = walk.feed, text_of(before) if piped else walk.feed
    try:
        _, text = walk.caught(lambda: walk.run(words, {}, stage.line))
    finally:
        walk.feed = feed
    return [unknown(words[0])] if text is None else text.splitlines()


def _word(walk: PowerShell, word: tree.Expression) -> Value:
    """The words that a program gets of one; a list becomes several."""
    return (
        [] if isinstance(word, tree.ScriptBlock) else [walk.budget.text(text) for text in expression(walk, word)]
    )


def _call(walk: PowerShell, stored: tree.Block, words: list[str]) -> Value:
    """Call a function: parameters by name, then by position."""
    function = stored.statements[0]
    if not isinstance(function, tree.Function):
        return []
    given = arguments(words, [], 0, ())
    free = [name for name in function.parameters if name not in given.named]
    values = {name: text for name, text in given.named.items() if name in function.parameters}
    outer = dict(walk.locals)
    walk.locals |= {**values, **dict(zip(free, given.others, strict=False)), "args": list(words)}
    try:
        return walk.block(walk, function.body)
    except Returned as returned:
        return returned.value
    except Return:
        return []
    finally:
        walk.locals.clear()
        walk.locals |= outer


def each(walk: PowerShell, values: Value, name: str, body: tree.Block) -> Value:
    """Follow a block for each of some values."""
    found: Value = []
    for value in values:
        walk.locals[name] = value
        try:
            found += walk.block(walk, body)
        except Continue:
            continue
        except Break:
            break
    return found[:MOST_ITEMS]
