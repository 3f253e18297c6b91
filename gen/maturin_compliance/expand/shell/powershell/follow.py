"""Follow a PowerShell script from command to command, as Bash scripts are."""

from collections.abc import Callable
from functools import partial

from maturin_compliance.expand.shell.host import LONGEST_SCRIPT, Budget, Host, Spent, Status, Variables
from maturin_compliance.expand.shell.powershell import tree
from maturin_compliance.expand.shell.powershell.evaluation import PowerShell, environment_name, expression
from maturin_compliance.expand.shell.powershell.pipelines import Returned, each, pipeline
from maturin_compliance.expand.shell.powershell.reader import read
from maturin_compliance.expand.shell.powershell.values import MOST_ITEMS, Value, binary, truth
from maturin_compliance.expand.shell.walk import LEAVES, Break, Leave, Walk
from maturin_compliance.expand.shell.words import known, unknown


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
    walk = PowerShell(host, variables, folder, certain, budget, _body, block=block)
    try:
        block(walk, read(script, Budget(steps=100_000)))
    except Leave:
        return not budget.spent
    except Spent:
        return False
    return not budget.spent


def _body(walk: Walk[tree.Block], body: tree.Block) -> Status:
    if isinstance(walk, PowerShell):
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
        name = environment_name(walk, target.name)
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


def _leave(walk: PowerShell, statement: tree.Leaving) -> Value:
    if statement.value is not None and statement.word == "return":
        raise Returned(pipeline(walk, statement.value))
    raise LEAVES.get(statement.word, Leave)


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
