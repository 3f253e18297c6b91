"""Wheels for both architectures of macOS beside wheels for one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence import rows
from maturin_compliance.checks.evidence.written import of_input
from maturin_compliance.checks.text import fence
from maturin_compliance.expand.release import Build, Wheel
from maturin_compliance.location import Location


@dataclass(frozen=True, slots=True)
class Doubled:
    """A build of universal2 wheels, those of them with one of a single architecture beside them, and these."""

    build: Build
    fat: tuple[str, ...]
    slim: tuple[str, ...]
    machines: tuple[str, ...]


def doubled(found: Sequence[tuple[Build, Wheel]]) -> Iterator[Doubled]:
    """Builds of universal2 wheels whose interpreters also have a wheel of one architecture."""
    slim: dict[tuple[str, str], list[Wheel]] = {}
    for _, wheel in found:
        if wheel.target != "universal2-apple-darwin":
            slim.setdefault((wheel.interpreter, wheel.abi), []).append(wheel)
    groups: dict[Location, list[tuple[Build, Wheel]]] = {}
    for build, wheel in found:
        if wheel.target == "universal2-apple-darwin" and (wheel.interpreter, wheel.abi) in slim:
            groups.setdefault(build.origin.location, []).append((build, wheel))
    for pairs in groups.values():
        beside = [one for _, wheel in pairs for one in slim[wheel.interpreter, wheel.abi]]
        machines = sorted({(one.target or "").partition("-")[0] for one in beside})
        fat = tuple(wheel.filename for _, wheel in pairs)
        yield Doubled(pairs[0][0], fat, tuple(one.filename for one in beside), tuple(machines))


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
