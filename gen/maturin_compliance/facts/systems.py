"""Systems that wheels are installed on."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from maturin_compliance.facts.table import Row, released, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class System(Row):
    """An operating system in one version.

    ``libc`` is glibc or musl on Linux, with its version in ``libc_version``; "" elsewhere.
    ``architectures`` are written as in wheel tags of that system (aarch64 on Linux, arm64 on macOS
    and Windows; ``win32`` is x86). ``python`` is the ``python3`` of the system, "" where there is
    none or it is not known. ``ends`` is the end of the makers' support for everybody,
    ``extended`` that of what they give or sell beyond it; None: open.
    """

    id: str
    name: str
    os: Literal["linux", "macos", "windows"]
    version: str
    libc: str = ""
    libc_version: str = ""
    architectures: tuple[str, ...]
    python: str = ""
    released: date
    ends: date | None = None
    extended: date | None = None

    @property
    def libc_key(self) -> tuple[int, int]:
        """The libc version as numbers, (2, 28); (0, 0) without one."""
        major, _, minor = (self.libc_version or "0.0").partition(".")
        return int(major), int(minor)

    def supported(self, on: date) -> bool:
        """Whether its makers' support had not ended."""
        return self.ends is None or on < self.ends


def systems(on: date) -> tuple[System, ...]:
    """Give the systems released by a date, ended ones included."""
    return tuple(released(rows("systems", "system", System), on))
