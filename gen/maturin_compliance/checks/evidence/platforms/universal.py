"""Wheels for both architectures of macOS beside wheels for one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows import rows
from maturin_compliance.checks.evidence.workflows.written import of_input
from maturin_compliance.checks.text import fence
from maturin_compliance.expand.release import Build, Wheel
from maturin_compliance.location import Location

TAG = re.compile(r"macosx_(\d{1,3})_(\d{1,3})_(\w+)")


@dataclass(frozen=True, slots=True)
class Doubled:
    """A build of universal2 wheels, those of them with one of a single architecture beside them, and these."""

    build: Build
    fat: tuple[str, ...]
    slim: tuple[str, ...]
    machines: tuple[str, ...]


def doubled(found: Sequence[tuple[Build, Wheel]]) -> Iterator[Doubled]:
    """Builds of universal2 wheels each of which has one of a single architecture beside it, for no newer macOS."""
    slim: dict[tuple[str, str], list[Wheel]] = {}
    for _, wheel in found:
        if wheel.target != "universal2-apple-darwin":
            slim.setdefault((wheel.interpreter, wheel.abi), []).append(wheel)
    groups: dict[Location, list[tuple[Build, Wheel]]] = {}
    for build, wheel in found:
        if wheel.target == "universal2-apple-darwin":
            groups.setdefault(build.origin.location, []).append((build, wheel))
    for pairs in groups.values():
        halves = [_halves(wheel, slim.get((wheel.interpreter, wheel.abi), ())) for _, wheel in pairs]
        if not all(halves):
            continue
        beside = [one for found in halves for one in found]
        machines = sorted({(one.target or "").partition("-")[0] for one in beside})
        fat = tuple(wheel.filename for _, wheel in pairs)
        yield Doubled(pairs[0][0], fat, tuple(one.filename for one in beside), tuple(machines))


def _halves(fat: Wheel, slim: Sequence[Wheel]) -> list[Wheel]:
    """The wheels of one architecture that serve every macOS that the same half of a fat one serves."""
    return [one for one in slim if all(_oldest(fat, arch) >= version for arch, version in _served(one))]


def _served(wheel: Wheel) -> Iterator[tuple[str, tuple[int, int]]]:
    """The architectures of a wheel's tags, with the macOS of each."""
    for match in map(TAG.fullmatch, wheel.platforms):
        if match:
            yield match[3], (int(match[1]), int(match[2]))


def _oldest(fat: Wheel, architecture: str) -> tuple[int, int]:
    """The oldest macOS that one half of a fat wheel serves; there is none before 11.0 for `arm64`."""
    tags = dict(_served(fat))
    floor = (11, 0) if architecture == "arm64" else (0, 0)
    return max(floor, tags.get(architecture, tags.get("universal2", floor)))


def not_doubled(subject: Subject, found: Doubled) -> rows.Edit:
    """What leaves one wheel for each architecture, on the line that asks for universal2."""
    if found.build.tool == "cibuildwheel":
        return rows.Edit(found.build.origin.location, "Take `universal2` out of cibuildwheel's `archs`.")
    target = of_input(subject, found.build.origin, "target")
    asks = target if target.text else of_input(subject, found.build.origin, "args")
    missing = [machine for machine in ("aarch64", "x86_64") if machine not in found.machines]
    if not missing and not asks.path:
        return rows.Edit(
            found.build.origin.location, "Delete the step: both architectures have a wheel of their own."
        )
    if not missing:
        return rows.Edit(
            asks.location, "Delete the row of the matrix: both architectures have a wheel of their own."
        )
    line = fence(f"{target.key}: {missing[0]}", "yaml")
    where = "In the matrix, write" if target.path else "In the step, write"
    where = where if target.text else "In the step, take `universal2` out of `args` and write"
    return rows.Edit(asks.location, f"{where}:\n\n{line}")
