"""Predicted wheels held against published ones, name by name, then cell by cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from maturin_compliance.expand.release import Wheel
from maturin_compliance.published import causes
from maturin_compliance.published.holding import Published
from maturin_compliance.published.names import WheelName, parsed


class Status(StrEnum):
    """How a predicted and a published wheel stand to each other.

    SAME: one name, whatever the order of its compressed platform tags. RENAMED: one interpreter, ABI, system
    and architecture, but another version of the platform. MISSING: predicted, but not published. EXTRA: the
    other way round.
    """

    SAME = "same"
    RENAMED = "renamed"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Difference:
    """A pair of a predicted and a published wheel, or one that is alone on its side.

    ``cause`` is a likely cause in words, None where there is nothing to tell.
    """

    status: Status
    predicted: str | None
    published: str | None
    cause: str | None


def compare(wheels: Sequence[Wheel], published: Published) -> tuple[Difference, ...]:
    """Hold predicted wheels against the published ones, sorted by name; each file stands in one difference.

    A published name that is among a predicted wheel's alternatives counts as the same.
    """
    by_name = {wheel.filename: wheel for wheel in wheels}
    predicted, held = parsed(by_name), parsed(file.filename for file in published.wheels)
    allowed = {name: {one.identity for one in parsed(wheel.alternatives)} for name, wheel in by_name.items()}
    same = _pairs(predicted, held, lambda one, other: one.identity == other.identity)
    left, rest = _without(predicted, held, same)
    among = _pairs(left, rest, lambda one, other: other.identity in allowed[one.filename])
    left, rest = _without(left, rest, among)
    renamed = _pairs(left, rest, lambda one, other: one.cell == other.cell)
    left, rest = _without(left, rest, renamed)
    found = [
        *(_paired(Status.SAME, pair, causes.order(*pair)) for pair in same),
        *(_paired(Status.SAME, pair, causes.alternative(by_name[pair[0].filename])) for pair in among),
        *(_paired(Status.RENAMED, pair, causes.renamed(*pair, by_name[pair[0].filename])) for pair in renamed),
        *(_missing(one, causes.missing(by_name[one.filename], held)) for one in left),
        *(_extra(other, causes.unpredicted(other, predicted)) for other in rest),
    ]
    return tuple(sorted(found, key=lambda one: one.predicted or one.published or ""))


_Pair = tuple[WheelName, WheelName]


def _pairs(
    predicted: Sequence[WheelName], held: Sequence[WheelName], fits: Callable[[WheelName, WheelName], bool]
) -> list[_Pair]:
    """Pair each predicted wheel with the first published one that fits and is not taken yet."""
    free, found = list(held), []
    for one in predicted:
        other = next((candidate for candidate in free if fits(one, candidate)), None)
        if other is not None:
            free.remove(other)
            found.append((one, other))
    return found


def _without(
    predicted: Sequence[WheelName], held: Sequence[WheelName], pairs: Sequence[_Pair]
) -> tuple[list[WheelName], list[WheelName]]:
    """Give both sides without those that are paired."""
    ones, others = {one for one, _ in pairs}, {other for _, other in pairs}
    return [one for one in predicted if one not in ones], [other for other in held if other not in others]


def _paired(status: Status, pair: _Pair, cause: str | None) -> Difference:
    return Difference(status, pair[0].filename, pair[1].filename, cause)


def _missing(one: WheelName, cause: str | None) -> Difference:
    return Difference(Status.MISSING, one.filename, None, cause)


def _extra(other: WheelName, cause: str | None) -> Difference:
    return Difference(Status.EXTRA, None, other.filename, cause)
