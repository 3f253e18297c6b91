"""Will it install on my machine: systems and Pythons against the wheels of a release."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maturin_compliance.checks.evidence.platforms import served
from maturin_compliance.coverage import Platform, shortened, tagged
from maturin_compliance.facts import Facts, System
from maturin_compliance.install import Interpreter, Libc, Machine, chosen
from maturin_compliance.model.project import Project

_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "linux": ("x86_64", "aarch64"),
    "macos": ("arm64", "x86_64"),
    "windows": ("amd64", "arm64"),
}
"""Architectures asked about even where no wheel is for them."""
_KINDS: Mapping[str, Libc] = {"glibc": "glibc", "musl": "musl", "macos": "macos", "windows": "windows"}
_SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
_ARCHITECTURES = {"amd64": "x86_64"}
_BUILDS: Mapping[str, str] = {"glibc": "manylinux", "musl": "musllinux", "macOS": "macosx", "Windows": "win"}
_TARGETS = {"arm64": "aarch64-pc-windows-msvc", "x86": "i686-pc-windows-msvc", "x86_64": "x86_64-pc-windows-msvc"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Systems of one architecture that get the same files, Python by Python; None where no wheel fits.

    ``whole`` tells that these are all systems of their kind and architecture, ``newest`` that the newest of
    them is among these.
    """

    systems: tuple[System, ...]
    architecture: str
    files: tuple[str | None, ...]
    whole: bool
    newest: bool

    @property
    def platform(self) -> Platform:
        """The platform of the systems, as wheels for it have it."""
        system = self.systems[0]
        architecture = _ARCHITECTURES.get(self.architecture, self.architecture)
        return Platform(_SYSTEMS[system.os], system.libc, architecture)

    @property
    def label(self) -> str:
        """The systems in short: "Linux, glibc", "Linux, glibc 2.28 or newer", "macOS 14 to 15", "Windows"."""
        first = self.systems[0]
        name = f"{_SYSTEMS[first.os]}, {first.libc}" if first.libc else _SYSTEMS[first.os]
        if self.whole or first.os == "windows":
            return name
        versions = sorted({machine(one, self.architecture).version for one in self.systems})
        ends = [_dotted(version, short=first.os == "macos") for version in versions]
        if self.newest:
            return f"{name} {ends[0]} or newer"
        return f"{name} {ends[0]}" if len(ends) == 1 else f"{name} {ends[0]} to {ends[-1]}"

    @property
    def names(self) -> str:
        """The systems, the versions of one name joined: "Debian 12, 13; Ubuntu 24.04"."""
        return joined(self.systems)


def joined(systems: Sequence[System]) -> str:
    """Name systems, the versions of one name joined: "Debian 12, 13; Ubuntu 24.04"."""
    versions: dict[str, list[str]] = {}
    for system in systems:
        name = system.name.removesuffix(system.version).strip()
        versions.setdefault(name, []).append(system.version if name != system.name else "")
    return "; ".join(f"{name} {', '.join(found)}".strip() for name, found in versions.items())


def merged(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Put systems of one platform together that get something for the same Pythons, whichever the files."""
    groups: dict[tuple[Platform, tuple[bool, ...]], list[Answer]] = {}
    for one in answers:
        groups.setdefault((one.platform, tuple(name is not None for name in one.files)), []).append(one)
    platforms = [platform for platform, _ in groups]
    return tuple(
        Answer(
            tuple(system for one in alike for system in one.systems),
            alike[0].architecture,
            alike[0].files,
            platforms.count(platform) == 1,
            any(one.newest for one in alike),
        )
        for (platform, _), alike in groups.items()
    )


def interpreters(project: Project, facts: Facts) -> tuple[Interpreter, ...]:
    """Give the Pythons that are supported on the day and that requires-python admits; CPython first."""
    metadata = project.package.pyproject.project if project.package.pyproject else None
    wanted = metadata.python if metadata else None
    found: list[Interpreter] = []
    for python in facts.pythons:
        if python.supported(facts.as_of) and (wanted is None or wanted.contains(f"{python.version}.99")):
            found.append(_cpython(python.minor, ""))
            if python.free_threaded == "supported":
                found.append(_cpython(python.minor, "t"))
    for pypy in facts.pypys:
        dropped = pypy.dropped is not None and pypy.dropped <= facts.as_of
        if not dropped and (wanted is None or wanted.contains(f"3.{pypy.minor}.99")):
            abis = dict.fromkeys((pypy.abi, facts.installed_pypy_abi(pypy.minor)))
            found += [Interpreter(implementation="pp", version=(3, pypy.minor), abi=abi) for abi in abis if abi]
    return tuple(found)


def answers(facts: Facts, wheels: Sequence[str], pythons: Sequence[Interpreter]) -> tuple[Answer, ...]:
    """Give what each system gets.

    Left out are systems that nobody maintains any more, and unusual architectures that no system gets anything
    on.
    """
    groups: dict[tuple[str, str, tuple[str | None, ...]], list[System]] = {}
    for system in facts.systems:
        if maintained(system, facts.as_of):
            for architecture in _architectures(system, wheels):
                files = tuple(chosen(wheels, machine(system, architecture), one) for one in pythons)
                groups.setdefault((_kind(system), architecture, files), []).append(system)
    kinds = [key[:2] for key in groups]
    newest = {kind: max(version for key, version in _versions(groups) if key == kind) for kind in kinds}
    found = [
        Answer(
            tuple(group),
            key[1],
            key[2],
            kinds.count(key[:2]) == 1,
            any(machine(one, key[1]).version == newest[key[:2]] for one in group),
        )
        for key, group in groups.items()
    ]
    order = list(_KINDS)
    got = {one.platform for one in found if any(one.files)}
    worth = [one for one in found if one.platform in got or one.architecture in _ALWAYS[one.systems[0].os]]
    return tuple(sorted(worth, key=lambda one: (order.index(_kind(one.systems[0])), _rank(one))))


Groups = Mapping[tuple[str, str, tuple[str | None, ...]], Sequence[System]]


def _versions(groups: Groups) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    for (kind, architecture, _), systems in groups.items():
        yield from (((kind, architecture), machine(one, architecture).version) for one in systems)


def exists(python: Interpreter, platform: Platform, facts: Facts) -> bool:
    """Whether a Python is made for a platform: PyPy for those that cibuildwheel gets it for."""
    if python.implementation == "pp":
        kind = _BUILDS.get(platform.libc or platform.system)
        architecture = "amd64" if (kind, platform.architecture) == ("win", "x86_64") else platform.architecture
        return f"pp3{python.version[1]}-{kind}_{architecture}" in facts.cibuildwheel_identifiers
    target = _TARGETS.get(platform.architecture) if platform.system == "Windows" else None
    threads = python.abi.endswith("t")
    return target is None or served.exists(facts, target, python.version[1], threads=threads)


def named(some: Sequence[Interpreter], every: Sequence[Interpreter]) -> tuple[str, ...]:
    """Give the names of some of all the Pythons in short; PyPy's own version only where it makes a difference."""
    names: dict[str, None] = {}
    for one in some:
        alike = [other for other in every if _version(other) == _version(one)]
        names[_version(one) if one.implementation == "pp" and set(alike) <= set(some) else str(one)] = None
    return shortened(names)


def _version(python: Interpreter) -> str:
    return str(python).partition(" (")[0]


def maintained(system: System, on: date) -> bool:
    """Whether its makers support a system on a day, extended support included."""
    ends = system.extended or system.ends
    return ends is None or on < ends


def machine(system: System, architecture: str) -> Machine:
    """Give a system with one of its architectures as pip sees it."""
    if system.os != "macos":
        return Machine(kind=_kind(system), version=system.libc_key, architecture=architecture)
    major, _, minor = system.version.partition(".")
    return Machine(kind="macos", version=(int(major), int(minor or 0)), architecture=architecture)


def _dotted(version: tuple[int, int], *, short: bool) -> str:
    return str(version[0]) if short and version[0] > 10 else f"{version[0]}.{version[1]}"


def _kind(system: System) -> Libc:
    return _KINDS[system.libc or system.os]


def _rank(answer: Answer) -> int:
    """Put the usual architectures of a system first."""
    usual = _ALWAYS[answer.systems[0].os]
    return usual.index(answer.architecture) if answer.architecture in usual else len(usual)


def _cpython(minor: int, suffix: str) -> Interpreter:
    return Interpreter(implementation="cp", version=(3, minor), abi=f"cp3{minor}{suffix}")


def _architectures(system: System, wheels: Collection[str]) -> Iterator[str]:
    """Give the architectures to ask about on a system: the usual ones, and those that a wheel is for.

    Windows for amd64 runs Pythons for x86 too.
    """
    others = {
        "amd64" if (system.os, found.architecture) == ("windows", "x86_64") else found.architecture
        for name in wheels
        for tag in name.removesuffix(".whl").rpartition("-")[2].split(".")
        for found in (tagged(tag).platform,)
        if found.system == _SYSTEMS[system.os]
    }
    known = dict.fromkeys(system.architectures)
    if system.os == "windows" and "amd64" in known:
        known["x86"] = None
    yield from (one for one in known if one in _ALWAYS[system.os] or one in others)
