"""Programs that scripts call: what each does with texts, wheels, Pythons and indexes."""

from maturin_compliance.expand.tools.commands.table import run_program

__all__ = ["run_program"]
