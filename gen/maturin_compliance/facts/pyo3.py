"""PyO3: releases, ranges of Python, what changed with a version."""

from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.facts.table import Row, released, rows

TABLE = "pyo3"


@dataclass(frozen=True, slots=True, kw_only=True)
class PyO3Release(Row):
    """A release; minors are those of Python 3, a maximum of None means that none is set.

    ``rust`` is the lowest Rust version. ``declared`` tells whether pyo3-ffi declares the range in
    its metadata, where maturin 1.8.4 and newer read it.
    """

    version: Version
    released: date
    rust: str
    cpython_min: int
    cpython_max: int | None = None
    pypy_min: int
    pypy_max: int | None = None
    declared: bool = False
    abi3_min: int
    abi3_max: int
    abi3t_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PyO3Crate(Row):
    """A crate that is released with pyo3 and under its version."""

    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PyO3Feature(Row):
    """A feature of the crate pyo3, from ``since`` up to, and not including, ``until`` (None: still)."""

    feature: str
    since: Version
    until: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PyO3Change(Row):
    """From version ``since`` on, the behaviour ``name`` (a field of PyO3) has ``value``."""

    name: str
    since: Version
    value: bool | int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class PyO3:
    """How one version of PyO3 behaves."""

    release: PyO3Release
    free_threaded_min: int
    """First minor whose free-threaded build it supports; 0: none."""
    gil_not_used_by_default: bool
    """Modules are taken to run without the GIL; before, they say ``gil_used = false``."""
    build_extension_module: bool
    """Obeys ``PYO3_BUILD_EXTENSION_MODULE``, which maturin 1.9.4 sets."""
    extension_module_deprecated: bool
    """The feature ``extension-module`` is deprecated."""
    windows_import_library: Literal["feature", "unneeded"]
    """To build for Windows without a Python needs the feature ``generate-import-lib``, or not."""

    @property
    def version(self) -> Version:
        """The release's version."""
        return self.release.version


@lru_cache(maxsize=64)  # asked for each build
def releases(on: date) -> tuple[PyO3Release, ...]:
    """Give the releases up to a date, lowest version first."""
    known = released(rows(TABLE, "release", PyO3Release), on)
    return tuple(sorted(known, key=lambda release: release.version))


def family() -> tuple[PyO3Crate, ...]:
    """Give the crates that are released together, pyo3 among them."""
    return rows(TABLE, "family", PyO3Crate)


def features(version: Version) -> frozenset[str]:
    """Give the features of a version; none for one that is older or newer than all in the table."""
    known = [row.version for row in rows(TABLE, "release", PyO3Release)]
    if not min(known) <= version <= max(known):
        return frozenset()
    found = rows(TABLE, "feature", PyO3Feature)
    return frozenset(
        row.feature for row in found if row.since <= version and (row.until is None or version < row.until)
    )


def newest(on: date, wanted: SpecifierSet | None) -> Version | None:
    """Give the newest release on a date that a specifier admits, or None."""
    known = (r.version for r in reversed(releases(on)))
    return next((v for v in known if wanted is None or wanted.contains(v)), None)


@cache
def behaviour(version: Version) -> PyO3:
    """Give the behaviour of a version; one not in the table is the next lower one in it.

    Versions lower than all in the table are taken for the lowest.
    """
    known = rows(TABLE, "release", PyO3Release)
    lower = [row for row in known if row.version <= version]
    row = max(lower or [min(known, key=_version)], key=_version)
    values: dict[str, Any] = {}
    for change in rows(TABLE, "change", PyO3Change):
        if change.since <= version:
            values[change.name] = change.value
    return PyO3(release=row, **values)


def _version(release: PyO3Release) -> Version:
    return release.version
