"""The library, the binaries and the build script of a crate, declared or found by Cargo's rules.

https://doc.rust-lang.org/cargo/reference/cargo-targets.html
"""

import posixpath
import re

from maturin_compliance.location import Located, Location
from maturin_compliance.model.cargo import CargoTarget
from maturin_compliance.model.project import Tree
from maturin_compliance.read.getters import Cursor

_BIN_SOURCE = re.compile(r"src/bin/(?:(?P<file>[^/]+)\.rs|(?P<folder>[^/]+)/main\.rs)")


def read_lib(path: str, table: Cursor, crate: str, tree: Tree) -> CargoTarget | None:
    """``[lib]``, or src/lib.rs where that exists."""
    folder = posixpath.dirname(path)
    default = posixpath.join(folder, "src/lib.rs")
    name = crate.replace("-", "_")
    lib = table.table("lib")
    if lib is None:
        package = table.table("package")
        found = default in tree and not _off(package, "autolib")
        return _found(name, default) if found else None
    own_name, source = lib.string("name"), lib.string("path")
    types = lib.first("crate-type", "crate_type")
    proc_macro = lib.first("proc-macro", "proc_macro")
    crate_types = types.as_strings() if types else ()
    if proc_macro and proc_macro.node.value is True:
        crate_types = (Located("proc-macro", proc_macro.location),)
    return CargoTarget(
        name=own_name.value if own_name else name,
        path=_join(folder, source.value) if source else default,
        crate_types=crate_types,
        required_features=(),
        location=lib.location,
    )


def read_bins(
    path: str, table: Cursor, crate: str, edition: Located[str] | None, tree: Tree
) -> tuple[CargoTarget, ...]:
    """The ``[[bin]]`` tables, then src/main.rs and src/bin/ as far as they are not declared."""
    folder = posixpath.dirname(path)
    declared = tuple(_bin(entry, folder, crate, tree) for entry in table.tables("bin"))
    old = declared and (edition is None or edition.value == "2015")
    if old or _off(table.table("package"), "autobins"):
        return declared
    names, sources = {target.name for target in declared}, {target.path for target in declared}
    found = (t for t in _discovered(folder, crate, tree) if t.name not in names and t.path not in sources)
    return (*declared, *found)


def read_build_script(path: str, package: Cursor | None, tree: Tree) -> str | None:
    """``package.build``, else build.rs where that exists; None with ``build = false``."""
    folder = posixpath.dirname(path)
    default = posixpath.join(folder, "build.rs")
    found = package.get("build") if package else None
    if found is None or found.node.value is True:
        return default if package and default in tree else None
    if found.node.value is False:
        return None
    named = found.as_string()
    return _join(folder, named.value) if named else None


def _off(package: Cursor | None, key: str) -> bool:
    found = package.flag(key) if package else None
    return found is not None and not found.value


def _found(name: str, source: str) -> CargoTarget:
    return CargoTarget(name=name, path=source, crate_types=(), required_features=(), location=Location(source))


def _bin(entry: Cursor, folder: str, crate: str, tree: Tree) -> CargoTarget:
    name, source = entry.string("name"), entry.string("path")
    text = name.value if name else crate
    return CargoTarget(
        name=text,
        path=_join(folder, source.value) if source else _default_source(folder, text, crate, tree),
        crate_types=(),
        required_features=tuple(feature.value for feature in entry.strings("required-features")),
        location=entry.location,
    )


def _default_source(folder: str, name: str, crate: str, tree: Tree) -> str:
    """Where Cargo looks for a binary without a path."""
    main = posixpath.join(folder, "src/main.rs")
    single = posixpath.join(folder, f"src/bin/{name}.rs")
    nested = posixpath.join(folder, f"src/bin/{name}/main.rs")
    candidates = (single, nested, main) if name == crate else (single, nested)
    return next((source for source in candidates if source in tree), main if name == crate else single)


def _discovered(folder: str, crate: str, tree: Tree) -> list[CargoTarget]:
    main = posixpath.join(folder, "src/main.rs")
    found = [_found(crate, main)] if main in tree else []
    prefix = folder + "/" if folder else ""
    for source in tree.under(posixpath.join(folder, "src/bin")):
        match = _BIN_SOURCE.fullmatch(source.removeprefix(prefix))
        if match:
            found.append(_found(match["file"] or match["folder"], source))
    return found


def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))
