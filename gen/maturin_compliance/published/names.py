"""Wheel file names taken apart, and what makes two of them the same wheel or the same cell of the matrix."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from maturin_compliance.coverage import Platform, tagged


@dataclass(frozen=True)
class WheelName:
    """A wheel's file name by its parts (PEP 427); ``build`` is the build number, mostly empty."""

    filename: str
    distribution: str
    version: str
    build: str
    interpreter: str
    abi: str
    platform: str

    @cached_property
    def identity(self) -> tuple[object, ...]:
        """The whole name, with the compressed platform tags as a set."""
        tags = frozenset(self.platform.split("."))
        return self.distribution, self.version, self.build, self.interpreter, self.abi, tags

    @cached_property
    def platforms(self) -> frozenset[Platform]:
        """The systems and architectures that its platform tags are of, whatever their versions."""
        return frozenset(tagged(tag).platform for tag in self.platform.split("."))

    @property
    def cell(self) -> tuple[object, ...]:
        """The interpreter, the ABI and the platforms: where the wheel stands in the matrix."""
        return self.interpreter, self.abi, self.platforms

    @cached_property
    def floors(self) -> tuple[tuple[int, int], ...]:
        """The versions of libc or macOS that its platform tags name, lowest first, each once."""
        found = (tagged(tag).floor for tag in self.platform.split("."))
        return tuple(sorted({floor for floor in found if floor is not None}))


def parse(filename: str) -> WheelName | None:
    """Take a file name apart; None for one that is no wheel's."""
    parts = filename.removesuffix(".whl").split("-")
    if not filename.endswith(".whl") or len(parts) not in {5, 6} or not all(parts):
        return None
    distribution, version, *build, interpreter, abi, platform = parts
    return WheelName(filename, distribution, version, "".join(build), interpreter, abi, platform)


def parsed(filenames: Iterable[str]) -> tuple[WheelName, ...]:
    """Take file names apart, sorted, each once; those that are no wheels' are left out."""
    return tuple(name for name in map(parse, sorted(set(filenames))) if name is not None)
