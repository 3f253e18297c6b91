"""Fixes that name actions as the project does."""

from pathlib import Path

import pytest

from maturin_compliance.checks.engine import run as run_checks
from maturin_compliance.checks.pinning import LOOK_UP, as_pinned, spelled
from maturin_compliance.checks.security import dependencies_audited
from tests.checks.flows import RELEASE, ci, job, use
from tests.checks.support import subject

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("used", "fix", "pinned"),
    [
        (("a/b@v1",), "uses: a/b@v1", "uses: a/b@v1"),
        ((f"a/b@{COMMIT}", "a/b@v1"), "uses: c/d@v1", "uses: c/d@v1"),
        ((f"a/b@{COMMIT} # v1.2",), "- uses: A/B@v1", f"- uses: a/b@{COMMIT} # v1.2"),
        ((f"a/b@{COMMIT} # v1.2",), "- uses: a/b@v2\n  with:", f"- uses: a/b@<commit> # v2\n  with:\n\n{LOOK_UP}"),
        ((f"a/b@{COMMIT}",), "uses: a/b/c@release/v2", f"uses: a/b/c@<commit> # release/v2\n\n{LOOK_UP}"),
        ((f"a/b@{COMMIT}",), f"uses: a/b@{COMMIT} # v1", f"uses: a/b@{COMMIT} # v1"),
        ((f"a/b@{COMMIT}",), f"uses: a/b@{COMMIT}", f"uses: a/b@{COMMIT}"),
        ((f"a/b@{COMMIT}",), "uses: a/b@<commit> # v1", "uses: a/b@<commit> # v1"),
        ((f"a/b@{COMMIT}", "./here"), "It uses: nothing.", "It uses: nothing."),
    ],
)
def test_pins_as_the_project_does(used: tuple[str, ...], fix: str, pinned: str, tmp_path: Path) -> None:
    looked_at = subject(tmp_path, {RELEASE: None, **ci(job("test", *map(use, used)))})
    assert as_pinned(looked_at.project, fix) == pinned


@pytest.mark.parametrize(
    ("uses", "spelling"),
    [
        (("actions/checkout@v4",), "actions/checkout@v7"),
        ((f"actions/checkout@{COMMIT} # v6.0.2",), f"actions/checkout@{COMMIT} # v6.0.2"),
        ((f"Actions/Checkout@{COMMIT}",), f"Actions/Checkout@{COMMIT}"),
    ],
)
def test_spells_an_action_as_the_project_does(uses: tuple[str, ...], spelling: str, tmp_path: Path) -> None:
    looked_at = subject(tmp_path, {RELEASE: None, **ci(job("test", *map(use, uses)))})
    assert spelled(looked_at.project, looked_at.facts, "actions/checkout") == spelling
    assert as_pinned(looked_at.project, f"uses: {spelling}") == f"uses: {spelling}"


def test_the_fixes_of_all_checks_are_pinned(tmp_path: Path) -> None:
    overlay = ci(job("test", use(f"actions/checkout@{COMMIT} # v7.0.1")))
    looked_at = subject(tmp_path, {RELEASE: None, **overlay})
    (found,) = run_checks((dependencies_audited,), looked_at.project, looked_at.expansion, looked_at.facts)
    assert all(f"uses: actions/checkout@{COMMIT} # v7.0.1" in problem.fix for problem in found.problems)


@pytest.mark.parametrize(
    ("used", "named"),
    [
        (f"docker/setup-qemu-action@{COMMIT} # v4.1.0", f"docker/setup-qemu-action@{COMMIT} # v4.1.0"),
        (f"docker/setup-qemu-action@{COMMIT} # v3.0.0", "docker/setup-qemu-action@v4"),
        (f"docker/setup-qemu-action@{COMMIT}", f"docker/setup-qemu-action@{COMMIT}"),
    ],
)
def test_a_step_uses_the_commit_of_the_project_while_it_runs(used: str, named: str, tmp_path: Path) -> None:
    looked_at = subject(tmp_path, {RELEASE: None, **ci(job("test", use(used)))})
    assert spelled(looked_at.project, looked_at.facts, "docker/setup-qemu-action") == named
