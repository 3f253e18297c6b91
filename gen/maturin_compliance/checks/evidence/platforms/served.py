"""Which Pythons the wheels of a release serve."""

import re
from collections.abc import Iterator, Sequence

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.expand.maturin.interpreters import parse_name
from maturin_compliance.expand.release import (
    Build,
    Certainty,
    Download,
    JobRun,
    Origin,
    Publish,
    Release,
    Upload,
    Wheel,
)
from maturin_compliance.expand.shell.words import known
from maturin_compliance.facts import Facts, PyO3

CPYTHON = re.compile(r"cp3(\d+)")
PYPY = re.compile(r"pp3(\d+)")


def minor(wheel: Wheel) -> int | None:
    """Give the minor of the CPython that a wheel is tagged with, None for another interpreter."""
    match = CPYTHON.fullmatch(wheel.interpreter)
    return int(match[1]) if match else None


def interpreter(wheel: Wheel) -> tuple[str, int | None]:
    """Give the interpreter that a wheel is tagged with, as a reader names it, and its minor."""
    for pattern, name in ((CPYTHON, "Python"), (PYPY, "PyPy")):
        match = pattern.fullmatch(wheel.interpreter)
        if match:
            return f"{name} 3.{match[1]}", int(match[1])
    return wheel.interpreter, None


def is_stable(wheel: Wheel) -> bool:
    """Tell whether a wheel serves its Python and all newer ones with a GIL."""
    return "abi3" in wheel.abi.split(".")


def is_free_threaded(wheel: Wheel) -> bool:
    """Tell whether a wheel is for Pythons without a GIL."""
    return re.fullmatch(r"cp3\d+t", wheel.abi) is not None or "abi3t" in wheel.abi.split(".")


def serves(wheel: Wheel, python: int, *, threads: bool = False) -> bool:
    """Tell whether a CPython takes a wheel by its interpreter and abi; ``threads``: the one without a GIL."""
    lowest = minor(wheel)
    if wheel.abi == "none":
        return wheel.interpreter in {"py3", "py2.py3"} or lowest == python
    if lowest is None:
        return False
    stable = "abi3t" if threads else "abi3"
    return (stable in wheel.abi.split(".") and lowest <= python) or wheel.abi == f"cp3{python}{'t' * threads}"


def served(subject: Subject) -> tuple[int, ...]:
    """Give the supported minors of CPython that some wheel of the release serves."""
    wheels = subject.expansion.release.wheels
    return tuple(m for m in need.supported_pythons(subject) if any(serves(w, m) for w in wheels))


def gaps(facts: Facts, wheels: Sequence[Wheel], python: int, *, threads: bool = False) -> tuple[str, ...]:
    """Give the targets that have wheels for some CPython, but none that serves this one.

    A universal wheel serves both of macOS' architectures. Targets for which that CPython was never built are
    left out.
    """
    everywhere = {_target(w): None for w in wheels if minor(w) is not None and not w.may_be_absent}
    covered = {_target(wheel) for wheel in wheels if serves(wheel, python, threads=threads)}
    darwin = {target for target in everywhere if target.endswith("apple-darwin")}
    if "universal2-apple-darwin" in covered or len(covered & darwin) > 1:
        covered |= darwin
    return tuple(t for t in everywhere if t not in covered and exists(facts, t, python, threads=threads))


def exists(facts: Facts, target: str, python: int, *, threads: bool = False) -> bool:
    """Tell whether a release could have a wheel of its own for a CPython on a target."""
    limit = facts.python_limit(target)
    return limit is None or (python >= limit.first and not limit.single and (limit.free_threaded or not threads))


def _target(wheel: Wheel) -> str:
    return wheel.target or wheel.platform


def lowest_admitted(python: SpecifierSet | None) -> int | None:
    """Give the lowest minor of Python 3 that a specifier admits, None where it has no lower bound."""
    if python is None or python.contains("2.7.18"):
        return None
    return next((m for m in range(100) if python.contains(f"3.{m}.99")), None)


def repeated(release: Release) -> Iterator[tuple[list[Origin], list[str], list[str]]]:
    """Give what several jobs build and upload: those builds, the wheels' names, the axes of the matrix in
    which the builds differ.
    """
    makers: dict[str, list[Origin]] = {}
    published = _published(release)
    for job in (job for run in release.runs for job in run.jobs):
        for name, origin in _handed_on(job, published).items():
            makers.setdefault(name, []).append(origin)
    groups: dict[str, list[str]] = {}
    for name, origins in makers.items():
        if len(origins) > 1:
            groups.setdefault(repr(origins), []).append(name)
    for names in groups.values():
        origins = makers[names[0]]
        yield origins, names, _axes(origins)


def _published(release: Release) -> frozenset[str] | None:
    """Give the artifacts that come to a job that publishes; None where no job does, or not from artifacts."""
    taken: dict[str, set[str]] = {}
    given: dict[str, set[str]] = {}
    last: set[str] = set()
    for job in (job for run in release.runs for job in run.jobs):
        for one in job.activities:
            if isinstance(one, Download):
                taken.setdefault(job.name, set()).update(one.artifacts)
            elif isinstance(one, Upload) and one.name:
                given.setdefault(job.name, set()).add(one.name)
            elif isinstance(one, Publish) and not one.test_index:
                last.add(job.name)
    found = {name for job in last for name in taken.get(job, ())}
    while more := {n for job, names in given.items() if names & found for n in taken.get(job, ())} - found:
        found |= more
    return frozenset(found) or None


def _handed_on(job: JobRun, published: frozenset[str] | None) -> dict[str, Origin]:
    """Give the wheels that a job builds and then hands on to the index, with the build of each."""
    uploads = [a for a in job.activities if isinstance(a, Upload)]
    kept = [a for a in uploads if published is None or a.name is None or a.name in published]
    leaving = {name for a in kept for name in a.files}
    leaving |= {name for a in job.activities if isinstance(a, Publish) for name in a.files}
    builds = [a for a in job.activities if isinstance(a, Build) and all(map(known, a.arguments))]
    made = [(wheel, build.origin) for build in builds for wheel in build.wheels]
    certain = {w.filename: origin for w, origin in made if w.certainty is Certainty.CERTAIN}
    return {name: origin for name, origin in certain.items() if name in leaving}


def _axes(origins: Sequence[Origin]) -> list[str]:
    if len({(origin.workflow, origin.job) for origin in origins}) > 1:
        return []
    combinations = [origin.combination or {} for origin in origins]
    keys = dict.fromkeys(key for combination in combinations for key in combination)
    return [key for key in keys if len({repr(c.get(key)) for c in combinations}) > 1]


def unsupported(name: str, pyo3: PyO3, *, stable: bool) -> str | None:
    """Give what a pyo3 supports instead of an interpreter, None where it supports that.

    With the stable ABI any newer CPython with a GIL is supported. What the build script of pyo3-ffi refuses
    counts, not the range that it declares: since 0.26 it takes PyPys as far as CPythons, since 0.28 the
    CPython after the newest as well, with a warning.
    """
    python, release = parse_name(name), pyo3.release
    if python is None or python.implementation not in {"cpython", "pypy"}:
        return None
    if python.implementation == "pypy":
        low, high = release.pypy_min, release.pypy_max or 99
        high = max(high, release.cpython_max or 99) if release.version >= Version("0.26") else high
        what = "PyPy"
    else:
        low, high = release.cpython_min, release.cpython_max or 99
        what = "Python"
    if python.free_threaded:
        low, what = pyo3.free_threaded_min or 99, "free-threaded Python"
    if low == 99:
        return f"no {what}"
    if release.version >= Version("0.28") and python.implementation == "cpython":
        high += 1
    newer = stable and python.implementation == "cpython" and not python.free_threaded
    if low <= python.minor <= high or (newer and python.minor > high):
        return None
    return f"{what} 3.{low}" + (" and newer" if high == 99 else f" to 3.{high}" if high > low else "")
