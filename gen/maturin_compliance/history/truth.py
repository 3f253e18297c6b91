"""What the package index holds of each release, beside what its files make."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from packaging.utils import canonicalize_version

from maturin_compliance.history.changes import thin
from maturin_compliance.history.moment import Moment
from maturin_compliance.published import Published
from maturin_compliance.published.names import WheelName, parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A published release. ``missing`` are wheels that its files make and the index does not hold, ``extra``
    the other way round, ``same`` counts those on both sides.

    ``platforms_lost`` are those for which the published release before had wheels and this one has none.
    ``sizes`` are the smallest and the largest wheel in bytes, None where the index tells no sizes.
    """

    version: str
    same: int
    missing: tuple[str, ...]
    extra: tuple[str, ...]
    platforms: tuple[str, ...]
    platforms_lost: tuple[str, ...]
    sizes: tuple[int, int] | None


def truths(moments: Sequence[Moment], published: Iterable[Published]) -> tuple[Truth, ...]:
    """Hold each release against the index; those of which the index holds no wheel are left out."""
    held = {canonicalize_version(one.version): one for one in published if one.wheels}
    found: list[Truth] = []
    for moment in moments:
        there = held.get(canonicalize_version(moment.version))
        if there is not None:
            found.append(_truth(moment, there, found[-1].platforms if found else ()))
    return tuple(found)


def _truth(moment: Moment, published: Published, before: tuple[str, ...]) -> Truth:
    names = parsed(file.filename for file in published.wheels)
    free = {name.identity: name for name in names}
    missing = [
        wheel.filename for wheel in moment.wheels if not _taken((wheel.filename, *wheel.alternatives), free)
    ]
    tagged = {str(platform) for name in names for platform in name.platforms}
    platforms = tuple(sorted({thinner for platform in tagged for thinner in thin(platform)}))
    sizes = [file.size for file in published.wheels if file.size is not None]
    return Truth(
        version=moment.version,
        same=len(moment.wheels) - len(missing),
        missing=tuple(missing),
        extra=tuple(sorted(name.filename for name in free.values())),
        platforms=platforms,
        platforms_lost=tuple(platform for platform in before if platform not in platforms),
        sizes=(min(sizes), max(sizes)) if sizes else None,
    )


def _taken(filenames: tuple[str, ...], free: dict[tuple[object, ...], WheelName]) -> bool:
    """Take the first of the published wheels that a prediction admits, if there is one."""
    return any(free.pop(name.identity, None) is not None for name in _each(filenames))


def _each(filenames: tuple[str, ...]) -> Iterator[WheelName]:
    for filename in filenames:
        yield from parsed([filename])
