"""GitHub-hosted runners: what a label stands for on a date."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from maturin_compliance.facts.table import Row, Span, rows, standing

TABLE = "runners"

OperatingSystem = Literal["linux", "macos", "windows"]
Architecture = Literal["x64", "arm64"]
Status = Literal["preview", "available", "deprecated", "retired"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerImage(Row):
    """An image of a runner.

    ``preview`` is its first day in public; ``announced`` the day that its end (``deprecated``,
    ``retired``) was made known, or the first of these days. ``x86_python`` is the newest Python of the
    tool cache that is there for x86, too, empty where none is.
    """

    name: str
    os: OperatingSystem
    architecture: Architecture
    version: str
    glibc: str = ""
    system_python: str = ""
    x86_python: str = ""
    preview: date
    available: date | None = None
    deprecated: date | None = None
    retired: date | None = None
    announced: date | None = None
    announcement: str = ""

    def status(self, on: date) -> Status:
        """Tell how it stood on a date (on or after its first day)."""
        if self.retired is not None and self.retired <= on:
            return "retired"
        if self.deprecated is not None and self.deprecated <= on:
            return "deprecated"
        return "available" if self.available is not None and self.available <= on else "preview"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerLabel(Span):
    """A label begins to stand for an image on ``since``, and does for all jobs from ``settled``.

    ``announced`` is the day that this was made known, by default the day it began.
    """

    label: str
    image: str
    settled: date
    announced: date | None = None
    announcement: str = ""

    @property
    def middle(self) -> date:
        """The day in the middle of the move."""
        return self.since + (self.settled - self.since) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRuntime(Row):
    """A Node version that actions ask for (``using: node20``) and its end on hosted runners.

    ``deprecated`` is the day of the announcement, ``forced`` the day from which its actions run on
    a newer Node by default, ``removed`` the day from which it is not there.
    """

    name: str
    deprecated: date
    forced: date
    removed: date


@dataclass(frozen=True, slots=True, kw_only=True)
class _ToolCache(Span):
    image: str
    pythons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Runner(Row):
    """What a label stood for on a date.

    ``version`` is the system's (24.04, 15, 2025), ``glibc`` a version, or None off Linux.
    ``pythons`` are those in the tool cache, as for ``maturin build -i``; up to ``x86_python`` they are there
    for x86, too (None: none is). ``system_python`` is the ``python3`` of the system, where known.
    ``also`` names the image that the label also stood for while jobs were moved from one to the other.
    ``moves`` is true of a ``-latest`` label.
    ``deprecated`` and ``retired`` are past or announced days, ``next`` an announced move: its first
    day and image.
    """

    label: str
    image: str
    os: OperatingSystem
    architecture: Architecture
    version: str
    status: Status
    glibc: str | None
    pythons: tuple[str, ...]
    x86_python: str | None
    system_python: str | None
    also: str | None
    moves: bool
    deprecated: date | None
    retired: date | None
    next: tuple[date, str] | None
    announcement: str | None


@lru_cache(maxsize=1024)  # asked for each step of each job
def runner(on: date, label: str) -> Runner | None:
    """Give what a label stood for, or None for one that GitHub did not know on that date.

    While jobs are moved to a new image, that is the old one for the first half of the time, and the new one
    for the second: whichever a job was likelier to get.
    """
    known = [row for row in rows(TABLE, "label", RunnerLabel) if row.label == label.lower()]
    begun = [row for row in known if row.since <= on]
    if not begun:
        return None
    moved = [row for row in begun if row.middle <= on] or begun[:1]
    current = moved[-1]
    other = begun[-1] if begun[-1] is not current else _before(current, begun, on)
    told = (row for row in known if row.since > on and (row.announced or row.since) <= on)
    ahead = next(told, None)
    row = image(current.image)
    return None if row is None else _runner(on, row, current, other, ahead)


def _before(current: RunnerLabel, begun: Sequence[RunnerLabel], on: date) -> RunnerLabel:
    """Give what a label stood for before, as long as not all jobs are moved; else what it stands for now."""
    at = begun.index(current)
    return begun[at - 1] if at and on < current.settled else current


def runners(on: date) -> tuple[Runner, ...]:
    """Give all labels known on a date, retired ones included, in the table's order."""
    labels = dict.fromkeys(row.label for row in rows(TABLE, "label", RunnerLabel))
    return tuple(found for label in labels if (found := runner(on, label)) is not None)


def image(name: str) -> RunnerImage | None:
    """Give an image by its name, or None."""
    return next((row for row in rows(TABLE, "image", RunnerImage) if row.name == name), None)


def runtime(using: str) -> NodeRuntime | None:
    """Give the dates of a Node version, or None for one that is not about to go."""
    return next((row for row in rows(TABLE, "runtime", NodeRuntime) if row.name == using), None)


def _runner(on: date, row: RunnerImage, now: RunnerLabel, other: RunnerLabel, ahead: RunnerLabel | None) -> Runner:
    told = (row.announced or row.deprecated or row.retired or on) <= on
    moves = now.label.removesuffix("-large").removesuffix("-xlarge").endswith("-latest")
    return Runner(
        label=now.label,
        image=row.name,
        os=row.os,
        architecture=row.architecture,
        version=row.version,
        status=row.status(on),
        glibc=row.glibc or None,
        pythons=_pythons(row.name, on),
        x86_python=row.x86_python or None,
        system_python=row.system_python or None,
        also=other.image if other.image != now.image else None,
        moves=moves,
        deprecated=row.deprecated if told else None,
        retired=row.retired if told else None,
        next=(ahead.since, ahead.image) if ahead else None,
        announcement=(row.announcement if told else "") or max(now, other, key=_since).announcement or None,
        source=row.source,
        seen=row.seen,
    )


def _since(label: RunnerLabel) -> date:
    return label.since


def _pythons(name: str, on: date) -> tuple[str, ...]:
    cached: Iterable[_ToolCache] = (r for r in rows(TABLE, "pythons", _ToolCache) if r.image == name)
    return next((row.pythons for row in standing(cached, on)), ())
