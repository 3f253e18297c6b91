"""Plain shell scripts, followed without running anything: variables, loops, tests, redirects."""

from maturin_compliance.expand.shell.bash import follow
from maturin_compliance.expand.shell.host import Budget, Host, Invocation, Variables
from maturin_compliance.expand.shell.words import UNKNOWN, known, shown

__all__ = ["UNKNOWN", "Budget", "Host", "Invocation", "Variables", "follow", "known", "shown"]
