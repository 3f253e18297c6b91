"""From results to scores: weights by severity, skipped checks left out and counted in the open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.checks import CATEGORIES, Outcome, Result, Severity

WEIGHTS: Mapping[Severity, int] = {
    Severity.CRITICAL: 5,
    Severity.HIGH: 3,
    Severity.MEDIUM: 2,
    Severity.LOW: 1,
    Severity.INFO: 0,
}
HALVES: Mapping[Outcome, int] = {Outcome.PASSED: 2, Outcome.WARNED: 1, Outcome.FAILED: 0}
"""What an outcome gains, in halves of its check's weight; whole numbers keep the rounding exact."""
CRITICAL_CAP = 40
"""Tenths of a point that a category with a critical failure has at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """A score from 0.0 to 10.0, rounded down to a tenth; None where nothing with weight applies.

    ``applicable`` counts the checks that were not skipped, ``passed`` those of them without a problem.
    """

    score: float | None
    passed: int
    applicable: int
    skipped: int

    @property
    def perfect(self) -> bool:
        """Whether everything that applies passes."""
        return self.applicable > 0 and self.passed == self.applicable


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The tally over all checks and by category, in the order of the categories."""

    overall: Tally
    categories: Mapping[str, Tally]


def score(results: Sequence[Result]) -> Score:
    """Weigh results. A critical failure caps its category at 4.0; the overall score has no cap of its own."""
    return Score(
        overall=tally(results, cap=False),
        categories={
            category: tally([r for r in results if r.check.category == category], cap=True)
            for category in CATEGORIES
        },
    )


def tally(results: Sequence[Result], *, cap: bool) -> Tally:
    """Weigh some results together; with ``cap``, a critical failure among them leaves 4.0 at most."""
    counted = [r for r in results if r.outcome is not Outcome.SKIPPED]
    tenths = _tenths(counted)
    if tenths is not None and cap and any(map(_is_fatal, counted)):
        tenths = min(tenths, CRITICAL_CAP)
    return Tally(
        score=None if tenths is None else tenths / 10,
        passed=sum(r.outcome is Outcome.PASSED for r in counted),
        applicable=len(counted),
        skipped=len(results) - len(counted),
    )


def _tenths(counted: Sequence[Result]) -> int | None:
    weight = sum(WEIGHTS[r.check.severity] for r in counted)
    gained = sum(WEIGHTS[r.check.severity] * HALVES[r.outcome] for r in counted)
    return 100 * gained // (2 * weight) if weight else None


def _is_fatal(result: Result) -> bool:
    return result.outcome is Outcome.FAILED and result.check.severity is Severity.CRITICAL
