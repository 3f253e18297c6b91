"""The catalogue: one module a category, one function a check."""

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

CATEGORIES: tuple[str, ...] = (
    "structure",
    "build",
    "abi",
    "linux",
    "macos",
    "windows",
    "ci",
    "testing",
    "distribution",
    "security",
    "metadata",
    "profile",
)

CHECKS: tuple[Check, ...] = ()
