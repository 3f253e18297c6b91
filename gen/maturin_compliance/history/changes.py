"""What one release changed for those who install it, and for its checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from maturin_compliance.checks import Outcome
from maturin_compliance.history import pythons
from maturin_compliance.history.moment import Moment

T = TypeVar("T")
Served = Mapping[str, tuple[str, ...]]

_FAT = "macOS universal2"
_THIN = ("macOS x86_64", "macOS arm64")


@dataclass(frozen=True, slots=True)
class FloorChange:
    """The lowest libc or macOS of a platform moved: ``higher`` means that fewer systems are served."""

    platform: str
    before: str
    after: str

    @property
    def higher(self) -> bool:
        """Whether older systems are left behind."""
        return _numbers(self.after) > _numbers(self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What differs between two moments; pairs are (before, after), None where nothing moved.

    ``pythons_lost_on`` are those that are lost on a platform which is still served, while other platforms
    keep them; ``pythons_gained_on`` the other way round. ``won`` are checks that hold now and did not,
    ``lost`` those that held; checks that did not apply on one side are in neither. ``doubtful``: a step on the
    way to the index is not modelled on one of the sides, so that a change may be of a release close by.
    """

    before: str
    after: str
    platforms_gained: tuple[str, ...]
    platforms_lost: tuple[str, ...]
    pythons_gained: tuple[str, ...]
    pythons_lost: tuple[str, ...]
    pythons_gained_on: Mapping[str, tuple[str, ...]]
    pythons_lost_on: Mapping[str, tuple[str, ...]]
    floors: tuple[FloorChange, ...]
    requires_python: tuple[str | None, str | None] | None
    sdist: tuple[bool, bool] | None
    wheels: tuple[int, int]
    score: tuple[float | None, float | None]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    doubtful: bool

    @property
    def installs_differ(self) -> bool:
        """Whether anything changed for those who install."""
        parts = (
            self.platforms_gained,
            self.platforms_lost,
            self.pythons_gained,
            self.pythons_lost,
            self.pythons_gained_on,
            self.pythons_lost_on,
            self.floors,
            self.requires_python,
            self.sdist,
        )
        return any(parts)

    @property
    def regressed(self) -> bool:
        """Whether somebody can no longer install what they could, or a check no longer holds."""
        narrower = self.platforms_lost or self.pythons_lost or self.pythons_lost_on or self.lost
        return bool(narrower) or any(floor.higher for floor in self.floors) or self.sdist == (True, False)


def changes(before: Moment, after: Moment) -> Changes:
    """Hold two moments of one package against each other."""
    old, new = _split(before.served), _split(after.served)
    both = [platform for platform in new if platform in old]
    gained, lost = (
        pythons.lost(after.pythons, before.pythons),
        pythons.lost(before.pythons, after.pythons),
    )
    return Changes(
        before=before.label,
        after=after.label,
        platforms_gained=tuple(name for name in new if name not in old),
        platforms_lost=tuple(name for name in old if name not in new),
        pythons_gained=gained,
        pythons_lost=lost,
        pythons_gained_on=_each(new, old, both, gained),
        pythons_lost_on=_each(old, new, both, lost),
        floors=tuple(_floors(before, after)),
        requires_python=_pair(before.requires_python, after.requires_python),
        sdist=_pair(before.sdist, after.sdist),
        wheels=(len(before.wheels), len(after.wheels)),
        score=(before.score, after.score),
        won=_turned(before, after, Outcome.PASSED),
        lost=_turned(after, before, Outcome.PASSED),
        doubtful=bool(before.not_modelled or after.not_modelled),
    )


def thin(platform: str) -> tuple[str, ...]:
    """Give the platforms that wheels of a platform run on: a fat macOS wheel serves two."""
    return _THIN if platform == _FAT else (platform,)


def _split(served: Served) -> Served:
    """Count a fat macOS wheel for both of its architectures, so that two thin ones in its place are no loss."""
    found = {name: labels for name, labels in served.items() if name != _FAT}
    for name in _THIN if _FAT in served else ():
        found[name] = pythons.served((*found.get(name, ()), *served[_FAT]), None)
    return found


def _each(one: Served, other: Served, platforms: list[str], everywhere: tuple[str, ...]) -> Served:
    """By platform the Pythons that one side serves and the other does not, what is so everywhere left out."""
    found = {name: pythons.lost(one[name], other[name]) for name in platforms}
    kept = {name: tuple(label for label in labels if label not in everywhere) for name, labels in found.items()}
    return {name: labels for name, labels in kept.items() if labels}


def _floors(before: Moment, after: Moment) -> Iterator[FloorChange]:
    for name, new in after.floors.items():
        old = before.floors.get(name)
        if old and old != new:
            yield FloorChange(name, old, new)


def _pair(before: T, after: T) -> tuple[T, T] | None:
    return None if before == after else (before, after)


def _turned(one: Moment, other: Moment, outcome: Outcome) -> tuple[str, ...]:
    """The checks that have an outcome in the other moment alone, though they apply in both."""
    applied = (name for name, found in one.outcomes.items() if found not in {outcome, Outcome.SKIPPED})
    return tuple(sorted(name for name in applied if other.outcomes.get(name) is outcome))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
