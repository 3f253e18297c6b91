"""What the repair of a check gains, and how much there is to edit."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from maturin_compliance.checks import Outcome, Result
from maturin_compliance.location import Location
from maturin_compliance.score import HALVES, WEIGHTS

_FENCED = re.compile(r"^(`{3,})[^`\n]*\n((?:.*\n)*?)\1$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A check with problems, as something to do.

    ``points`` are what the overall score gains when this check alone passes, unrounded. ``places`` counts
    those that its problems name, ``files`` the files that they stand in; a problem without a place is one.
    ``lines`` counts what its fixes give to paste.
    """

    result: Result
    points: Fraction
    places: int
    files: int
    lines: int

    @property
    def gain(self) -> float:
        """The points, rounded to a hundredth."""
        return round(float(self.points), 2)

    @property
    def cheapness(self) -> Fraction:
        """What each place and each line to paste gains."""
        return self.points / (self.places + self.lines)


def repairs(results: Sequence[Result]) -> tuple[Repair, ...]:
    """Give a repair for each check with problems, in the order of the results.

    A borrowed check has no passed state: with its last problem it is gone.
    """
    counted = [one for one in results if one.outcome is not Outcome.SKIPPED]
    weight = sum(_weight(one) for one in counted)
    gained = sum(_weight(one) * HALVES[one.outcome] for one in counted)
    return tuple(_repair(one, weight, gained) for one in counted if one.problems)


def cheapest(found: Iterable[Repair]) -> Repair | None:
    """Give the repair that gains most for what there is to edit; of equals the first. None where none gains."""
    worth = [one for one in found if one.points > 0]
    return max(worth, key=lambda one: one.cheapness, default=None)


def _repair(result: Result, weight: int, gained: int) -> Repair:
    own, halves = _weight(result), _weight(result) * HALVES[result.outcome]
    if result.check.url is None:
        after = _score(weight, gained - halves + 2 * own)
    else:
        after = _score(weight - own, gained - halves)
    places = _places(result)
    return Repair(
        result=result,
        points=after - _score(weight, gained),
        places=len(places),
        files=len({place.path if place else None for place in places}),
        lines=sum(map(_pasted, {one.fix for one in result.problems})),
    )


def _score(weight: int, gained: int) -> Fraction:
    """Give a score in points of ten from the weight that applies and the halves of it that are gained."""
    return Fraction(10 * gained, 2 * weight) if weight else Fraction(0)


def _weight(result: Result) -> int:
    return WEIGHTS[result.check.severity]


def _pasted(fix: str) -> int:
    """Count the lines inside the fenced blocks of a fix."""
    return sum(block[2].count("\n") for block in _FENCED.finditer(fix))


def _places(result: Result) -> frozenset[Location | None]:
    return frozenset(place for one in result.problems for place in (one.location, *one.also))
