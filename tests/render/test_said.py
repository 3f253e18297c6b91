"""Sentences of the pages on variants of a small project: what is changed in its files, and what is then said."""

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from maturin_compliance.analysis import analyse
from maturin_compliance.render import pages

PROJECT = Path(__file__).parent.parent / "projects" / "small-abi3"
DAY = date(2026, 11, 22)
RELEASE, SETTINGS, CRATE = ".github/workflows/release.yml", "pyproject.toml", "Cargo.toml"
NO_SDIST = ((RELEASE, "command: sdist\n          args: --out dist", "command: build"),)
MACOS = "{ platform: macos-arm64, runner: macos-15, target: aarch64 }"
FAT = "{ platform: macos-arm64, runner: macos-15, target: universal2-apple-darwin }"
OLD = "{ platform: macos-arm64, runner: macos-13, target: aarch64 }"
UNKNOWN = "{ platform: macos-arm64, runner: macos-15, target: wasm32-wasip1 }"


@dataclass(frozen=True)
class Said:
    """``edits`` are a file, a text in it and what stands for it; ``page`` says ``told``, and not ``untold``."""

    edits: tuple[tuple[str, str, str], ...]
    page: str
    told: str
    untold: str = "nobody says this"


SAID = {
    "with an sdist, pip builds from source": Said((), "index", "Where no wheel fits, pip builds from source"),
    "the column too": Said((), "index", "| System | A wheel for Python | Built from source |"),
    "no sdist, no build from source": Said(
        NO_SDIST, "index", "| System | A wheel for Python | No file: pip fails |", "from source"
    ),
    "nor a failure where not all is modelled": Said(
        (*NO_SDIST, (RELEASE, MACOS, UNKNOWN)), "index", "| System | A wheel for Python | No file known |"
    ),
    "nor on the page on Linux": Said(NO_SDIST, "manylinux", "No: none does, and there is no file", "from source"),
    "no PyPy in the table without a wheel for one": Said((), "index", "No wheel is for PyPy.", "PyPy 3.11"),
    "PyO3 refuses newer Pythons without the stable ABI": Said(
        ((CRATE, '0.29.2", features = ["abi3-py311"]', '0.24.2"'), ("Cargo.lock", "0.29.2", "0.24.2")),
        "index",
        "PyO3 0.24.2 (`Cargo.lock:",
    ),
    "all platforms of a system are one row": Said((), "index", "| Linux, glibc 2.28 or newer: x86_64, aarch64 |"),
    "who needs what": Said((), "index", "Wheels for x86_64 and aarch64 need glibc 2.28 or newer"),
    "the line of what signs": Said(
        (), "index", "attestations on the index (PEP 740) (`.github/workflows/release.yml:"
    ),
    "the line of the trigger": Said((), "index", "when a tag is pushed (`v*`, `.github/workflows/release.yml:4`)"),
    "at least": Said(
        ((RELEASE, MACOS, UNKNOWN),), "index", "A release has at least 7 wheels ([not all is modelled"
    ),
    "at least, on the matrix": Said(((RELEASE, MACOS, UNKNOWN),), "matrix", "holds at least 7 wheels"),
    "runs that give nothing known": Said(
        ((RELEASE, MACOS, UNKNOWN),), "configuration", "| 8, 1 of them not modelled | yes |"
    ),
    "one half of a fat wheel": Said(
        ((RELEASE, MACOS, FAT),), "matrix", ":material-alert-outline:\N{NO-BREAK SPACE}yes, arm64 half only"
    ),
    "and in the count": Said(
        ((RELEASE, MACOS, FAT),), "matrix", "8 of 8 tested, 1 of these on one of two architectures"
    ),
    "an import is no test": Said(
        (
            (
                RELEASE,
                "dist small-abi3\n          python -m pytest",
                'dist small-abi3\n          python -c "import small_abi3"',
            ),
        ),
        "matrix",
        "imported",
    ),
    "a runner that is gone": Said(
        ((RELEASE, MACOS, OLD),),
        "matrix",
        "GitHub retired the runner `macos-13` on 2025-12-04: `wheels` does not start, and 1 of its wheels",
    ),
    "whether the upload waits for it": Said(
        ((RELEASE, MACOS, OLD),), "matrix", '!!! warning "A release as of 2026-11-22 would stop before the upload"'
    ),
    "or does not": Said(
        ((RELEASE, MACOS, OLD), (RELEASE, "needs: [wheels, sdist]", "needs: [wheels, sdist]\n    if: always()")),
        "matrix",
        '!!! warning "Not every job of a release as of 2026-11-22 starts"',
    ),
    "or asks for its success": Said(
        (
            (RELEASE, MACOS, OLD),
            (
                RELEASE,
                "needs: [wheels, sdist]",
                "needs: [wheels, sdist]\n    if: always() && needs.wheels.result == 'success'",
            ),
        ),
        "matrix",
        "would stop before the upload",
    ),
    "and in its cell": Said(((RELEASE, MACOS, OLD),), "matrix", "`macos-13` (retired 2025-12-04)"),
    "the line of the token": Said(
        (), "distribution", "OIDC) | :material-check:\N{NO-BREAK SPACE}yes | `.github/workflows/release.yml:"
    ),
    "a job that passes nothing on": Said((), "distribution", "not known to pass on a file: `version`"),
    "files within one workflow": Said(
        ((RELEASE, "needs: [wheels, sdist]", "needs: sdist"),), "distribution", '-.->|"files"|'
    ),
    "inputs as they are written": Said((), "configuration", "| `wheels` | `target` | `${{ matrix.target }}` |"),
    "the line of the locked PyO3": Said((), "configuration", "the PyO3 that is built with | `Cargo.lock:"),
    "licence files": Said((), "structure", "| Licence files `LICENSE` | yes |"),
    "the list of crates": Said((), "structure", "| List of the crates (SBOM) | yes, by maturin 1.16.0 |"),
    "a module without a dot lies in the package": Said(
        ((SETTINGS, "small_abi3._core", "small_abi3"),), "structure", "extension module `small_abi3.small_abi3`"
    ),
    "the project's own address": Said((), "link", "https://small-example.github.io/small-abi3/compliance/"),
    "no repository, no address": Said(
        ((SETTINGS, "https://github.com/", "https://example.org/"),), "link", "https://OWNER.github.io/REPOSITORY/"
    ),
    "who loses by a newer policy": Said((), "manylinux", "| none | Ubuntu 20.04; "),
    "a check claims what it looks at": Said((), "improvements", "found no fault, as of 2026-11-22"),
    "settings for build scripts": Said(
        ((CRATE, 'strip = "symbols"', 'strip = "symbols"\n\n[profile.release.build-override]\nopt-level = 3'),),
        "profile",
        "| `build-override.opt-level` | `3` | \N{EN DASH} | for build scripts and macros |",
    ),
    "a key that an old maturin does not read": Said(
        ((RELEASE, "maturin-version: v1.16.0", "maturin-version: v0.12.20"),),
        "configuration",
        "maturin 0.12.20 does not read it, 0.14.16 is the first that does",
    ),
    "systems that get the same are one row": Said((), "index", "| Windows: x86_64, arm64 |"),
    "PEPs as they were read": Said((), "references", "| PEP | Title | Status | Read on |"),
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_a_page_says_what_the_files_say(said: Said, tmp_path: Path) -> None:
    root = tmp_path / "small-abi3"
    shutil.copytree(PROJECT, root)
    for path, old, new in said.edits:
        text = (root / path).read_text("utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), "utf-8")
    made = {page.path: page.content for page in pages(analyse(root, as_of=DAY))}
    content = made[f"compliance/{said.page}.md"]
    assert said.told in content
    assert said.untold not in content
