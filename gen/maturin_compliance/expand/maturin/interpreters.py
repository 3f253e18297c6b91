"""Which Pythons one call of maturin builds for.

Sources: maturin's python_interpreter/resolver.rs and discovery.rs, cross_compile.rs.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from packaging.specifiers import SpecifierSet

from maturin_compliance.expand.maturin.crate import Crate, StableAbi
from maturin_compliance.expand.maturin.options import Options
from maturin_compliance.expand.release import Reason
from maturin_compliance.expand.shell.words import known, shown
from maturin_compliance.facts.maturin import Maturin


@dataclass(frozen=True, slots=True, order=True)
class Interpreter:
    """A Python by implementation ("cpython", "pypy", "graalpy"), minor of 3, free-threaded or not."""

    implementation: str
    minor: int
    free_threaded: bool = False

    def __str__(self) -> str:
        prefix = "" if self.implementation == "cpython" else self.implementation
        return f"{prefix}3.{self.minor}{'t' if self.free_threaded else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pythons:
    """What a build finds on its machine.

    ``default`` is what ``python`` and ``python3`` mean, None where that is not known; ``visible`` what
    ``--find-interpreter`` finds; ``certain`` is False where a runner's image of the day decides them.
    ``described`` says where they come from.
    """

    default: Interpreter | None
    visible: tuple[Interpreter, ...]
    certain: bool
    described: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """The minors that a crate's pyo3 says it supports, lowest and highest, None where it says nothing."""

    cpython: tuple[int | None, int | None] = (None, None)
    pypy: tuple[int | None, int | None] = (None, None)

    def lowest(self, python: Interpreter) -> int:
        """The lowest minor for a Python's implementation."""
        if python.implementation == "cpython":
            return self.cpython[0] or 0
        return (self.pypy[0] or 0) if python.implementation == "pypy" else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The Pythons of a build. ``unresolved`` are names that the files do not settle.

    ``refused`` are those among the interpreters that end maturin with an error.
    """

    interpreters: tuple[Interpreter, ...]
    unresolved: tuple[str, ...] = ()
    refused: tuple[Interpreter, ...] = ()
    because: tuple[Reason, ...] = ()


_NAME = re.compile(
    r"(?:(?P<implementation>cpython|pypy|graalpy|python|cp|pp)?[-_]?)(?P<major>3)\.?(?P<minor>\d{1,2})"
    r"(?:\.\d+)?(?:-dev)?(?P<threads>t?)m?",
    re.IGNORECASE,
)
_DEFAULT = re.compile(r"(?:python|python3|py)(?:\.exe)?", re.IGNORECASE)
_IMPLEMENTATIONS = {"pypy": "pypy", "pp": "pypy", "graalpy": "graalpy"}


def parse_name(name: str) -> Interpreter | None:
    """A Python by any of the names that maturin and setup-python take; None for what is none of them.

    ``3.12``, ``python3.14t``, ``pypy-3.11``, ``pypy3.11-v7.3.20``, ``graalpy3.12``, ``cp312`` and paths such
    as ``/opt/python/cp313-cp313t/bin/python``.
    """
    tail = name.replace("\\", "/").rstrip("/")
    if tail.startswith("/opt/python/"):
        folder = tail.split("/")[3]
        match = re.match(r"(cp|pp|graalpy)3?(\d+)", folder)
        if match:
            minor = folder.split("-")[0].removeprefix(match[1])[1:]
            implementation = _IMPLEMENTATIONS.get(match[1], "cpython")
            return Interpreter(implementation, int(minor), folder.endswith("t")) if minor.isdigit() else None
    tail = tail.rpartition("/")[2].removesuffix(".exe")
    tail = re.sub(r"(?<=\d)(?:-?nightly|-v\d.*|-nightly.*)$", "", tail)
    match = _NAME.fullmatch(tail)
    if not match:
        return None
    implementation = _IMPLEMENTATIONS.get((match["implementation"] or "").lower(), "cpython")
    return Interpreter(implementation, int(match["minor"]), bool(match["threads"]))


def select(
    options: Options,
    crate: Crate,
    *,
    cross: bool,
    windows: bool,
    pythons: Pythons,
    maturin: Maturin,
    requires_python: SpecifierSet | None,
    bounds: Bounds,
) -> Selection:
    """Choose the Pythons of a pyo3 build.

    An empty selection is right for a stable ABI, which then needs no Python at all.
    """
    stable = bool(crate.stable)
    if options.interpreters is not None and options.interpreters != ():
        selection = named(options.interpreters, pythons)
        return replace(selection, refused=tuple(refused(selection.interpreters, pythons, maturin, cross=cross)))
    if options.find_interpreter or options.interpreters == ():
        return searched(
            crate,
            cross=cross,
            stable=stable,
            windows=windows,
            pythons=pythons,
            maturin=maturin,
            requires_python=requires_python,
            bounds=bounds,
        )
    if stable and all(abi.minimum is not None for abi in crate.stable):
        found = pythons.default if pythons.certain and not cross else None
        if found is not None and not any(qualifies(found, abi) for abi in crate.stable):
            return default(pythons, requires_python)
        return Selection(
            interpreters=(), because=(Reason("no interpreter is asked for; the stable ABI names its own"),)
        )
    return default(pythons, requires_python)


def qualifies(python: Interpreter, stable: StableAbi) -> bool:
    """Whether a Python can load the wheel of a stable ABI."""
    if python.implementation != "cpython":
        return False
    if stable.kind == "abi3t":
        return python.minor >= max(15, stable.minimum or 0)
    return not python.free_threaded and python.minor >= (stable.minimum or 0)


def told(name: str) -> str:
    """A name as people know it: the Python for a path to one, which may be a made-up one."""
    python = parse_name(name) if "/" in name and known(name) else None
    return str(python) if python else shown(name)


def named(names: Sequence[str], pythons: Pythons) -> Selection:
    """``-i``: exactly these; ``requires-python`` does not filter them."""
    found: list[Interpreter] = []
    unresolved: list[str] = []
    written = " ".join(told(name) for name in names)
    reasons = [Reason(f"`-i {written}` names the interpreters")]
    for name in names:
        interpreter = parse_name(name) if known(name) else None
        if interpreter is None and _DEFAULT.fullmatch(name.rpartition("/")[2]):
            interpreter = pythons.default
            reasons.append(Reason(f"`{name}` is {pythons.described}", assumed=not pythons.certain))
        if interpreter is None:
            unresolved.append(shown(name))
        elif interpreter not in found:
            found.append(interpreter)
    return Selection(interpreters=tuple(found), unresolved=tuple(unresolved), because=tuple(reasons))


def refused(
    interpreters: Iterable[Interpreter], pythons: Pythons, maturin: Maturin, *, cross: bool
) -> Iterator[Interpreter]:
    """Those that maturin takes only where they can be run, on a machine that does not have them.

    A name of a Python that cannot be run has to be one that maturin describes itself; of the free-threaded ones
    before 3.14 it says so (resolver.rs, InterpreterSpec::parse).
    """
    for python in interpreters:
        described = not python.free_threaded or python.minor >= maturin.bundled_free_threaded_min
        if not described and (cross or is_missing(python, pythons)):
            yield python


def is_missing(python: Interpreter, pythons: Pythons) -> bool:
    """Whether a machine lacks a Python: of a runner as it comes only its image of the day tells."""
    told = pythons.certain or pythons.default is None
    return told and bool(pythons.visible) and python not in (pythons.default, *pythons.visible)


def searched(
    crate: Crate,
    *,
    cross: bool,
    stable: bool,
    windows: bool,
    pythons: Pythons,
    maturin: Maturin,
    requires_python: SpecifierSet | None,
    bounds: Bounds,
) -> Selection:
    """``--find-interpreter``: what is there, or for a cross build what maturin describes itself."""
    if stable and maturin.find_ignores_free_threaded_for_abi3:
        reason = Reason("`--find-interpreter` with a stable ABI leaves one wheel")
        return Selection(interpreters=(), because=(reason,))
    threads = crate.pyo3 is None or crate.pyo3.release[:2] >= (0, 23)
    declared = bounds if maturin.reads_pyo3_range else Bounds()
    if cross:
        candidates = bundled(maturin, threads=threads)
        text = f"a cross build takes the interpreters that maturin {maturin.version} describes itself"
    else:
        candidates = tuple(probed(pythons.visible, maturin, threads=threads, windows=windows, bounds=declared))
        text = f"`--find-interpreter` finds {pythons.described}"
    kept = tuple(
        python
        for python in candidates
        if admitted(python, requires_python) and python.minor >= declared.lowest(python)
    )
    return Selection(interpreters=kept, because=(Reason(text, assumed=True),))


def probed(
    visible: Iterable[Interpreter], maturin: Maturin, *, threads: bool, windows: bool, bounds: Bounds
) -> Iterator[Interpreter]:
    """The interpreters of a machine that maturin looks for.

    On Unix those are ``python3.7`` up to the newest that this version knows, or that pyo3 declares, and
    PyPy likewise; on Windows every CPython that the launcher lists, and no PyPy
    (discovery.rs, find_all).
    """
    newest = {
        "cpython": bounds.cpython[1] or maturin.bundled_cpython_max,
        "pypy": bounds.pypy[1] or maturin.bundled_pypy_max,
    }
    lowest_threads = maturin.found_free_threaded_min
    for python in visible:
        if windows and python.implementation != "cpython":
            continue
        if not windows and python.minor > newest.get(python.implementation, 0):
            continue
        if not python.free_threaded or (threads and lowest_threads and python.minor >= lowest_threads):
            yield python


def default(pythons: Pythons, requires_python: SpecifierSet | None) -> Selection:
    """No option at all: the one Python of the machine."""
    reason = Reason(
        f"no interpreter is asked for, so maturin takes {pythons.described}", assumed=not pythons.certain
    )
    if pythons.default is None:
        return Selection(interpreters=(), unresolved=("python3",), because=(reason,))
    kept = (pythons.default,) if admitted(pythons.default, requires_python) else ()
    return Selection(interpreters=kept, because=(reason,))


def bundled(maturin: Maturin, *, threads: bool) -> tuple[Interpreter, ...]:
    """The interpreters whose configuration maturin carries for cross builds."""
    found = [Interpreter("cpython", m) for m in _minors(maturin.bundled_cpython_min, maturin.bundled_cpython_max)]
    if threads and maturin.bundled_free_threaded_min:
        found += [
            Interpreter("cpython", m, free_threaded=True)
            for m in _minors(maturin.bundled_free_threaded_min, maturin.bundled_cpython_max)
        ]
    found += [Interpreter("pypy", m) for m in _minors(maturin.bundled_pypy_min, maturin.bundled_pypy_max)]
    return tuple(found)


def _minors(first: int, last: int) -> Iterable[int]:
    return range(first, last + 1)


def admitted(python: Interpreter, requires_python: SpecifierSet | None) -> bool:
    """Whether ``requires-python`` admits a minor: ``>=3.8.1`` does not admit 3.8 (discovery.rs)."""
    return requires_python is None or requires_python.contains(f"3.{python.minor}")
