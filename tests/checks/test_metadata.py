"""What the package says of itself: what the examples on the pages do not show."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, metadata
from maturin_compliance.checks.evidence.metadata.licenses import canonical, matches, parts, suggested
from maturin_compliance.checks.evidence.metadata.names import absent_links, misspelt, module_of, same_version
from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node
from tests.checks.support import Overlay, found, healthy_with, result, subject


def project(text: str) -> dict[str, str | None]:
    head = '[build-system]\nrequires = ["maturin>=1.14,<2"]\nbuild-backend = "maturin"\n'
    return {"pyproject.toml": f'{head}[project]\nname = "orchard"\n{text}'}


def cargo(text: str) -> dict[str, str | None]:
    return {"Cargo.toml": f'[package]\nname = "orchard"\n{text}'}


DUNDER = "python/orchard/__init__.py"

REFUSES = ": Cargo ends with an error"
UNSERVED = "for which the release has no wheel (warned)"
FREE = "Programming Language :: Python :: Free Threading :: 2 - Beta"


def maturin(line: str) -> Overlay:
    return healthy_with("pyproject.toml", "[tool.maturin]", f"[tool.maturin]\n{line}")


@pytest.mark.parametrize(
    ("check", "overlay", "wanted"),
    [
        (
            metadata.writes_its_version_once,
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
            metadata.declares_a_rust_that_suffices,
            cargo('version = "1.2.0"\nrust-version = "1.77"\n') | {"Cargo.lock": "version = 4\n"},
            ["Cargo.toml:4 `rust-version` is `1.77`, but `Cargo.lock` of version 4 needs Rust 1.78"],
        ),
        (
            metadata.declares_its_rust,
            cargo('version = "1.2.0"\nedition = "2021"\n') | {"Cargo.lock": "version = 4\n"},
            ["Cargo.toml:1 the crate does not say which Rust it needs (warned)"],
        ),
        (
            metadata.states_its_license,
            project('license = "GPL-3.0 OR MIT"\n'),
            ["pyproject.toml:6 SPDX has replaced `GPL-3.0` (warned)"],
        ),
        (
            metadata.agrees_on_its_license,
            project('license = "BSD-3-Clause"\n') | cargo('version = "1.2.0"\nlicense = "BSD3"\n'),
            ["Cargo.toml:4 `license` is `BSD3`, no SPDX expression (warned)"],
        ),
        (
            metadata.ships_its_sources,
            cargo('version = "1.2.0"\nexclude = ["/tests", "*.rs", "!src/"]\n') | {"build.rs": "fn main() {}\n"},
            ["Cargo.toml:4 the sdist lacks `src/lib.rs`", "Cargo.toml:4 the sdist lacks `build.rs`"],
        ),
        (
            metadata.starts_scripts_that_exist,
            project(
                '[project.scripts]\na = "orchard._native:count"\nb = "orchard:count"\n'
                'c = "orchard"\nd = "pears:main"\n'
            ),
            [
                "pyproject.toml:9 the script `c` is `orchard`, not `module:function`",
                "pyproject.toml:10 the script `d` starts `pears`, a module that does not exist",
            ],
        ),
        (
            metadata.starts_scripts_that_exist,
            project('[project.scripts]\na = "tools.make:main"\n') | {"python/tools/make.py": ""},
            ["pyproject.toml:7 the script `a` starts `tools.make`, a module that no wheel holds"],
        ),
        (
            metadata.writes_its_version_once,
            project('version = "1.2.0"\n[tool.poetry]\nversion = "1.2.0"\n'),
            ["pyproject.toml:6 the version `1.2.0` is written three times (warned)"],
        ),
        (
            metadata.introduces_itself,
            project(""),
            ["pyproject.toml:4 `[project]` has no `description` and no `readme` (warned)"],
        ),
        (
            metadata.links_to_its_home,
            project('urls = { homepage = "https://github.com/ada/orchard" }\n'),
            ["pyproject.toml:6 `[project.urls]` has no link labelled `Issues` or `Changelog` (warned)"],
        ),
        (
            metadata.classifies_its_pythons,
            healthy_with("pyproject.toml", ":: CPython", ":: PyPy"),
            ["pyproject.toml:18 a classifier names PyPy, for which the release has no wheel (warned)"],
        ),
        (
            metadata.requires_what_it_imports,
            {
                DUNDER: (
                    "import sys\nfrom typing import TYPE_CHECKING\nimport rich.text\nfrom . import _native, tree\n"
                    "try:\n    import orjson\nexcept ImportError:\n    pass\n"
                    "if TYPE_CHECKING:\n    import numpy\n"
                    "if sys.version_info < (3, 11):\n    import tomli\n"
                ),
                "python/orchard/tree.py": "import annotationlib\nfrom .leaf import grow\nimport attrs\n",
                "python/orchard/alone.py": "import pandas\n",
            },
            [
                f"{DUNDER}:3 `rich` is imported, and `dependencies` names no package",
                "python/orchard/tree.py:3 `attrs` is imported, and `dependencies` names no package",
            ],
        ),
        (
            metadata.requires_what_it_imports,
            {DUNDER: "import sys\nif sys.version_info <= (3, 12):\n    from typing_extensions import Unpack\n"},
            [f"{DUNDER}:3 `typing_extensions` is imported on Python 3.11, and `dependencies` names no package"],
        ),
        (
            metadata.requires_each_package_once,
            project(
                'dependencies = ["Rich_Text>=1"]\n[project.optional-dependencies]\n'
                'a = ["rich-text"]\nb = ["rich.text[fast]"]\n'
            ),
            ["pyproject.toml:8 the extra `a` requires `rich-text`, as `dependencies` does (warned)"],
        ),
        (
            metadata.writes_valid_requirements,
            healthy_with("pyproject.toml", '"pytest>=9"', '"pytest=>9"'),
            ["pyproject.toml:30 `pytest=>9` is no valid requirement"],
        ),
        (
            metadata.declares_a_rust_that_suffices,
            {"rust-toolchain.toml": '[toolchain]\nchannel = "1.80"\n'},
            [f"rust-toolchain.toml:2 the toolchain is Rust 1.80, but `rust-version` is `1.85`{REFUSES}"],
        ),
        (
            metadata.classifies_its_pythons,
            healthy_with(
                "pyproject.toml",
                '  "Programming Language :: Rust",',
                f'  "{FREE}",\n  "Programming Language :: Rust",',
            )
            | healthy_with(".github/workflows/release.yml", " python3.14t python3.15t", ""),
            [f"pyproject.toml:19 a classifier names Python without a GIL, {UNSERVED}"],
        ),
        (
            metadata.starts_scripts_that_exist,
            healthy_with(
                "pyproject.toml", "[project.urls]", '[project.scripts]\na = "orchard:main"\n[project.urls]'
            ),
            ["pyproject.toml:25 the script `a` starts `main`, which `orchard` does not have"],
        ),
        (
            metadata.ships_its_sources,
            maturin('exclude = ["**/py.typed", "Cargo.lock"]'),
            [
                "pyproject.toml:33 `exclude` leaves out `python/orchard/py.typed`",
                "pyproject.toml:33 `exclude` leaves out `Cargo.lock`",
            ],
        ),
        (
            metadata.ships_its_sources,
            maturin('include = ["python/data/*.json", "LICENSE", "orchard/py.typed"]'),
            ["pyproject.toml:33 `include` names `python/data/*.json`, and there is no `python/data` (warned)"],
        ),
        (
            metadata.has_the_groups_it_installs,
            healthy_with("pyproject.toml", "test = [", "tests = ["),
            [".github/workflows/ci.yml:46 there is no dependency group `test`"],
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
        (
            metadata.ships_its_sources,
            {
                **cargo('version = "1.2.0"\ninclude = ["src/*"]\n'),
                **maturin('include = [{ path = "build.rs", format = "sdist" }]'),
                "build.rs": "fn main() {}\n",
            },
        ),
        (metadata.states_its_license, project('dynamic = ["license"]\n')),
    ],
)
def test_passes(check: Check, overlay: Overlay, tmp_path: Path) -> None:
    assert str(result(tmp_path, check, overlay).outcome) == "passed"


BSD = """\
Redistribution and use in source and binary forms, with or without modification, are permitted provided that the
following conditions are met: retain this list of conditions.
"""
APACHE = "  Apache License\n  Version 2.0, January 2004\n"


@pytest.mark.parametrize(
    ("text", "crate", "files", "wanted"),
    [
        ('license = { file = "LICENSE" }\n', "MIT/Apache-2.0", {"LICENSE": None}, ("MIT OR Apache-2.0",)),
        ('license = { text = "MIT" }\n', None, {"LICENSE": None}, ("MIT",)),
        ("", None, {"LICENSE": BSD}, ("BSD-2-Clause",)),
        ("", None, {"LICENSE": f"{BSD} Names may not be used to endorse or promote"}, ("BSD-3-Clause",)),
        ('classifiers = ["License :: OSI Approved :: MIT License"]\n', None, {"LICENSE": None}, ("MIT",)),
        ('classifiers = ["License :: OSI Approved :: BSD License"]\n', None, {"LICENSE": None}, ()),
        ("", "GPL-3.0", {"LICENSE": None}, ("GPL-3.0-only", "GPL-3.0-or-later")),
        ("", None, {"LICENSE-APACHE": APACHE, "LICENSE-BSD": BSD, "LICENSE": None}, ()),
        ("", None, {"LICENSE": APACHE, "LICENSE-THIRD-PARTY": BSD}, ("Apache-2.0",)),
        ("", "MIT", {"LICENSE": APACHE}, ()),
        ("", "BSD3", {"LICENSE": None}, ()),
    ],
)
def test_licenses_that_the_files_suggest(
    text: str, crate: str | None, files: Overlay, wanted: tuple[str, ...], tmp_path: Path
) -> None:
    line = f'license = "{crate}"\n' if crate else ""
    looked_at = subject(tmp_path, project(text) | cargo(f'version = "1.2.0"\n{line}') | dict(files))
    assert suggested(looked_at) == wanted


def test_a_license_comes_with_all_that_has_to_change(tmp_path: Path) -> None:
    text = 'classifiers = [\n  "License :: OSI Approved :: MIT License",\n]\n'
    overlay = {"pyproject.toml": str(project(text)["pyproject.toml"]).replace("maturin>=1.14", "maturin>=1.8")}
    told = result(tmp_path, metadata.states_its_license, overlay)
    assert [problem.fix for problem in told.problems] == [
        (
            '```toml title="pyproject.toml"\n[project]\nlicense = "MIT"\n```\n\n'
            "Delete the classifier `License :: OSI Approved :: MIT License`.\n\n"
            "It needs a newer maturin:\n\n"
            '```toml title="pyproject.toml"\n[build-system]\nrequires = ["maturin>=1.9.4,<2"]\n```'
        )
    ]


FORGE = '[project.urls]\nRepository = "https://github.com/ada/orchard.git"\nIssues = "https://example.org"\n'


@pytest.mark.parametrize(
    ("check", "overlay", "fix"),
    [
        (
            metadata.links_to_its_home,
            project(FORGE) | {"CHANGELOG.md": None},
            (
                'Add to `[project.urls]`:\n\n```toml title="pyproject.toml"\n'
                'Changelog = "https://github.com/ada/orchard/releases"\n```'
            ),
        ),
        (
            metadata.links_to_its_home,
            project(FORGE),
            (
                'Add to `[project.urls]`:\n\n```toml title="pyproject.toml"\n'
                'Changelog = "https://github.com/ada/orchard/blob/HEAD/CHANGELOG.md"\n```'
            ),
        ),
        (
            metadata.links_to_its_home,
            project('urls = { Source = "https://gitlab.com/ada/orchard", Changes = "https://example.org" }\n'),
            'Add to `urls`: `Issues = "https://gitlab.com/ada/orchard/-/issues"`.',
        ),
        (
            metadata.links_to_its_home,
            project("") | cargo('version = "1.2.0"\nrepository = "https://codeberg.org/ada/orchard"\n'),
            (
                '```toml title="pyproject.toml"\n[project.urls]\nRepository = "https://codeberg.org/ada/orchard"\n'
                'Issues = "https://codeberg.org/ada/orchard/issues"\n'
                'Changelog = "https://codeberg.org/ada/orchard/releases"\n```'
            ),
        ),
        (
            metadata.links_to_its_home,
            project(""),
            (
                "Add `Repository`, `Issues` and `Changelog` to `[project.urls]`, "
                "with the addresses that your project has for them."
            ),
        ),
        (
            metadata.introduces_itself,
            project("")
            | cargo('version = "1.2.0"\ndescription = "Counts apples"\n')
            | {"README.rst": "", "README.md": None},
            (
                '```toml title="pyproject.toml"\n[project]\ndescription = "Counts apples"\n'
                'readme = "README.rst"\n```'
            ),
        ),
        (
            metadata.introduces_itself,
            project("") | {"README.md": None},
            (
                "Write a `description` of one line.\n\n"
                "Write a README beside `pyproject.toml`, and name it as `readme`."
            ),
        ),
        (
            metadata.writes_its_version_once,
            project('version = "1.2.0"\ndynamic = ["urls"]\n'),
            (
                "Delete `version` and write:\n\n"
                '```toml title="pyproject.toml"\n[project]\ndynamic = ["urls", "version"]\n```'
            ),
        ),
        (
            metadata.declares_its_rust,
            cargo('version = "1.2.0"\nedition = "2021"\n') | {"Cargo.lock": "version = 4\n"},
            (
                "Add `rust-version` to `[package]`: the oldest Rust with which a job of the workflows builds it. "
                "At least 1.78, for `Cargo.lock` of version 4; other crates may need more."
            ),
        ),
        (
            metadata.classifies_its_pythons,
            healthy_with("pyproject.toml", '  "Programming Language :: Python :: 3.13",\n', ""),
            (
                "Once its tests pass there, add to `classifiers`:\n\n"
                '```toml title="pyproject.toml"\n  "Programming Language :: Python :: 3.13",\n```'
            ),
        ),
    ],
)
def test_gives_what_the_files_tell(check: Check, overlay: Overlay, fix: str, tmp_path: Path) -> None:
    assert [problem.fix for problem in result(tmp_path, check, overlay).problems] == [fix]


def test_an_old_maturin_takes_from_the_crate_what_is_missing(tmp_path: Path) -> None:
    crate = cargo('version = "1.2.0"\ndescription = "Counts apples"\nreadme = "README.md"\n')
    old = {"pyproject.toml": str(project("")["pyproject.toml"]).replace("maturin>=1.14,<2", "maturin>=1.8,<1.9")}
    assert found(tmp_path, metadata.introduces_itself, crate | old) == []


SETS = """\
on:
  push:
    tags: ["v*"]
jobs:
  wheels:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7
      - run: |
          python tools/set_version.py --get
          python tools/set_version.py "${GITHUB_REF_NAME#v}"
      - uses: PyO3/maturin-action@v1
        with:
          args: --release --out dist -i python3.14
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          packages-dir: dist
"""


@pytest.mark.parametrize("check", [metadata.has_one_version, metadata.writes_its_version_once])
def test_a_version_that_the_release_writes_is_no_second_one(check: Check, tmp_path: Path) -> None:
    told = result(tmp_path, check, project('version = "0.0.0"\n') | {".github/workflows/release.yml": SETS})
    assert told.reason == "`.github/workflows/release.yml:11` writes the version into the files for each release"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no classifier names a minor version of Python"),
        ('classifiers = ["Programming Language :: Python :: 3.11"]\n', "`requires-python` is missing"),
    ],
)
def test_says_why_classifiers_cannot_be_compared(text: str, reason: str, tmp_path: Path) -> None:
    assert result(tmp_path, metadata.classifies_its_pythons, project(text)).reason == reason


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


def test_the_rust_of_a_workspace_is_written_in_its_table(tmp_path: Path) -> None:
    overlay: dict[str, str | None] = {
        "Cargo.toml": (
            '[workspace.package]\nrust-version = "1.70"\n\n[workspace]\n\n[package]\nname = "orchard"\n'
            'version = "1.2.0"\nrust-version.workspace = true\n\n[dependencies]\npyo3 = "0.28"\n'
        ),
        "Cargo.lock": None,
    }
    [told] = result(tmp_path, metadata.declares_a_rust_that_suffices, overlay).problems
    assert told.fix == '```toml title="Cargo.toml"\n[workspace.package]\nrust-version = "1.83"\n```'


def test_a_link_to_the_issues_leads_there(tmp_path: Path) -> None:
    front = "https://github.com/orchard/orchard"
    overlay = project(
        f'[project.urls]\nRepository = "{front}"\nIssues = "{front}"\nChangelog = "{front}/releases"\n'
    )
    [told] = result(tmp_path, metadata.links_to_its_home, overlay).problems
    assert (told.message, told.fix) == (
        "the link `Issues` leads to the front page of the repository",
        f'Write `Issues = "{front}/issues"`.',
    )


@pytest.mark.parametrize(
    ("description", "fixes"),
    [("", ["Write a `description` of one line into `[package]` of `Cargo.toml`."]), ('description = "a"\n', [])],
)
def test_a_dynamic_description_stands_in_the_crate(description: str, fixes: list[str], tmp_path: Path) -> None:
    overlay = {
        **project('dynamic = ["description", "readme"]\n'),
        **cargo(f'version = "1.2.0"\n{description}'),
    }
    assert [p.fix for p in result(tmp_path, metadata.introduces_itself, overlay).problems] == fixes


@pytest.mark.parametrize(("rust", "told"), [("#[cfg(PyPy)]\nfn a() {}\n", 0), ("// PyPy\n", 1)])
def test_an_implementation_with_code_of_its_own_has_the_sdist(rust: str, told: int, tmp_path: Path) -> None:
    classifier = "Programming Language :: Python :: Implementation :: PyPy"
    overlay = {
        **healthy_with(
            "pyproject.toml",
            '  "Programming Language :: Rust",',
            f'  "{classifier}",\n  "Programming Language :: Rust",',
        ),
        "src/other.rs": rust,
    }
    found_ = result(tmp_path, metadata.classifies_its_pythons, overlay).problems
    assert len([p for p in found_ if "PyPy" in p.message]) == told
