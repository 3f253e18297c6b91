"""Whole pages of the example projects, each as of one day, byte for byte.

After a change that is meant: ``pytest tests/render/test_golden.py --update-golden``, then read the diff.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from maturin_compliance.analysis import analyse
from maturin_compliance.render import pages

TESTS = Path(__file__).parent.parent
FIRST = ("index", "matrix", "scorecard")


@dataclass(frozen=True)
class Shown:
    """A project whose pages are written down; ``kept`` names some of them, all where it is empty."""

    name: str
    as_of: date
    kept: tuple[str, ...] = ()


EXAMPLE = Shown("par-term-emu-core-rust", date(2025, 12, 3))
PROJECTS = (
    EXAMPLE,
    Shown("small-abi3", date(2026, 11, 22), FIRST),
    Shown("many-wheels", date(2026, 11, 22), FIRST),
)


@cache
def made(shown: Shown = EXAMPLE) -> Mapping[str, str]:
    # The root is given as a relative path would be: reports repeat it.
    root = TESTS / "projects" / shown.name
    analysis = analyse(root, package=shown.name, as_of=shown.as_of)
    kept = {f"compliance/{name}.md" for name in shown.kept}
    return {
        page.path: page.content.replace(str(root), f"tests/projects/{shown.name}")
        for page in pages(analysis)
        if not kept or page.path in kept
    }


@cache
def written(shown: Shown) -> Mapping[str, str]:
    golden = TESTS / "golden" / shown.name
    return {
        path.relative_to(golden).as_posix(): path.read_text("utf-8")
        for path in sorted(golden.rglob("*.*"))
        if path.is_file()
    }


@pytest.fixture(scope="module", autouse=True)
def renewed(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--update-golden"):
        return
    for shown in PROJECTS:
        golden = TESTS / "golden" / shown.name
        for name in set(written(shown)) - set(made(shown)):
            (golden / name).unlink()
        for name, content in made(shown).items():
            (golden / name).parent.mkdir(parents=True, exist_ok=True)
            (golden / name).write_text(content, "utf-8")
    written.cache_clear()


@pytest.mark.parametrize("shown", PROJECTS, ids=lambda shown: shown.name)
def test_the_pages_are_those_written_down(shown: Shown) -> None:
    assert sorted(made(shown)) == sorted(written(shown))


EACH = [(shown, name) for shown in PROJECTS for name in sorted({*made(shown), *written(shown)})]


@pytest.mark.parametrize(("shown", "name"), EACH, ids=[f"{shown.name}-{name}" for shown, name in EACH])
def test_a_page_is_the_one_written_down(shown: Shown, name: str) -> None:
    assert made(shown)[name] == written(shown)[name]


# What a compliance page by hand once said of this project, and what its files say (all at 0.16.0).
SAID = (
    ("matrix", "A release holds 15 wheels for 5 platforms"),
    (
        "matrix",
        "| macOS x86_64 | 3 | 3.12, 3.13, 3.14 | `macos-latest` | :material-close:\N{NO-BREAK SPACE}none |",
    ),
    ("matrix", "The runner is arm64: the arm64 half of the wheel runs, the x86_64 half does not."),
    ("matrix", "32 of 374 test functions"),
    ("matrix", "`-k 'not pty'`, 45 of 374 test functions"),
    ("matrix", "`ghcr.io/rust-cross/manylinux2014-cross:aarch64` (cross compiler)"),
    ("manylinux", "glibc 2.17 since Rust 1.64.0 of 2022-09-22"),
    ("manylinux", "it says nothing about a Python version"),
    ("manylinux", "19.3 or newer"),
    ("references", "Platform Tag for Linux Distributions Using Musl"),
    ("configuration", "| `.github/workflows/ci.yml:129` |"),
    ("distribution", "uploads 16 files to the package index with gh-action-pypi-publish"),
    ("distribution", "no: another workflow"),
    ("distribution", "signs files with Sigstore"),
    ("structure", "no: beside an extension module maturin ships none"),
    ("structure", "workflow, starts on workflow_dispatch"),
)


@pytest.mark.parametrize(("page", "sentence"), SAID)
def test_pages_say_what_the_files_say(page: str, sentence: str) -> None:
    assert sentence in made()[f"compliance/{page}.md"]


@pytest.mark.parametrize(
    "boast", ["perfect", "excellent", "world-class", "production-ready", "best practice", "🏆", "✅"]
)
def test_no_page_boasts(boast: str) -> None:
    assert [name for name, content in made().items() if boast in content.lower()] == []
