"""What wheels run on, read from their file names: systems, architectures, Pythons."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from maturin_compliance.expand.release import Build, Release, Wheel

_LINUX = re.compile(r"(?P<family>manylinux|musllinux)_(?P<major>\d+)_(?P<minor>\d+)_(?P<architecture>\w+)")
_LEGACY = re.compile(r"(?P<name>manylinux1|manylinux2010|manylinux2014)_(?P<architecture>\w+)")
_MACOS = re.compile(r"macosx_(?P<major>\d+)_(?P<minor>\d+)_(?P<architecture>\w+)")
_PYODIDE = re.compile(r"pyemscripten_(?P<version>\d+_\d+)_wasm32")
_WINDOWS = {"win_amd64": "x86_64", "win32": "x86", "win_arm64": "arm64"}
_GLIBC = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}
_INTERPRETER = re.compile(r"(?P<name>cp|pp|graalpy)(?P<major>\d)(?P<minor>\d+)")
_NAMES = {"cp": "", "pp": "PyPy ", "graalpy": "GraalPy "}
_SYSTEMS = ("Linux", "macOS", "Windows")
_USUAL = ("x86_64", "aarch64", "arm64", "universal2")


@dataclass(frozen=True, slots=True, order=True)
class Platform:
    """A system and an architecture, as a reader names them.

    ``libc`` is "glibc" or "musl" on Linux, else empty; a tag that is none of the known kinds is its own
    system.
    """

    system: str
    libc: str
    architecture: str

    def __str__(self) -> str:
        words = (self.system, self.architecture, f"({self.libc})" if self.libc else "")
        return " ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A platform tag read: its platform, and the lowest libc or macOS that it admits."""

    platform: Platform
    floor: tuple[int, int] | None


@lru_cache(maxsize=4096)  # pages ask for the same few tags again and again
def tagged(tag: str) -> Tagged:
    """Read one platform tag."""
    if found := _LINUX.fullmatch(tag):
        libc = "glibc" if found["family"] == "manylinux" else "musl"
        floor = (int(found["major"]), int(found["minor"]))
        return Tagged(Platform("Linux", libc, found["architecture"]), floor)
    if found := _LEGACY.fullmatch(tag):
        return Tagged(Platform("Linux", "glibc", found["architecture"]), _GLIBC[found["name"]])
    if found := _MACOS.fullmatch(tag):
        return Tagged(Platform("macOS", "", found["architecture"]), (int(found["major"]), int(found["minor"])))
    if tag in _WINDOWS:
        return Tagged(Platform("Windows", "", _WINDOWS[tag]), None)
    if found := _PYODIDE.fullmatch(tag):
        return Tagged(Platform(f"Pyodide {found['version']}", "", "wasm32"), None)
    if tag.startswith("linux_"):
        return Tagged(Platform("Linux", "", tag.removeprefix("linux_")), None)
    return Tagged(Platform("any system" if tag == "any" else tag, "", ""), None)


def platform(wheel: Wheel) -> Platform:
    """Give the platform of a wheel; a fat macOS wheel is of the architecture universal2."""
    return of_tags(wheel.platforms)


def of_tags(tags: Iterable[str]) -> Platform:
    """Give the platform of a compressed set of tags."""
    found = {tagged(tag).platform for tag in tags}
    return max(found, key=lambda one: (one.architecture == "universal2", one))


def floor(wheel: Wheel) -> tuple[int, int] | None:
    """Give the lowest libc or macOS that a wheel admits by any of its tags, None where no tag says one."""
    floors = [found.floor for found in map(tagged, wheel.platforms) if found.floor is not None]
    return min(floors, default=None)


def by_platform(wheels: Iterable[Wheel]) -> Mapping[Platform, tuple[Wheel, ...]]:
    """Group wheels: Linux, macOS, Windows, then others; each file name once."""
    once = {wheel.filename: wheel for wheel in sorted(wheels, key=lambda one: one.filename)}
    groups: dict[Platform, list[Wheel]] = {}
    for wheel in once.values():
        groups.setdefault(platform(wheel), []).append(wheel)
    return {key: tuple(sorted(groups[key], key=_age)) for key in sorted(groups, key=place)}


def principal(wheels: Iterable[Wheel]) -> tuple[Wheel, ...]:
    """Give the wheels for Linux, macOS and Windows: a stable ABI on Android alone serves nobody else.

    Where there are none for these, all of them.
    """
    every = tuple(wheels)
    return tuple(one for one in every if platform(one).system in (*_SYSTEMS, "any system")) or every


def python(wheel: Wheel) -> str:
    """Give the Python that a wheel is for: "3.12", "3.14t", "3.10 and newer", "PyPy 3.11"."""
    return by_name(wheel.interpreter, wheel.abi)


def by_name(interpreter: str, abi: str) -> str:
    """Give the Python that two tags are for."""
    found = _INTERPRETER.fullmatch(interpreter.split(".", maxsplit=1)[0])
    if found is None:
        return "any Python 3" if interpreter.startswith("py") else interpreter
    version = f"{_NAMES[found['name']]}{found['major']}.{found['minor']}"
    abis = abi.split(".")
    if "abi3" in abis or "abi3t" in abis:
        return f"{version} and newer{', free-threaded too' if 'abi3t' in abis else ''}"
    return version + ("t" if re.fullmatch(r"cp\d+t", abi) else "")


def pythons(wheels: Iterable[Wheel]) -> tuple[str, ...]:
    """Give the Pythons of wheels in short, oldest first."""
    return shortened(labels(wheels))


def labels(wheels: Iterable[Wheel]) -> tuple[str, ...]:
    """Give the Pythons of wheels, oldest first, each once."""
    return tuple(dict.fromkeys(python(wheel) for wheel in sorted(wheels, key=_age)))


def shortened(pythons: Iterable[str]) -> tuple[str, ...]:
    """Give names of Pythons, four or more in a row as one: "3.8 to 3.15", "3.14t", "PyPy 3.11"."""
    names = list(pythons)
    plain = [int(name[2:]) for name in names if re.fullmatch(r"3\.\d+", name)]
    rest = [name for name in names if not re.fullmatch(r"3\.\d+", name)]
    return (*(name for run in _runs(plain) for name in _short(run)), *rest)


def _runs(minors: list[int]) -> list[list[int]]:
    """Split rising numbers where one is left out."""
    runs: list[list[int]] = []
    for minor in minors:
        if runs and runs[-1][-1] == minor - 1:
            runs[-1].append(minor)
        else:
            runs.append([minor])
    return runs


def _short(run: list[int]) -> list[str]:
    return [f"3.{minor}" for minor in run] if len(run) < 4 else [f"3.{run[0]} to 3.{run[-1]}"]


def builds(release: Release, wheels: Iterable[Wheel]) -> tuple[Build, ...]:
    """Give the builds of a release that make some of its wheels."""
    made = {(wheel.origin.location, wheel.filename) for wheel in wheels}
    return tuple(
        build
        for build in release.builds
        if any((build.origin.location, wheel.filename) in made for wheel in build.wheels)
    )


def place(one: Platform) -> tuple[int, bool, int, str, str]:
    """Sort by: Linux, macOS, Windows, others; glibc before musl; usual architectures first."""
    index = _SYSTEMS.index(one.system) if one.system in _SYSTEMS else len(_SYSTEMS)
    usual = _USUAL.index(one.architecture) if one.architecture in _USUAL else len(_USUAL)
    return index, one.libc == "musl", usual, one.architecture, one.system


def _age(wheel: Wheel) -> tuple[str, int, bool, str]:
    found = _INTERPRETER.fullmatch(wheel.interpreter.split(".")[0])
    if found is None:
        return "~", 0, False, wheel.filename
    name = "" if found["name"] == "cp" else found["name"]
    return name, int(found["minor"]), wheel.abi.endswith("t"), wheel.filename
