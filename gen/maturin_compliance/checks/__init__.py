"""The catalogue: one module a category, one function a check."""

from types import ModuleType

from maturin_compliance.checks import (
    abi,
    build,
    ci,
    distribution,
    linux,
    macos,
    metadata,
    profile,
    security,
    structure,
    testing,
    windows,
)
from maturin_compliance.checks.engine import (
    Check,
    Outcome,
    Problem,
    Result,
    Severity,
    Skip,
    Subject,
    check,
    run,
)

__all__ = [
    "CATEGORIES",
    "CHECKS",
    "Check",
    "Outcome",
    "Problem",
    "Result",
    "Severity",
    "Skip",
    "Subject",
    "check",
    "run",
]

MODULES: tuple[ModuleType, ...] = (
    structure,
    build,
    abi,
    linux,
    macos,
    windows,
    ci,
    testing,
    distribution,
    security,
    metadata,
    profile,
)
"""The categories in the order of pages and reports."""

CATEGORIES: tuple[str, ...] = tuple(module.__name__.rpartition(".")[2] for module in MODULES)

CHECKS: tuple[Check, ...] = tuple(
    value for module in MODULES for value in vars(module).values() if isinstance(value, Check)
)
"""Every check, by category and in the order of its source."""
