"""Whether a release reaches the index: what starts the step that publishes, and what it finds."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, Outcome, distribution
from tests.checks.flows import RELEASE, WHEELS, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE
REACHED, FINDS = distribution.publish_is_reached, distribution.publish_finds_files
NEVER = "job `publish`, which publishes, never runs"
NO_START = f"holds at no start of `{R}` (`push`)"
FILTER = f"{R}:3 no tag of this version starts `{R}`, whose job `publish` publishes:"
TEST_INDEX = "https://test.pypi.org/legacy/"


def on(trigger: str, *jobs: str) -> dict[str, str | None]:
    """A release that something else than a pushed tag starts."""
    return {RELEASE: f"on:\n{trigger}jobs:\n{''.join(jobs)}"}


def when(condition: str) -> str:
    """The job that publishes, with a condition."""
    return publish(keys=f"if: {condition}\n")


def tag(pattern: str) -> str:
    """The push of a tag."""
    return f"  push:\n    tags: ['{pattern}']\n"


BY_HAND = "  workflow_dispatch:\n    inputs:\n      publish: {type: boolean}\n"


def bringing(*steps: str, **inputs: str) -> str:
    """A job that downloads with these inputs, and then does this."""
    return job("publish", use("actions/download-artifact@v8", **inputs), *steps, keys="needs: wheels")


def uploading(**inputs: str) -> str:
    """The step that publishes."""
    return use("pypa/gh-action-pypi-publish@release/v1", **inputs)


@pytest.mark.parametrize(
    ("overlay", "problems"),
    [
        (release(WHEELS, publish()), []),
        (
            on(tag(r"^v\d+$"), WHEELS, publish()),
            [
                (
                    rf"{FILTER} `^v\d+$` under `tags` does not admit `v1.2.0`, as a filter is a glob and no "
                    "regular expression"
                )
            ],
        ),
        (on(tag("v[0-9]+.*"), WHEELS, publish()), []),
        (
            on(tag("v[a-z]"), WHEELS, publish()),
            [f"{FILTER} `v[a-z]` under `tags` does not admit `v1.2.0`"],
        ),
        (
            release(WHEELS, when("startsWith(github.ref, 'refs/tag/')")),
            [
                f"{R}:22 {NEVER}: `startsWith(github.ref, 'refs/tag/')` {NO_START}",
            ],
        ),
        (
            release(WHEELS, when("github.event_name == 'release'")),
            [
                f"{R}:22 {NEVER}: `github.event_name == 'release'` {NO_START}",
            ],
        ),
        (  # of a job that is needed
            release(job("wheels", wheel(), kept(), keys="if: github.ref == 'refs/heads/main'"), publish()),
            [
                f"{R}:7 {NEVER}, as it needs `wheels`: `github.ref == 'refs/heads/main'` {NO_START}",
            ],
        ),
        (  # of the step
            release(WHEELS, job("publish", run("uv publish", **{"if": "github.ref_type == 'branch'"}))),
            [
                (
                    f"{R}:21 the step of job `publish` that publishes never runs: `github.ref_type == 'branch'` "
                    f"{NO_START}"
                )
            ],
        ),
        (on("  push:\n    branches: [next]\n", WHEELS, when("github.ref == 'refs/heads/next'")), []),
        (on("  push:\n", WHEELS, when("endsWith(github.ref_name, '-final')")), []),
        (on("  push:\n", WHEELS, when("github.repository == 'somebody/else'")), []),
        (on("  release:\n", WHEELS, when("github.event.release.prerelease")), []),
        (on("  repository_dispatch:\n", WHEELS, when("github.event.action == 'ship'")), []),
        (release(WHEELS, when("false")), []),
        (
            on(tag("v*") + BY_HAND, WHEELS, when("inputs.publish")),
            [
                f"{R}:25 {NEVER}: `inputs.publish` holds at a start by hand alone, never at a tag (warned)",
            ],
        ),
        (on("  push:\n    branches: [main]\n" + BY_HAND, WHEELS, when("inputs.publish")), []),
        (
            release(WHEELS, publish(repository_url=TEST_INDEX)),
            [f"{R}:29 the release reaches a test index only: that of job `publish`"],
        ),
    ],
)
def test_tells_what_never_starts(overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, REACHED, overlay) == problems


@pytest.mark.parametrize(
    ("jobs", "problems"),
    [
        ((WHEELS, publish()), []),
        (
            (WHEELS, bringing(uploading(), pattern="wheel-*", path="dist")),
            [f"{R}:23 job `publish` has nothing to publish: no artifact is named `wheel-*`, the run has `wheels`"],
        ),
        (
            (WHEELS, bringing(uploading(), name="wheel", path="dist")),
            [f"{R}:23 job `publish` has nothing to publish: no artifact is named `wheel`, the run has `wheels`"],
        ),
        ((WHEELS, bringing(uploading(), name="wheel", path="dist", run_id="1")), []),
        ((job("wheels", wheel(), kept("${{ vars.NAME }}")), bringing(uploading(), name="wheel", path="dist")), []),
        (
            (WHEELS, bringing(uploading(packages_dir="wheels"), name="wheels", path="dist")),
            [f"{R}:27 job `publish` publishes `wheels/*`, where nothing lies: the file is in `dist`"],
        ),
        (
            (WHEELS, bringing(run("uv publish wheels/*"), name="wheels", path="dist")),
            [f"{R}:25 job `publish` publishes `wheels/*`, where nothing lies: the file is in `dist`"],
        ),
        (  # a step that may bring them there
            (
                WHEELS,
                bringing(run("make wheels"), uploading(packages_dir="wheels"), name="wheels", path="dist"),
            ),
            [],
        ),
        (
            (job("publish", wheel(), run("twine upload built/*.whl")),),
            [f"{R}:13 job `publish` publishes `built/*.whl`, where nothing lies: the file is in `dist`"],
        ),
    ],
)
def test_tells_what_finds_nothing(jobs: tuple[str, ...], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, FINDS, release(*jobs)) == problems


@pytest.mark.parametrize(
    ("check", "overlay", "fix"),
    [
        (
            FINDS,
            release(WHEELS, bringing(uploading(), pattern="wheel-*", path="dist")),
            (
                "Download all artifacts of the run: they hold nothing else:\n\n"
                "```yaml\nwith:\n  path: dist\n  merge-multiple: true\n```"
            ),
        ),
        (
            FINDS,
            release(WHEELS, job("docs", kept("docs", "README.md")), bringing(uploading(), name="x", path="dist")),
            (
                "Download those that hold what is published:\n\n"
                "```yaml\nwith:\n  pattern: wheels*\n  path: dist\n  merge-multiple: true\n```"
            ),
        ),
        (
            FINDS,
            release(WHEELS, bringing(uploading(packages_dir="wheels"), name="wheels")),
            "Download into a folder of its own, such as `path: dist`, and publish the files of that.",
        ),
        (
            FINDS,
            release(WHEELS, bringing(run("uv publish wheels/*"), pattern="wheels*", path="all")),
            "Publish `all/wheels/*` in place of `wheels/*`.",
        ),
        (
            REACHED,
            on(tag("v*") + BY_HAND, WHEELS, when("inputs.publish")),
            f"Let a tag pass:\n\n```yaml title=\"{R}\"\nif: github.ref_type == 'tag' || (inputs.publish)\n```",
        ),
        (
            REACHED,
            release(WHEELS, when("github.event_name == 'release'")),
            "Delete the condition: nothing but a pushed tag starts the workflow.",
        ),
    ],
)
def test_gives_what_mends_it(check: Check, overlay: dict[str, str | None], fix: str, tmp_path: Path) -> None:
    assert [problem.fix for problem in result(tmp_path, check, overlay).problems] == [fix]


def test_blames_no_other_workflow_for_a_release_that_nothing_starts(tmp_path: Path) -> None:
    double = job("wheels", wheel(), keys="strategy:\n  matrix:\n    python: [a, b]")
    overlay = {**on(tag("^v$"), WHEELS, publish()), ".github/workflows/ci.yml": f"on: push\njobs:\n{double}"}
    assert result(tmp_path, distribution.every_wheel_built_once, overlay).outcome is Outcome.SKIPPED
