"""The page on pyproject.toml, Cargo.toml and the calls of maturin: what is set, and what that does."""

from collections.abc import Iterator, Sequence

from maturin_compliance.coverage import pythons
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import Manifest
from maturin_compliance.model.node import Node
from maturin_compliance.model.pyproject import Pyproject
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, toml
from maturin_compliance.render.crate import Built, built
from maturin_compliance.render.findings import findings
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.steps import version_of
from maturin_compliance.render.topics.calls import calls
from maturin_compliance.render.view import View
from maturin_compliance.render.words import METADATA, TOOL

Row = tuple[str, str, str, Location | None]
"""A key, its value as TOML, what it does, and where it stands."""


def configuration(view: View) -> Page:
    """Give the page."""
    package = view.analysis.project.package
    made = built(view.analysis.project, view.analysis.facts)
    body = markdown.join(
        "# Configuration",
        _sentence(view, made),
        *_python_files(view, package.pyproject),
        *_cargo_files(view, package.manifest, made),
        *calls(view),
        findings(view, {"build", "abi", "metadata"}),
    )
    main = package.pyproject or package.manifest
    return page(
        "compliance/configuration.md",
        title="Configuration",
        description="The parts of pyproject.toml, Cargo.toml and the workflows that decide the wheels",
        body=body,
        source=main.path if main else None,
    )


_KINDS = {
    "cdylib": "`cdylib` is the extension module",
    "rlib": "`rlib` lets Rust tests and binaries use the library",
    "lib": "`lib` lets Rust tests and binaries use the library",
}
_BINDINGS = {
    "pyo3": "The crate uses PyO3",
    "cffi": "The crate uses cffi",
    "uniffi": "The crate uses UniFFI",
    "bin": "The crate has no bindings: a wheel carries its binaries",
}


def _sentence(view: View, made: Built) -> str:
    if made.crate is None:
        return "No Cargo.toml of this package could be read."
    bindings = _BINDINGS.get(made.crate.bindings or "", "Which bindings the crate uses could not be told")
    wheels = view.release.wheels
    stable = [wheel for wheel in wheels if wheel.abi.startswith("abi3")]
    if not wheels or made.crate.bindings == "bin":
        return f"{bindings}."
    if not stable:
        return (
            f"{bindings}. No wheel is for the stable ABI, so that every Python version needs a wheel of its own."
        )
    since = markdown.listed([markdown.text(name) for name in pythons(stable)])
    others = f"; {plural(len(wheels) - len(stable), 'wheel')} of {len(wheels)} for one Python version each"
    return f"{bindings}. Wheels are for the stable ABI ({since}){others if len(stable) < len(wheels) else ''}."


def _table(view: View, rows: Sequence[Row]) -> str:
    shown = [(markdown.code(key), markdown.code(value), what, view.at(place)) for key, value, what, place in rows]
    return markdown.table(("Key", "Value", "What it does", "Line"), shown)


def _python_files(view: View, pyproject: Pyproject | None) -> Iterator[str]:
    if pyproject is None:
        yield "No pyproject.toml of this package could be read."
        return
    yield f"## {markdown.code(pyproject.path)}"
    for table, rows in (
        ("[build-system]", tuple(_build_system(pyproject))),
        ("[project]", tuple(_metadata(pyproject))),
        ("[tool.maturin]", tuple(_tool(view, pyproject))),
        ("[dependency-groups]", tuple(_groups(pyproject))),
    ):
        if rows or table != "[dependency-groups]":
            yield f"### {markdown.code(table)}"
            yield _table(view, rows) if rows else "Not there, or empty."


def _build_system(pyproject: Pyproject) -> Iterator[Row]:
    table = pyproject.document.mapping.get("build-system")
    if table is None:
        return
    words = {
        "requires": "what pip installs before it builds from source",
        "build-backend": "what pip calls to build from source",
    }
    for key, node in table.mapping.items():
        yield key, toml.value(node), words.get(key, ""), node.location


def _groups(pyproject: Pyproject) -> Iterator[Row]:
    """Give the dependency groups that ask for maturin."""
    for name, dependencies in pyproject.dependency_groups.items():
        for one in dependencies:
            if one.requirement and one.requirement.name == "maturin":
                yield name, toml.string(one.text), "the maturin that development installs", one.location


def _metadata(pyproject: Pyproject) -> Iterator[Row]:
    table = pyproject.document.mapping.get("project")
    for key, node in table.mapping.items() if table else ():
        if key in METADATA:
            yield key, _short(node), METADATA[key], node.location


def _tool(view: View, pyproject: Pyproject) -> Iterator[Row]:
    for key, node in pyproject.maturin.entries.items() if pyproject.maturin else ():
        yield key, _short(node), f"{TOOL.get(key, 'not described here')}{_ignored(view, key)}", node.location


def _ignored(view: View, key: str) -> str:
    """Tell that the maturin which builds the release is older than a key."""
    used = [version for one in view.release.builds if one.wheels and (version := version_of(one))]
    since = next((row.since for row in view.analysis.facts.maturin_keys if row.name == key), None)
    if not used or since is None or min(used) >= since:
        return ""
    return f"; maturin {min(used)} does not read it, {since} is the first that does"


def _short(node: Node) -> str:
    """Give a value as TOML, or the number of its entries where that would be long."""
    whole = toml.value(node)
    count = len(node.items or node.mapping)
    return whole if len(whole) <= 90 or not count else f"({plural(count, 'entry', 'entries')})"


def _cargo_files(view: View, manifest: Manifest | None, made: Built) -> Iterator[str]:
    if manifest is None:
        return
    yield f"## {markdown.code(manifest.path)}"
    yield _table(view, tuple(_crate(manifest, made)))
    if manifest.features:
        yield "### Features of the crate"
        yield _features(view, manifest, made)


def _crate(manifest: Manifest, made: Built) -> Iterator[Row]:
    for key, found, what in (
        (
            "package.version",
            manifest.version,
            "the version of the crate, and of the wheel where `dynamic` says so",
        ),
        ("package.edition", manifest.edition, "the Rust edition"),
        ("package.rust-version", manifest.rust_version, "Cargo refuses a lower Rust"),
    ):
        if found:
            yield key, toml.string(found.value), what, found.location
    if manifest.lib:
        kinds = manifest.lib.crate_types
        shown = toml.strings(kind.value for kind in kinds) if kinds else "(default)"
        words = [_KINDS[kind.value] for kind in kinds if kind.value in _KINDS]
        what = ", ".join(words) or "what Cargo makes of the library"
        place = kinds[0].location if kinds else manifest.lib.location
        yield "lib.crate-type", shown, what, place
    for dependency in manifest.dependencies:
        if dependency.package == "pyo3" and dependency.kind == "normal":
            features = [feature.value for feature in dependency.features]
            on = f"with the features {markdown.codes(features)}" if features else "with no features named here"
            optional = ", optional" if dependency.optional else ""
            text = toml.string(dependency.requirement) if dependency.requirement else "(no version)"
            yield f"dependencies.{dependency.key}", text, f"PyO3 {on}{optional}", dependency.location
    if made.crate and made.crate.pyo3 and made.crate.pyo3_locked:
        text = toml.string(str(made.crate.pyo3))
        yield "pyo3 in the lock file", text, "the PyO3 that is built with", made.pyo3


def _features(view: View, manifest: Manifest, made: Built) -> str:
    rows = [
        (
            markdown.code(name),
            markdown.code(toml.strings(item.value for item in items)),
            _switched(view, made, name),
            view.at(manifest.feature_locations.get(name)),
        )
        for name, items in manifest.features.items()
    ]
    return markdown.table(("Feature", "Turns on", "In a wheel", "Line"), rows)


def _switched(view: View, made: Built, name: str) -> str:
    """Tell whether a feature is on in the release's wheels, by what their builds ask for."""
    folder = made.package.folder
    builds = [one.features for one in view.release.builds if one.wheels and one.package == folder]
    active = builds or [tuple(made.crate.features) if made.crate else ()]
    count = sum(name in features for features in active)
    return "on" if count == len(active) else "on in some" if count else "off"
