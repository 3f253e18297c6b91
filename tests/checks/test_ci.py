"""How the workflows are put together: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check
from maturin_compliance.checks import ci as checks
from tests.checks.flows import CI, RELEASE, WHEELS, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE
CARGO = job("test", run("cargo test"))
ALONE = {RELEASE: None}


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (checks.tests_run_on_changes, ci(CARGO), []),
        (
            checks.tests_run_on_changes,
            ci(CARGO, on="{push: {branches-ignore: [wip], tags: [v1]}, pull_request: }"),
            [],
        ),
        (
            checks.tests_run_on_changes,
            {**ci(CARGO, on="{push: {tags: [v1]}, pull_request: }"), **ALONE},
            [f"{CI}:1 tests do not run on `push`: `{CI}` starts on `push` and `pull_request` (warned)"],
        ),
        (
            checks.tests_run_on_changes,
            {**ci(CARGO, on="workflow_dispatch"), **ALONE},
            [f"{CI}:1 tests do not run on `push` and `pull_request`: `{CI}` starts on `workflow_dispatch`"],
        ),
        (checks.tests_run_on_changes, ci(job("test", run("./pw uv run coverage run -m pytest"))), []),
        (checks.tests_run_on_changes, ci(job("test", run("make test"))), []),
        (
            checks.tests_run_on_changes,
            {**ci(job("lint", run("cargo fmt"))), **ALONE},
            [f"{CI} no workflow runs tests"],
        ),
        (
            checks.maturin_version_fixed,
            release(job("wheels", wheel())),
            [f"{R}:8 the release is built with whatever maturin is newest on the day (warned)"],
        ),
        (
            checks.runners_available,
            ci(job("test", run("cargo test"), runner="ubuntu-22.04")),
            [f"{CI}:4 the runner `ubuntu-22.04` is announced to end on 2027-04-17 (warned)"],
        ),
        (
            checks.artifact_names_unique,
            release(job("one", wheel(), kept()), job("two", wheel("i686"), kept())),
            [f"{R}:13 2 uploads of jobs `one` and `two` share the artifact name `wheels`: the second one fails"],
        ),
        (
            checks.artifact_names_unique,
            release(job("one", wheel(), kept()), job("two", wheel("i686"), kept("more"))),
            [],
        ),
        (
            checks.versions_kept_by_yaml,
            ci(job("test", run("cargo test"), keys='strategy:\n  matrix:\n    python: [3.10, "3.20", 3.9]')),
            [f"{CI}:7 `3.10` is the number `3.1` to YAML"],
        ),
        (checks.versions_kept_by_yaml, ci(job("test", run("cargo test"), keys="timeout-minutes: 1.50")), []),
        (
            checks.setup_python_takes_effect,
            release(job("wheels", use("actions/setup-python@v7"), wheel(), kept())),
            [
                (
                    f"{R}:8 no step of job `wheels` runs on the Python that it sets up: the container "
                    "that builds brings "
                    "its own (warned)"
                )
            ],
        ),
        (
            checks.setup_python_takes_effect,
            release(job("wheels", use("actions/setup-python@v7"), wheel(), run("ls"))),
            [],
        ),
        (
            checks.build_matrix_finishes,
            release(
                job(
                    "wheels",
                    wheel("${{ matrix.target }}"),
                    keys="strategy:\n  matrix:\n    target: [x86_64, i686]",
                )
            ),
            [f"{R}:7 the first failure cancels the other combinations of job `wheels` (warned)"],
        ),
        (
            checks.build_matrix_finishes,
            release(
                job("wheels", wheel("${{ matrix.target }}"), keys="strategy:\n  matrix:\n    target: [x86_64]")
            ),
            [],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: cargo\n"},
            [".github/dependabot.yml:1 nothing proposes updates of `github-actions` (warned)"],
        ),
        (
            checks.updates_automated,
            {".github/dependabot.yml": None, "renovate.json": '{"extends": ["config:recommended"]}\n'},
            [],
        ),
        (
            checks.actions_run_on_supported_node,
            ci(job("test", use("actions/checkout@v4"), use("actions/setup-python@v7"))),
            [f"{CI}:6 `actions/checkout@v4` runs on `node20`, which was removed from runners on 2026-09-23"],
        ),
        (
            checks.action_inputs_known,
            ci(job("test", use("actions/setup-python@v7", python_versions='"3.14"'))),
            [f"{CI}:8 `actions/setup-python@v7` has no input `python-versions`"],
        ),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


def test_wheels_are_built_alike(tmp_path: Path) -> None:
    overlay = {
        **release(WHEELS, publish()),
        **ci(job("build", run("pip install maturin"), run("maturin build --release"))),
    }
    assert found(tmp_path, checks.wheels_built_alike, overlay) == [
        f"{CI}:7 job `build` of `{CI}` builds wheels with `maturin`, the release with `maturin-action`"
    ]


NESTED = (
    "strategy:\n  matrix:\n    at:\n      - { target: x86_64, libc: gnu }\n      - { target: i686, libc: gnu }"
)


@pytest.mark.parametrize(
    ("keys", "name"),
    [
        ("strategy:\n  matrix:\n    target: [x86_64, i686]", "wheels-${{ matrix.target }}"),
        (NESTED, "wheels-${{ matrix.at.target }}"),
    ],
)
def test_names_artifacts_by_what_differs(keys: str, name: str, tmp_path: Path) -> None:
    overlay = release(job("wheels", wheel(), kept("wheels-"), keys=keys))
    (problem,) = result(tmp_path, checks.artifact_names_unique, overlay).problems
    assert problem.fix == f"Put what differs into the name:\n\n```yaml\nname: {name}\n```"


def test_the_unfixed_maturin_is_told_where_the_release_is_built(tmp_path: Path) -> None:
    tries = job("try", wheel(), run("pip install --no-index --find-links dist orchard"), run("pytest"))
    wheels = job("wheels", wheel("i686"), kept(), keys="needs: try")
    assert found(tmp_path, checks.maturin_version_fixed, release(tries, wheels, publish())) == [
        f"{R}:19 the release is built with whatever maturin is newest on the day (warned)"
    ]
