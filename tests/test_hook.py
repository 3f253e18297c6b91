"""The hook that projects use with pre-commit."""

import re
from pathlib import Path

import pytest
import yaml

from maturin_compliance.command import main

HOOKS = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"
PROJECT = Path(__file__).parent / "projects/small-abi3"
(HOOK,) = yaml.safe_load(HOOKS.read_text("utf-8"))


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("pyproject.toml", True),
        ("crates/a/Cargo.toml", True),
        ("Cargo.lock", True),
        (".gitignore", True),
        (".github/workflows/ci.yml", True),
        (".github/dependabot.yml", True),
        ("tools/build/action.yaml", True),
        ("src/lib.rs", True),
        ("python/a/__init__.pyi", True),
        ("README.md", False),
        ("docs/Cargo.toml.md", False),
    ],
)
def test_it_runs_on_what_is_read(path: str, runs: bool) -> None:
    assert (re.search(HOOK["files"], path) is not None) is runs


def test_its_entry_is_a_call_of_the_command() -> None:
    program, *arguments = HOOK["entry"].split()
    assert program == "maturin-compliance"
    assert main([*arguments, str(PROJECT)]) == 0
