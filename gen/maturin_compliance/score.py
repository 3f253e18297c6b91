"""From results to scores: weights by severity, skipped checks left out and counted in the open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor

from maturin_compliance.checks import CATEGORIES, Outcome, Result, Severity

WEIGHTS: Mapping[Severity, int] = {
    Severity.CRITICAL: 5,
    Severity.HIGH: 3,
    Severity.MEDIUM: 2,
    Severity.LOW: 1,
    Severity.INFO: 0,
}
CREDIT: Mapping[Outcome, float] = {Outcome.PASSED: 1.0, Outcome.WARNED: 0.5, Outcome.FAILED: 0.0}
CRITICAL_CAP = 4.0


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
    """Weigh some results together."""
    counted = [r for r in results if r.outcome is not Outcome.SKIPPED]
    weight = sum(WEIGHTS[r.check.severity] for r in counted)
    gained = sum(WEIGHTS[r.check.severity] * CREDIT[r.outcome] for r in counted)
    value = floor(100 * gained / weight) / 10 if weight else None
    fatal = any(r.outcome is Outcome.FAILED and r.check.severity is Severity.CRITICAL for r in counted)
    if cap and fatal and value is not None:
        value = min(value, CRITICAL_CAP)
    return Tally(
        score=value,
        passed=sum(r.outcome is Outcome.PASSED for r in counted),
        applicable=len(counted),
        skipped=len(results) - len(counted),
    )
