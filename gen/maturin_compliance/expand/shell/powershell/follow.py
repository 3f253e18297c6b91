"""Follow a PowerShell script from command to command, as Bash scripts are."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from maturin_compliance.expand.shell.host import LONGEST_SCRIPT, Budget, Host, Spent, Status, Variables
from maturin_compliance.expand.shell.powershell import tree
from maturin_compliance.expand.shell.powershell.cmdlets import CMDLETS, arguments, send, text_of
from maturin_compliance.expand.shell.powershell.reader import read
from maturin_compliance.expand.shell.powershell.values import (
    MOST_ITEMS,
    Value,
    answer,
    binary,
    member,
    method,
    truth,
)
from maturin_compliance.expand.shell.walk import (
    LEAVES,
    Break,
    Continue,
    Leave,
    Return,
    Walk,
    both,
    either,
    opposite,
)
from maturin_compliance.expand.shell.words import known, unknown

PowerShell: TypeAlias = Walk[tree.Block]


def follow_powershell(
    script: str,
    host: Host,
    variables: Variables,
    folder: str,
    *,
    certain: bool = True,
    budget: Budget | None = None,
) -> bool:
    """Follow a script; ``variables`` are its environment. As `follow` does for Bash."""
    budget = budget or Budget()
    if len(script) > LONGEST_SCRIPT:
        return False
    walk: PowerShell = Walk(host, variables, folder, certain, budget, _body)
    try:
        block(walk, read(script, Budget(steps=100_000)))
    except Leave:
        return not budget.spent
    except Spent:
        return False
    return not budget.spent


def _body(walk: PowerShell, body: tree.Block) -> Status:
    block(walk, body)
    return None


def block(walk: PowerShell, body: tree.Block) -> Value:
    """Follow statements; gives what they put out."""
    with walk.budget.deeper():
        found: Value = []
        for statement in body.statements:
            found += follow_statement(walk, statement)
        return found[:MOST_ITEMS]


def follow_statement(walk: PowerShell, statement: tree.Statement) -> Value:
    """Follow a statement; gives what it puts out."""
    with walk.budget.deeper():
        match statement:
            case tree.Pipeline():
                return pipeline(walk, statement)
            case tree.Assign():
                return _assign(walk, statement)
            case tree.Function():
                walk.functions[statement.name] = tree.Block((statement,))
                return []
            case tree.Leaving():
                return _leave(walk, statement)
        return _branching(walk, statement)


def _branching(walk: PowerShell, statement: tree.Statement) -> Value:
    match statement:
        case tree.If():
            return _if(walk, statement)
        case tree.Foreach():
            return _foreach(walk, statement)
        case tree.Loop():
            return _loop(walk, statement)
        case tree.Switch():
            return _switch(walk, statement)
        case tree.Try():
            return _try(walk, statement)
    return []


def _assign(walk: PowerShell, statement: tree.Assign) -> Value:
    value = follow_statement(walk, statement.value)
    target = statement.target
    if not isinstance(target, tree.Variable):
        return []
    listed = not target.environment and statement.operator == "+=" and _is_list(walk, target)
    if statement.operator == "+=":
        before = expression(walk, target)
        value = [*before, *value][:MOST_ITEMS] if listed else binary("+", before, value)
    elif statement.operator != "=":
        value = [unknown(target.name)]
    if target.environment:
        name = _environment_name(walk, target.name)
        walk.variables[name] = walk.budget.text(" ".join(value))
    else:
        walk.budget.text("".join(value))
        listed = listed or _is_array(statement.value) or len(value) != 1
        walk.locals[target.name] = value if listed else value[0]
    return []


def _is_list(walk: PowerShell, target: tree.Variable) -> bool:
    return isinstance(walk.locals.get(target.name), list)


def _is_array(statement: tree.Statement) -> bool:
    """Whether a statement gives an array even of one item: ``@( )``."""
    if not isinstance(statement, tree.Pipeline) or len(statement.stages) != 1:
        return False
    value = statement.stages[0].value
    return isinstance(value, tree.Group) and value.array


def _environment_name(walk: PowerShell, name: str) -> str:
    """The name under which a variable is set; Windows does not tell cases apart."""
    return next((known_ for known_ in walk.variables if known_.lower() == name.lower()), name)


def _leave(walk: PowerShell, statement: tree.Leaving) -> Value:
    if statement.value is not None and statement.word == "return":
        raise _Returned(pipeline(walk, statement.value))
    raise LEAVES.get(statement.word, Leave)


class _Returned(Return):
    """A function is left with a value."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


def _possible(walk: PowerShell, bodies: list[Callable[[], Value]], *, one: bool) -> Value:
    """Follow branches of which one may run; what they put out is not known."""
    found: Value = []

    def run(body: Callable[[], Value]) -> None:
        found.extend(body())

    walk.maybe([partial(run, body) for body in bodies], one=one)
    return [unknown("branch")] if found else []


def _if(walk: PowerShell, statement: tree.If) -> Value:
    for index, (test, body) in enumerate(statement.clauses):
        holds = True if test is None else truth(pipeline(walk, test))
        if holds is None:
            rest = statement.clauses[index:]
            complete = rest[-1][0] is None
            return _possible(walk, [partial(block, walk, inner) for _, inner in rest], one=complete)
        if holds:
            return block(walk, body)
    return []


def _foreach(walk: PowerShell, statement: tree.Foreach) -> Value:
    return each(walk, pipeline(walk, statement.values), statement.name, statement.body)


def each(walk: PowerShell, values: Value, name: str, body: tree.Block) -> Value:
    """Follow a block for each of some values."""
    found: Value = []
    for value in values:
        walk.locals[name] = value
        try:
            found += block(walk, body)
        except Continue:
            continue
        except Break:
            break
    return found[:MOST_ITEMS]


def _loop(walk: PowerShell, statement: tree.Loop) -> Value:
    return _possible(walk, [lambda: block(walk, statement.body)], one=statement.once)


def _switch(walk: PowerShell, statement: tree.Switch) -> Value:
    subject = pipeline(walk, statement.subject)
    if len(subject) != 1 or not known(subject[0]):
        bodies = [partial(block, walk, body) for _, body in statement.cases]
        return _possible(walk, [*bodies], one=any(value is None for value, _ in statement.cases))
    for value, body in statement.cases:
        if value is None or [text.lower() for text in expression(walk, value)] == [subject[0].lower()]:
            try:
                return block(walk, body)
            except Break:
                return []
    return []


def _try(walk: PowerShell, statement: tree.Try) -> Value:
    found = block(walk, statement.body)
    walk.maybe([partial(block, walk, handler) for handler in statement.handlers])
    return found + (block(walk, statement.last) if statement.last else [])


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
        return block(walk, function.body)
    except _Returned as returned:
        return returned.value
    except Return:
        return []
    finally:
        walk.locals.clear()
        walk.locals |= outer


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
                return block(walk, node.body)
            case tree.Unary() | tree.Binary():
                return _operation(walk, node)
            case tree.Member() | tree.Index():
                return _part(walk, node)
    return [unknown(node.source if isinstance(node, tree.Opaque) else "block")]


def _variable(walk: PowerShell, node: tree.Variable) -> Value:
    if node.environment:
        found = walk.variables.get(_environment_name(walk, node.name))
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
            return method(value, node.name, block(walk, node.called))
        return member(value, node.name)
    index = expression(walk, node.index)
    number = int(index[0]) if index and index[0].isdecimal() and len(index[0]) < 6 else None
    return [value[number]] if number is not None and number < len(value) else [unknown("item")]
