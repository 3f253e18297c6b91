"""What the package says of itself: what the examples on the pages do not show."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, metadata
from maturin_compliance.checks.evidence.licenses import canonical, matches, parts
from maturin_compliance.checks.evidence.names import absent_links, misspelt, module_of, same_version
from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node
from tests.checks.support import Overlay, found, healthy_with, result, subject


def project(text: str) -> dict[str, str | None]:
    head = '[build-system]\nrequires = ["maturin>=1.14,<2"]\nbuild-backend = "maturin"\n'
    return {"pyproject.toml": f'{head}[project]\nname = "orchard"\n{text}'}


def cargo(text: str) -> dict[str, str | None]:
    return {"Cargo.toml": f'[package]\nname = "orchard"\n{text}'}


DUNDER = "python/orchard/__init__.py"


@pytest.mark.parametrize(
    ("check", "overlay", "wanted"),
    [
        (
            metadata.has_one_version,
            project('version = "1.2.0rc1"\n') | cargo('version = "1.2.0-rc.1"\n'),
            ["pyproject.toml:6 the version `1.2.0rc1` is written twice (warned)"],
        ),
        (
            metadata.has_one_version,
            project('version = "1.3.0"\n') | {DUNDER: '__version__ = "1.2.0"\n'},
            [
                "pyproject.toml:6 the version `1.3.0` is `1.2.0` in `Cargo.toml`",
                f"{DUNDER}:1 `__version__` is `1.2.0`, the package's version `1.3.0`",
            ],
        ),
        (
            metadata.states_its_version,
            project(""),
            ["pyproject.toml:4 `[project]` has no `version`, and `dynamic` does not name it"],
        ),
        (
            metadata.states_its_version,
            project('version = "one"\n'),
            ["pyproject.toml:6 `one` is no version for Python"],
        ),
        (
            metadata.states_its_license,
            project(""),
            ["pyproject.toml:4 `[project]` names no license"],
        ),
        (
            metadata.states_its_license,
            project('classifiers = ["License :: OSI Approved :: MIT License"]\n'),
            ["pyproject.toml:6 only a classifier names the license (warned)"],
        ),
        (
            metadata.states_its_license,
            project('license = { text = "MIT" }\nlicense-files = ["LICENSE"]\n'),
            ["pyproject.toml:6 `license` is a table beside `license-files`, which tools must refuse"],
        ),
        (
            metadata.states_its_license,
            project('license = "MIT/Apache-2.0"\n'),
            ["pyproject.toml:6 `MIT/Apache-2.0` is no SPDX expression"],
        ),
        (
            metadata.finds_its_license_files,
            project('license = { file = "COPYING" }\n'),
            ["pyproject.toml:6 `license` names `COPYING`, which does not exist"],
        ),
        (
            metadata.introduces_itself,
            project('description = """\nCounts\napples"""\nreadme = "README.md"\n'),
            ["pyproject.toml:6 `description` has several lines, which the package index refuses"],
        ),
        (
            metadata.classifies_its_pythons,
            healthy_with("pyproject.toml", '  "Programming Language :: Python :: 3.13",\n', ""),
            ["pyproject.toml:16 no classifier names Python 3.13 (warned)"],
        ),
        (
            metadata.declares_a_rust_that_suffices,
            cargo('version = "1.2.0"\nrust-version = "1.70"\n[dependencies]\npyo3 = "0.28"\n')
            | {"Cargo.lock": None},
            ["Cargo.toml:4 `rust-version` is `1.70`, but pyo3 0.28.3 needs Rust 1.83"],
        ),
        (
            metadata.ships_its_sources,
            cargo('version = "1.2.0"\nexclude = ["/tests", "*.rs", "!src/"]\n') | {"build.rs": "fn main() {}\n"},
            ["Cargo.toml:4 the sdist lacks `src/lib.rs`", "Cargo.toml:4 the sdist lacks `build.rs`"],
        ),
        (
            metadata.starts_scripts_that_exist,
            project(
                '[project.scripts]\na = "orchard._native:count"\nb = "orchard:main"\n'
                'c = "orchard"\nd = "pears:main"\n'
            ),
            [
                "pyproject.toml:9 the script `c` is `orchard`, not `module:function`",
                "pyproject.toml:10 the script `d` starts `pears`, a module that does not exist",
            ],
        ),
        (
            metadata.requires_each_package_once,
            project(
                'dependencies = ["Rich_Text>=1"]\n[project.optional-dependencies]\n'
                'a = ["rich-text"]\nb = ["rich.text[fast]"]\n'
            ),
            ["pyproject.toml:8 the extra `a` requires `rich-text`, as `dependencies` does (warned)"],
        ),
    ],
)
def test_finds(check: Check, overlay: Overlay, wanted: list[str], tmp_path: Path) -> None:
    names = {"[tool.maturin]": '\n[tool.maturin]\nmodule-name = "orchard._native"\npython-source = "python"\n'}
    text = overlay.get("pyproject.toml")
    if text and "[tool.maturin]" not in text:
        overlay = {**overlay, "pyproject.toml": text + names["[tool.maturin]"]}
    assert found(tmp_path, check, overlay) == wanted


@pytest.mark.parametrize(
    ("check", "overlay"),
    [
        (
            metadata.agrees_on_its_license,
            project('license = "MIT OR Apache-2.0"\n')
            | cargo('version = "1.2.0"\nlicense = "Apache-2.0 OR MIT"\n'),
        ),
        (metadata.links_to_its_home, project('dynamic = ["urls"]\n')),
        (metadata.ships_its_sources, cargo('version = "1.2.0"\nexclude = ["/tests/*"]\n')),
        (metadata.states_its_license, project('dynamic = ["license"]\n')),
    ],
)
def test_passes(check: Check, overlay: Overlay, tmp_path: Path) -> None:
    assert str(result(tmp_path, check, overlay).outcome) == "passed"


def test_takes_the_license_of_the_crate_for_the_fix(tmp_path: Path) -> None:
    overlay = project('license = { file = "LICENSE" }\n') | cargo(
        'version = "1.2.0"\nlicense = "MIT/Apache-2.0"\n'
    )
    told = result(tmp_path, metadata.states_its_license, overlay)
    line = 'license = "MIT OR Apache-2.0"'
    assert [p.fix for p in told.problems] == [f'```toml title="pyproject.toml"\n[project]\n{line}\n```']


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("LICENSE", True),
        ("LICEN[CS]E*", True),
        ("LICENCE*", False),
        ("licenses/*.txt", True),
        ("licenses/*", True),
        ("*.txt", False),
        ("**/MIT.txt", True),
        ("**", True),
        ("licenses", False),
        ("L?CENSE", True),
        ("(a+)+$", False),
    ],
)
def test_patterns_of_license_files(pattern: str, wanted: bool, tmp_path: Path) -> None:
    assert matches(subject(tmp_path, {"licenses/deep/MIT.txt": "", "licenses/BSD.txt": ""}), pattern) is wanted


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [("mit", "MIT"), ("MIT or apache-2.0", "MIT OR Apache-2.0"), ("Proprietary", None), ("", None)],
)
def test_expressions(expression: str, wanted: str | None) -> None:
    assert canonical(expression) == wanted


def test_the_order_of_licenses_is_no_difference() -> None:
    assert parts("(MIT OR Apache-2.0)") == parts("Apache-2.0 OR MIT")


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("1.2.0", "1.2", True), ("1.2.0-rc.1", "1.2.0rc1", True), ("1.2", "1.3", False), ("x", "x", False)],
)
def test_versions(one: str, other: str, wanted: bool) -> None:
    assert same_version(one, other) is wanted


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        (["Source Code", "Bug-Tracker", "Release_Notes"], []),
        (["homepage"], ["Issues", "Changelog"]),
        (["Documentation"], ["Repository", "Issues", "Changelog"]),
    ],
)
def test_labels_of_links(labels: list[str], wanted: list[str]) -> None:
    place = Location("pyproject.toml", 1)
    assert list(absent_links({label: Located("https://example.org", place) for label in labels})) == wanted


def test_a_misspelt_field_is_named() -> None:
    node = Node("", Location("pyproject.toml", 1))
    table = {"classifier": node, "requires_python": node, "name": node, "zzz": node}
    assert list(misspelt(table)) == [
        ("classifier", "classifiers"),
        ("requires_python", "requires-python"),
        ("zzz", None),
    ]


@pytest.mark.parametrize(
    ("target", "wanted"),
    [("a.b:c.d", "a.b"), (" a : b ", "a"), ("a:b [extra]", "a"), ("a", None), ("a b:c", None), ("a:b()", None)],
)
def test_entry_points(target: str, wanted: str | None) -> None:
    assert module_of(target) == wanted
