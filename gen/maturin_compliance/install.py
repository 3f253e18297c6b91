"""Which of a release's wheels an installer takes on a machine, by the tags that the machine supports."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from packaging.tags import Tag, compatible_tags, cpython_tags, generic_tags, mac_platforms, parse_tag

Libc = Literal["glibc", "musl", "macos", "windows"]

_WINDOWS = {"amd64": "win_amd64", "x86": "win32", "arm64": "win_arm64"}
_LEGACY = {17: "manylinux2014", 12: "manylinux2010", 5: "manylinux1"}
"""Tags older than PEP 600, by the minor of the glibc that they mean (PEP 513, 571, 599)."""
_OLDEST_GLIBC = {"x86_64": 5, "i686": 5}
_LEGACY_2014 = frozenset({"x86_64", "i686", "aarch64", "armv7l", "ppc64", "ppc64le", "s390x"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """A system with its architecture as platform tags write it ("amd64" and "x86" on Windows).

    ``version`` is that of glibc, of musl or of macOS; Windows tags carry none.
    """

    kind: Libc
    version: tuple[int, int]
    architecture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A Python by its implementation, version and abi tag ("cp312", "cp314t", "pypy311_pp73").

    Releases of PyPy for one Python differ in their abi: PyPy 7.3 has pp73, PyPy 8.0 pp80.
    """

    implementation: Literal["cp", "pp"]
    version: tuple[int, int]
    abi: str

    def __str__(self) -> str:
        version = f"{self.version[0]}.{self.version[1]}"
        if self.implementation == "cp":
            return f"{version}{'t' if self.abi.endswith('t') else ''}"
        pypy = self.abi.rpartition("_pp")[2]
        return f"PyPy {version} ({pypy[:-1]}.{pypy[-1]})" if pypy.isdigit() else f"PyPy {version}"


def chosen(wheels: Sequence[str], machine: Machine, interpreter: Interpreter) -> str | None:
    """Give the file name that pip takes, None where no wheel fits.

    All wheels are of one version. pip takes a wheel with the tag that stands first among those supported;
    of several with that tag it takes the last in the order of the index, which is that of the names.
    """
    return _chosen(tuple(wheels), machine, interpreter)


@lru_cache(maxsize=4096)  # several pages ask the same of the same wheels
def _chosen(wheels: tuple[str, ...], machine: Machine, interpreter: Interpreter) -> str | None:
    names = _by_tag(wheels)
    wanted = frozenset(tag.platform for tag in names)
    return next((names[tag] for tag in supported(machine, interpreter, wanted) if tag in names), None)


def supported(machine: Machine, interpreter: Interpreter, wanted: Container[str]) -> Iterator[Tag]:
    """Give the tags that a Python on a machine supports, best first, as ``packaging.tags`` orders them.

    Only those of the platforms ``wanted``, and of any platform.
    """
    # An empty list would mean the platforms of the machine that this runs on.
    yield from _tags(interpreter, [tag for tag in platform_tags(machine) if tag in wanted] or ["none"])


def _tags(interpreter: Interpreter, platforms: Sequence[str]) -> Iterator[Tag]:
    major, minor = interpreter.version
    name = f"{interpreter.implementation}{major}{minor}"
    if interpreter.implementation == "cp":
        yield from cpython_tags(interpreter.version, [interpreter.abi], platforms)
    else:
        yield from generic_tags(name, [interpreter.abi], platforms)
    yield from compatible_tags(interpreter.version, name, platforms)


def serves(interpreter: str, abi: str, python: Interpreter) -> bool:
    """Whether a Python takes a wheel with these tags, whatever its platform."""
    return any((tag.interpreter, tag.abi) in _taken(python) for tag in parse_tag(f"{interpreter}-{abi}-any"))


@cache
def _taken(python: Interpreter) -> frozenset[tuple[str, str]]:
    """Give the interpreter and ABI of each tag that a Python takes."""
    return frozenset((tag.interpreter, tag.abi) for tag in _tags(python, ["any"]))


@cache
def platform_tags(machine: Machine) -> tuple[str, ...]:
    """Give the platform tags of a machine, best first."""
    if machine.kind == "windows":
        return (_WINDOWS.get(machine.architecture, machine.architecture),)
    if machine.kind == "macos":
        return tuple(mac_platforms(machine.version, machine.architecture))
    major, minor = machine.version
    if machine.kind == "musl":
        names = [f"musllinux_{major}_{number}" for number in range(minor, -1, -1)]
    else:
        names = list(_manylinux(minor, machine.architecture))
    return tuple(f"{name}_{machine.architecture}" for name in (*names, "linux"))


def _manylinux(newest: int, architecture: str) -> Iterator[str]:
    for minor in range(newest, _OLDEST_GLIBC.get(architecture, 17) - 1, -1):
        yield f"manylinux_2_{minor}"
        if minor in _LEGACY and architecture in _LEGACY_2014:
            yield _LEGACY[minor]


@cache
def _by_tag(wheels: tuple[str, ...]) -> Mapping[Tag, str]:
    """Give for each tag the wheel with it that stands last by name."""
    return {
        tag: name
        for name in sorted(wheels)
        for tag in parse_tag("-".join(name.removesuffix(".whl").split("-")[-3:]))
    }
