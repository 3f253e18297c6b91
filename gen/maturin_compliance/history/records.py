"""The past of each check: since when it holds, when it was lost, when it was won back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks import Outcome
from maturin_compliance.history.moment import Moment


@dataclass(frozen=True, slots=True)
class Loss:
    """A release at which a check that held no longer did; ``won`` is the one that mended it, None so far."""

    lost: str
    won: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A check over all releases, as the labels of their moments: a version, or "now".

    Releases at which it did not apply count as if they were not. ``since`` is the first of the releases
    without a break at which it holds, None where it does not hold at the last. ``always``: it held at every
    release. ``losses`` are oldest first.
    """

    check: str
    since: str | None
    always: bool
    losses: tuple[Loss, ...]


def records(moments: Sequence[Moment]) -> tuple[Record, ...]:
    """Give the record of every check that applied at the last moment, by name; moments are oldest first."""
    last = moments[-1].outcomes if moments else {}
    names = sorted(name for name, outcome in last.items() if outcome is not Outcome.SKIPPED)
    return tuple(_record(name, moments) for name in names)


def _record(name: str, moments: Sequence[Moment]) -> Record:
    held = list(_held(name, moments))
    losses, since = list[Loss](), None
    for at, (version, holds) in enumerate(held):
        before = held[at - 1][1] if at else None
        if holds and not before:
            since = version
            if losses:
                losses[-1] = Loss(losses[-1].lost, version)
        elif before and not holds:
            since = None
            losses.append(Loss(version, None))
    return Record(check=name, since=since, always=all(holds for _, holds in held), losses=tuple(losses))


def _held(name: str, moments: Sequence[Moment]) -> Iterator[tuple[str, bool]]:
    for moment in moments:
        outcome = moment.outcomes.get(name, Outcome.SKIPPED)
        if outcome is not Outcome.SKIPPED:
            yield moment.label, outcome is Outcome.PASSED
