"""What other tools say of a project, as results of checks."""

from maturin_compliance.borrowed.security import ZIZMOR, borrowed, findings

__all__ = ["ZIZMOR", "borrowed", "findings"]
