"""Macs that no job tests on, though wheels of the release run there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.platforms.platforms import mac_wheels
from maturin_compliance.checks.evidence.testing.machines import Wanted
from maturin_compliance.checks.evidence.testing.tried import State
from maturin_compliance.checks.text import code, codes
from maturin_compliance.coverage import platform
from maturin_compliance.expand.release import Build, Wheel

MACHINES = {"arm64": "arm64", "x86_64": "x64"}
"""Architectures of macOS wheels and those of the runners that run them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An architecture that no Mac is tested on; ``shown`` names what is left untested by that, ``thin``
    tells that wheels of one architecture are among it.
    """

    architecture: str
    wanted: tuple[Wanted, ...]
    shown: str
    thin: bool


def missing(subject: Subject, state: State) -> Iterator[Missing]:
    """The architectures of macOS wheels that no job tests on."""
    built = mac_wheels(subject)
    for architecture, machine in MACHINES.items():
        thin = [(b, wheels) for b, wheels in state.untested if any(_is_for(w, architecture) for w in wheels)]
        # Where there is a wheel of one architecture, installers there never take the fat one.
        served = architecture in state.halves or any(_is_for(wheel, architecture) for _, wheel in built)
        fat = [] if served else [(b, (wheel,)) for b, wheel in built if _is_for(wheel, "universal2")]
        parts = [f"the wheels for {_targets(thin)}"] if thin else []
        parts += [f"the {code(architecture)} half of the wheels for {_targets(fat)}"] if fat else []
        if parts:
            wanted = tuple(Wanted(build, wheels, machine) for build, wheels in (*thin, *fat))
            yield Missing(architecture, wanted, " and ".join(parts), bool(thin))


def _is_for(wheel: Wheel, architecture: str) -> bool:
    of = platform(wheel)
    return (of.system, of.architecture) == ("macOS", architecture)


def _targets(found: Sequence[tuple[Build, tuple[Wheel, ...]]]) -> str:
    return codes(dict.fromkeys(build.target for build, _ in found))
