"""Follow a Bash script from command to command.

Tree-sitter gives the syntax tree. What a program prints or returns is only known where the host says so; a
test that cannot be decided makes the commands of both branches uncertain.
"""

from tree_sitter import Node

from maturin_compliance.expand.shell.host import LONGEST_SCRIPT, Budget, Host, Spent, Variables
from maturin_compliance.expand.shell.nodes import parse
from maturin_compliance.expand.shell.statements import statement
from maturin_compliance.expand.shell.walk import Leave, Walk


def follow(
    script: str,
    host: Host,
    variables: Variables,
    folder: str,
    *,
    certain: bool = True,
    budget: Budget | None = None,
) -> bool:
    """Follow a script; ``variables`` are its environment and hold what it has set when it ends.

    ``folder`` is the working directory. ``budget`` is what may still be followed, shared with the scripts that
    call this one. Gives False where something was left out because that is spent.
    """
    budget = budget or Budget()
    if len(script) > LONGEST_SCRIPT:
        return False
    walk: Walk[Node] = Walk(host, variables, folder, certain, budget, statement)
    try:
        statement(walk, parse(script))
    except Leave:
        return not budget.spent
    except Spent:
        return False
    return not budget.spent
