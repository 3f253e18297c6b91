"""Cargo.toml and Cargo.lock into their models."""

import pytest

from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CrateDependency, Manifest
from maturin_compliance.model.project import Tree
from maturin_compliance.read.cargo import read_manifests
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.lockfile import read_lockfile
from maturin_compliance.read.toml import parse_toml
from tests.read.support import at


def _read(files: dict[str, str], *sources: str) -> tuple[dict[str, Manifest], list[str]]:
    faults = Faults()
    tree = Tree(tuple(sorted([*files, *sources])), frozenset(), truncated=False)
    documents = {path: parse_toml(text, path) for path, text in files.items()}
    manifests = read_manifests(documents, tree, faults)
    return manifests, [f"{fault.location} {fault.message}" for fault in faults.sorted()]


def _one(text: str, *sources: str) -> Manifest:
    return _read({"Cargo.toml": text}, *sources)[0]["Cargo.toml"]


PACKAGE = '[package]\nname = "my-crate"\nversion = "1.2.3"\nedition = "2021"\n'

MEMBERS = {
    "Cargo.toml": """\
[workspace]
members = ["crates/*", "py"]
exclude = ["crates/out"]

[workspace.package]
version = "2.0.0"
edition = "2024"
rust-version = "1.85"
license = "MIT"
publish = false
include = ["/src"]

[workspace.dependencies]
pyo3 = { version = "0.29", default-features = false, features = ["macros"] }
core = { path = "crates/core" }
serde = "1"

[profile.release]
lto = "fat"
codegen-units = 1
strip = true
package.x.opt-level = 3

[profile.dist]
inherits = "release"
""",
    "py/Cargo.toml": """\
[package]
name = "demo"
version.workspace = true
edition.workspace = true
rust-version = { workspace = true }
license.workspace = true
publish.workspace = true
include.workspace = true
description.workspace = true

[lib]
name = "_native"
crate-type = ["cdylib", "rlib"]

[dependencies]
pyo3 = { workspace = true, features = ["abi3-py311"], optional = true }
core.workspace = true
serde.workspace = true
gone.workspace = true

[profile.release]
lto = true
""",
    "crates/core/Cargo.toml": '[package]\nname = "core"\n',
    "crates/out/Cargo.toml": '[package]\nname = "out"\n',
    "far/Cargo.toml": '[package]\nname = "far"\nworkspace = ".."\n',
}


def test_a_member_inherits_from_its_workspace() -> None:
    manifests, faults = _read(MEMBERS, "py/src/lib.rs")
    member = manifests["py/Cargo.toml"]
    assert member.workspace_path == "Cargo.toml"
    assert at(member.name) == ("demo", "py/Cargo.toml:2")
    assert at(member.version) == ("2.0.0", "Cargo.toml:6")
    assert at(member.edition) == ("2024", "Cargo.toml:7")
    assert at(member.rust_version) == ("1.85", "Cargo.toml:8")
    assert at(member.license) == ("MIT", "Cargo.toml:9")
    assert member.publish is False
    assert [at(pattern) for pattern in member.include] == [("/src", "Cargo.toml:11")]
    assert faults == ["py/Cargo.toml:19 dependencies.gone: the workspace has no such dependency to inherit"]


def test_inherited_dependencies_add_their_own_features() -> None:
    pyo3, core, serde = _read(MEMBERS)[0]["py/Cargo.toml"].dependencies
    assert (pyo3.requirement, pyo3.default_features, pyo3.optional) == ("0.29", False, True)
    assert [at(feature) for feature in pyo3.features] == [
        ("macros", "Cargo.toml:14"),
        ("abi3-py311", "py/Cargo.toml:16"),
    ]
    assert pyo3.location == Location("py/Cargo.toml", 16)
    assert (core.path, core.requirement, core.location.line) == ("crates/core", None, 17)
    assert (serde.requirement, serde.default_features) == ("1", True)


def test_profiles_stand_where_they_are_written() -> None:
    manifests, _ = _read(MEMBERS)
    release = manifests["Cargo.toml"].profiles["release"]
    assert {name: (s.value, s.location.line) for name, s in release.settings.items()} == {
        "lto": ("fat", 19),
        "codegen-units": (1, 20),
        "strip": (True, 21),
    }
    assert (release.get("lto"), release.get("panic"), release.location.line) == ("fat", None, 18)
    assert manifests["Cargo.toml"].profiles["dist"].get("inherits") == "release"
    assert manifests["py/Cargo.toml"].profiles["release"].location == Location("py/Cargo.toml", 21)


@pytest.mark.parametrize(
    ("path", "workspace"),
    [
        ("Cargo.toml", "Cargo.toml"),
        ("py/Cargo.toml", "Cargo.toml"),
        ("crates/core/Cargo.toml", "Cargo.toml"),
        ("crates/out/Cargo.toml", None),
        ("far/Cargo.toml", "Cargo.toml"),
    ],
)
def test_the_workspace_of_a_crate(path: str, workspace: str | None) -> None:
    assert _read(MEMBERS)[0][path].workspace_path == workspace


def test_a_virtual_workspace_is_no_crate() -> None:
    root = _read(MEMBERS, "src/lib.rs", "build.rs")[0]["Cargo.toml"]
    assert (root.name, root.lib, root.bins, root.build_script) == (None, None, (), None)
    assert root.workspace is not None
    assert [at(member) for member in root.workspace.members] == [
        ("crates/*", "Cargo.toml:2"),
        ("py", "Cargo.toml:2"),
    ]


def _dependency(key: str, line: int, **changes: object) -> CrateDependency:
    fields: dict[str, object] = {
        "key": key,
        "package": key,
        "requirement": "1",
        "features": (),
        "default_features": True,
        "optional": False,
        "kind": "normal",
        "target": None,
        "path": None,
        "git": None,
        "location": Location("Cargo.toml", line),
    }
    return CrateDependency(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "dependencies"),
    [
        ('[dependencies]\na = "1"\n', [_dependency("a", 2)]),
        ('[dependencies.a]\nversion = "1"\noptional = true\n', [_dependency("a", 1, optional=True)]),
        ('[dependencies]\nb = {package = "a", version = "1"}\n', [_dependency("b", 2, package="a")]),
        (
            '[dependencies]\na = {path = "../x/a"}\n',
            [_dependency("a", 2, requirement=None, path="../x/a")],
        ),
        (
            '[dependencies]\na = {git = "https://example.org/a", default_features = false}\n',
            [_dependency("a", 2, requirement=None, git="https://example.org/a", default_features=False)],
        ),
        (
            '[dev-dependencies]\na = "1"\n[build-dependencies]\nb = "1"\n',
            [_dependency("a", 2, kind="dev"), _dependency("b", 4, kind="build")],
        ),
        ('[dev_dependencies]\na = "1"\n', [_dependency("a", 2, kind="dev")]),
        (
            '[target.\'cfg(unix)\'.dependencies]\na = "1"\n[target.x.build-dependencies]\nb = "1"\n',
            [_dependency("a", 2, target="cfg(unix)"), _dependency("b", 4, target="x", kind="build")],
        ),
    ],
)
def test_dependencies(text: str, dependencies: list[CrateDependency]) -> None:
    assert list(_one(text).dependencies) == dependencies


@pytest.mark.parametrize(
    ("shared", "own", "expected"),
    [
        ("", "", True),
        (", default-features = false", "", False),
        ("", ", default-features = false", True),
        (", default-features = false", ", default-features = true", True),
    ],
)
def test_default_features_of_an_inherited_dependency(shared: str, own: str, expected: bool) -> None:
    text = (
        f'[workspace.dependencies]\na = {{version = "1"{shared}}}\n[dependencies]\na = {{workspace = true{own}}}\n'
    )
    assert _one(text).dependencies[0].default_features is expected


@pytest.mark.parametrize(
    ("text", "sources", "lib"),
    [
        (PACKAGE, ["src/lib.rs"], ("my_crate", "src/lib.rs", [], "src/lib.rs")),
        (PACKAGE, [], None),
        (PACKAGE + "autolib = false\n", ["src/lib.rs"], None),
        (PACKAGE + "[lib]\n", [], ("my_crate", "src/lib.rs", [], "Cargo.toml:5")),
        (
            PACKAGE + '[lib]\nname = "_core"\npath = "rust/lib.rs"\ncrate-type = ["cdylib"]\n',
            [],
            ("_core", "rust/lib.rs", ["cdylib"], "Cargo.toml:5"),
        ),
        (PACKAGE + '[lib]\ncrate_type = ["rlib"]\n', [], ("my_crate", "src/lib.rs", ["rlib"], "Cargo.toml:5")),
        (PACKAGE + "[lib]\nproc-macro = true\n", [], ("my_crate", "src/lib.rs", ["proc-macro"], "Cargo.toml:5")),
    ],
)
def test_the_library(text: str, sources: list[str], lib: tuple[str, str, list[str], str] | None) -> None:
    found = _one(text, *sources).lib
    shown = found and (found.name, found.path, [t.value for t in found.crate_types], str(found.location))
    assert shown == lib


BIN = '[[bin]]\nname = "tool"\n'


@pytest.mark.parametrize(
    ("text", "sources", "bins"),
    [
        (PACKAGE, ["src/main.rs"], [("my-crate", "src/main.rs", "src/main.rs")]),
        (
            PACKAGE,
            ["src/bin/a.rs", "src/bin/b/main.rs", "src/bin/b/other.rs", "src/bin/c/d/main.rs"],
            [("a", "src/bin/a.rs", "src/bin/a.rs"), ("b", "src/bin/b/main.rs", "src/bin/b/main.rs")],
        ),
        (PACKAGE + "autobins = false\n", ["src/main.rs"], []),
        (
            PACKAGE + BIN,
            ["src/main.rs", "src/bin/tool.rs"],
            [("tool", "src/bin/tool.rs", "Cargo.toml:5"), ("my-crate", "src/main.rs", "src/main.rs")],
        ),
        (
            PACKAGE + BIN + 'path = "src/main.rs"\n',
            ["src/main.rs"],
            [("tool", "src/main.rs", "Cargo.toml:5")],
        ),
        (PACKAGE + '[[bin]]\nname = "my-crate"\n', ["src/main.rs"], [("my-crate", "src/main.rs", "Cargo.toml:5")]),
        (PACKAGE.replace("2021", "2015") + BIN, ["src/main.rs"], [("tool", "src/bin/tool.rs", "Cargo.toml:5")]),
    ],
)
def test_binaries(text: str, sources: list[str], bins: list[tuple[str, str, str]]) -> None:
    found = [(target.name, target.path, str(target.location)) for target in _one(text, *sources).bins]
    assert found == bins


def test_required_features_of_a_binary() -> None:
    (target,) = _one(PACKAGE + BIN + 'required-features = ["cli"]\n').bins
    assert target.required_features == ("cli",)


@pytest.mark.parametrize(
    ("text", "sources", "script"),
    [
        (PACKAGE, ["build.rs"], "build.rs"),
        (PACKAGE, [], None),
        (PACKAGE + "build = false\n", ["build.rs"], None),
        (PACKAGE + 'build = "scripts/b.rs"\n', ["build.rs"], "scripts/b.rs"),
    ],
)
def test_the_build_script(text: str, sources: list[str], script: str | None) -> None:
    assert _one(text, *sources).build_script == script


@pytest.mark.parametrize(
    ("line", "publish"),
    [
        ("", True),
        ("publish = true", True),
        ("publish = false", False),
        ("publish = []", False),
        ('publish = ["x"]', True),
    ],
)
def test_whether_a_crate_may_be_published(line: str, publish: bool) -> None:
    assert _one(PACKAGE + line).publish is publish


def test_features_with_their_lines() -> None:
    manifest = _one('[features]\ndefault = ["a"]\na = [\n  "dep:x",\n]\n')
    assert {name: [at(f) for f in items] for name, items in manifest.features.items()} == {
        "default": [("a", "Cargo.toml:2")],
        "a": [("dep:x", "Cargo.toml:4")],
    }
    assert {name: place.line for name, place in manifest.feature_locations.items()} == {"default": 2, "a": 3}


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("package = 1\n", ["Cargo.toml:1 package: expected a table, found an integer"]),
        ("[package]\nname = 1\n", ["Cargo.toml:2 package.name: expected a string, found an integer"]),
        ("features = 1\n", ["Cargo.toml:1 features: expected a table, found an integer"]),
        ("dependencies = 1\n", ["Cargo.toml:1 dependencies: expected a table, found an integer"]),
        ("[dependencies]\na = 1\n", ["Cargo.toml:2 dependencies.a: expected a table, found an integer"]),
        (
            "[dependencies]\na = {version = 1, default-features = 2}\n",
            [
                "Cargo.toml:2 dependencies.a.default-features: expected a boolean, found an integer",
                "Cargo.toml:2 dependencies.a.version: expected a string, found an integer",
            ],
        ),
        ("profile = []\n", ["Cargo.toml:1 profile: expected a table, found an array"]),
        ("[profile]\nrelease = 1\n", ["Cargo.toml:2 profile.release: expected a table, found an integer"]),
        (
            "lib = 1\nbin = 1\ntarget = 1\nworkspace = 1\n[package]\n",
            [
                "Cargo.toml:1 lib: expected a table, found an integer",
                "Cargo.toml:2 bin: expected an array, found an integer",
                "Cargo.toml:3 target: expected a table, found an integer",
                "Cargo.toml:4 workspace: expected a table, found an integer",
            ],
        ),
        (
            "[package]\nname.workspace = true\n",
            ["Cargo.toml:2 package.name: the workspace has no such key to inherit"],
        ),
        (
            "[workspace]\nmembers = 1\n",
            ["Cargo.toml:2 workspace.members: expected an array of strings, found an integer"],
        ),
        (
            "[features]\na = 1\nb = [1]\n",
            [
                "Cargo.toml:2 features.a: expected an array of strings, found an integer",
                "Cargo.toml:3 features.b[0]: expected a string, found an integer",
            ],
        ),
    ],
)
def test_wrong_types_are_told(text: str, faults: list[str]) -> None:
    assert _read({"Cargo.toml": text})[1] == faults


LOCK = """\
version = 4

[[package]]
name = "demo"
version = "1.0.0"
dependencies = [
 "pyo3",
 "syn 2.0.1",
 "syn 1.0.9 (registry+https://example.org/index)",
]

[[package]]
name = "syn"
version = "1.0.9"

[[package]]
name = "syn"
version = "2.0.1"

[[package]]
name = "broken"
"""


def test_the_lockfile() -> None:
    lockfile = read_lockfile("Cargo.lock", parse_toml(LOCK, "Cargo.lock"), Faults())
    assert [(c.name, c.version, c.dependencies, c.location.line) for c in lockfile.crates] == [
        ("demo", "1.0.0", ("pyo3", "syn", "syn"), 3),
        ("syn", "1.0.9", (), 12),
        ("syn", "2.0.1", (), 16),
    ]
    assert lockfile.versions("syn") == ("1.0.9", "2.0.1")


@pytest.mark.parametrize(("text", "wanted"), [("# no version\n", None), ("# by cargo\nversion = 4\n", 2)])
def test_the_format_of_the_lockfile_has_a_line(text: str, wanted: int | None) -> None:
    written = read_lockfile("Cargo.lock", parse_toml(text, "Cargo.lock"), Faults()).format
    assert (written.location.line if written else None) == wanted
