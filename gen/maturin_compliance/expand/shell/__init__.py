"""Plain shell scripts, followed without running anything: variables, loops, tests, redirects."""

from maturin_compliance.expand.shell.interpreter import Host, Invocation, Variables, follow
from maturin_compliance.expand.shell.words import UNKNOWN, known, shown

__all__ = ["UNKNOWN", "Host", "Invocation", "Variables", "follow", "known", "shown"]
