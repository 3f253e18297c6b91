"""maturin itself: its releases, how it behaves by version, its settings and options."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.facts.table import Row, released, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturinRelease(Row):
    """A version on the package index, with the day of its first upload."""

    version: Version
    released: date
    yanked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturinChange(Row):
    """From version ``since`` on, the behaviour ``name`` (a field of Maturin) has ``value``.

    ``since`` is "0" for what holds in every version that the table speaks of: 0.14 and later, for
    ``build_makes_sdist`` the earlier ones as well.
    """

    name: str
    since: Version
    value: bool | int | str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturin:
    """How one version of maturin behaves, where the names of wheels and the checks depend on it.

    Minors are those of Python 3. "Bundled" are the interpreters that maturin describes itself and
    takes for a cross build, where none can be run.
    """

    version: Version
    sorted_tags: bool
    """Parts of a compressed tag are sorted by bytes; before, the newest name stands first."""
    windows_abi_none: bool
    """CPython on Windows gets the abi tag ``none`` (``cp312-none-win_amd64``); not for abi3."""
    bundled_cpython_min: int
    bundled_cpython_max: int
    bundled_pypy_min: int
    bundled_pypy_max: int
    bundled_free_threaded_min: int
    """First minor with a bundled free-threaded CPython (pyo3 0.23 or newer); 0: none."""
    found_free_threaded_min: int
    """First minor whose ``python3.Xt`` a native ``--find-interpreter`` looks for; 0: none."""
    find_ignores_free_threaded_for_abi3: bool
    """``--find-interpreter`` of an abi3 build gives the one abi3 wheel and nothing else."""
    reads_pyo3_range: bool
    """Minors that are looked for are bounded by what pyo3-ffi says of itself (0.24 and newer)."""
    bundled_graalpy: bool
    pypy312_abi: str
    """The abi tag of the bundled PyPy 3.12."""
    musllinux_default: str
    """The policy of an extension for a musl target when none is asked for."""
    aliases_by_index: bool
    """A legacy alias is appended only where the package index lists it with the architecture."""
    macos_minimum_from_rust: bool
    """The lowest macOS is asked from rustc; before, 10.7 on x86_64 and 11.0 on arm64."""
    pyemscripten: bool
    """Emscripten wheels are tagged by PEP 783."""
    wasi_tag: bool
    """An extension for WASI is tagged ``wasi_0_0_0_wasm32``; before, ``any``."""
    license_expression: bool
    """PEP 639 is followed: ``License-Expression`` and ``License-File`` in the metadata."""
    keeps_to_dynamic: bool
    """Takes from Cargo.toml only the fields that ``dynamic`` names; before, all that ``[project]`` lacks."""
    build_extension_module: bool
    """Sets ``PYO3_BUILD_EXTENSION_MODULE``, which replaces pyo3's feature ``extension-module``."""
    sbom: bool
    """Writes a software bill of materials for the Rust crates into each wheel (PEP 770)."""
    upload_deprecated: bool
    """``maturin upload`` and ``maturin publish`` say that they are deprecated."""
    compatibility_pypi: bool
    """Knows ``--compatibility pypi``."""
    compatibility_pypi_combines: bool
    """``--compatibility pypi`` can stand beside another value."""
    conditional_features: bool
    """Features in pyproject.toml can depend on the Python version."""
    build_makes_sdist: bool
    """``maturin build`` makes the source distribution, too, unless ``--no-sdist`` is given."""
    build_from_sdist: bool
    """``maturin build --sdist`` builds the wheels from the source distribution."""
    abi3t: bool
    """Knows pyo3's ``abi3t`` features (PEP 803)."""
    windows_without_python: bool
    """With pyo3 0.29 or newer, builds for Windows without an interpreter or import library."""
    auditwheel_default_elsewhere: str
    """The mode of ``auditwheel`` on macOS and Windows when none is asked for; on Linux, repair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturinKey(Row):
    """A key of ``[tool.maturin]``, dotted from there; ``*`` stands for any one name."""

    name: str
    since: Version
    kind: str
    deprecated: Version | None = None
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturinRemoval(Row):
    """An option of ``maturin build`` or a table of Cargo.toml that maturin no longer knows from ``since`` on.

    ``instead`` is what to write (Markdown).
    """

    name: str
    since: Version
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturinOption(Row):
    """An option of ``maturin build``; ``values`` is none, optional, one or many."""

    name: str
    short: str = ""
    values: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaturinCommand(Row):
    """A sub-command."""

    name: str


@lru_cache(maxsize=64)  # asked for each build
def releases(on: date) -> tuple[MaturinRelease, ...]:
    """Give all releases up to a date, lowest version first."""
    known = released(rows("maturin", "release", MaturinRelease), on)
    return tuple(sorted(known, key=lambda release: release.version))


def newest(on: date, wanted: SpecifierSet | None) -> Version | None:
    """Give the version that an installer would have chosen on a date, or None."""
    for release in reversed(releases(on)):
        pre = release.version.is_prerelease or release.yanked
        if not pre and (wanted is None or wanted.contains(release.version)):
            return release.version
    return None


@cache
def behaviour(version: Version) -> Maturin:
    """Give the behaviour of a version; one newer than those known behaves as the newest."""
    values: dict[str, Any] = {}
    for change in rows("maturin", "change", MaturinChange):
        if change.since <= version:
            values[change.name] = change.value
    return Maturin(version=version, **values)


def changes(name: str | None = None) -> tuple[MaturinChange, ...]:
    """Give the changes of one behaviour, or of all, oldest version first."""
    found = rows("maturin", "change", MaturinChange)
    return tuple(change for change in found if name in {None, change.name})


def keys() -> tuple[MaturinKey, ...]:
    """Give the keys of ``[tool.maturin]``, by name."""
    return rows("maturin", "key", MaturinKey)


def commands() -> tuple[str, ...]:
    """Give the names of the sub-commands."""
    return tuple(row.name for row in rows("maturin", "command", MaturinCommand))


def removed() -> tuple[MaturinRemoval, ...]:
    """Give what maturin no longer knows, by version."""
    return rows("maturin", "removed", MaturinRemoval)


def options() -> tuple[MaturinOption, ...]:
    """Give the options of ``maturin build``, by name."""
    return rows("maturin", "option", MaturinOption)
