"""Releases that the rules do not cover whole must not look like regressions.

Where a step on the way to the index is not modelled, wheels may be missing from a prediction. What such a
release seems to take away is told only once a release that is covered confirms it.
"""

from collections.abc import Sequence
from dataclasses import replace

from maturin_compliance.checks import Outcome
from maturin_compliance.history import pythons
from maturin_compliance.history.moment import Moment


def settled(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """Give the moments with what doubtful ones take away put off; moments are oldest first.

    A doubtful moment serves also what the one before it served, and keeps its floors. A check that held before
    and holds again at the next moment without doubt is not judged in between.
    """
    found: list[Moment] = []
    for at, moment in enumerate(moments):
        before = found[-1] if found else None
        after = next((one for one in moments[at + 1 :] if not one.not_modelled), None)
        found.append(_carried(moment, before, after) if moment.not_modelled and before else moment)
    return tuple(found)


def _carried(moment: Moment, before: Moment, after: Moment | None) -> Moment:
    return replace(
        moment,
        served=_united(before, moment),
        floors={**moment.floors, **before.floors},
        sdist=moment.sdist or before.sdist,
        outcomes={name: _judged(name, moment, before, after) for name in moment.outcomes},
    )


def _united(before: Moment, moment: Moment) -> dict[str, tuple[str, ...]]:
    """What either serves, as far as the later one's ``requires-python`` admits it: that is known for sure."""
    names = dict.fromkeys((*before.served, *moment.served))
    return {
        name: pythons.served((*before.served.get(name, ()), *moment.served.get(name, ())), moment.requires_python)
        for name in names
    }


def _judged(name: str, moment: Moment, before: Moment, after: Moment | None) -> Outcome:
    """Pass over what no covered release confirms; a check that was passed over stays so until one does."""
    outcome, earlier = moment.outcomes[name], before.outcomes.get(name, Outcome.SKIPPED)
    held = earlier is Outcome.PASSED or (before.not_modelled and earlier is Outcome.SKIPPED)
    if outcome is Outcome.PASSED or not held:
        return outcome
    later = after.outcomes.get(name, Outcome.SKIPPED) if after else Outcome.SKIPPED
    return outcome if later not in {Outcome.PASSED, Outcome.SKIPPED} else Outcome.SKIPPED
