"""Whole pages of the example project, as of the day of its release, byte for byte.

After a change that is meant: ``pytest tests/render/test_golden.py --update-golden``, then read the diff.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from maturin_compliance.analysis import analyse
from maturin_compliance.render import pages

TESTS = Path(__file__).parent.parent
NAME = "par-term-emu-core-rust"
GOLDEN = TESTS / "golden" / NAME


@cache
def made() -> Mapping[str, str]:
    # The root is given as a relative path would be: reports repeat it.
    analysis = analyse(TESTS / "projects" / NAME, as_of=date(2025, 12, 3))
    root = str(TESTS / "projects" / NAME)
    return {page.path: page.content.replace(root, f"tests/projects/{NAME}") for page in pages(analysis)}


@cache
def written() -> Mapping[str, str]:
    return {
        path.relative_to(GOLDEN).as_posix(): path.read_text("utf-8")
        for path in sorted(GOLDEN.rglob("*.*"))
        if path.is_file()
    }


@pytest.fixture(scope="module", autouse=True)
def renewed(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--update-golden"):
        return
    for name in set(written()) - set(made()):
        (GOLDEN / name).unlink()
    for name, content in made().items():
        (GOLDEN / name).parent.mkdir(parents=True, exist_ok=True)
        (GOLDEN / name).write_text(content, "utf-8")
    written.cache_clear()


def test_the_pages_are_those_written_down() -> None:
    assert sorted(made()) == sorted(written())


@pytest.mark.parametrize("name", sorted({*made(), *written()}))
def test_a_page_is_the_one_written_down(name: str) -> None:
    assert made()[name] == written()[name]


# What a compliance page by hand once said of this project, and what its files say (all at 0.16.0).
SAID = (
    ("matrix", "A release holds 15 wheels for 5 platforms"),
    ("matrix", "| macOS x86_64 | 3 | 3.12, 3.13, 3.14 | `macos-latest` | :material-close: none |"),
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
