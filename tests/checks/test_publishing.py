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
            [f"{R}:27 job `publish` publishes `wheels/*`, where no file lies: the files are in `dist`"],
        ),
        (
            (WHEELS, bringing(run("uv publish wheels/*"), name="wheels", path="dist")),
            [f"{R}:25 job `publish` publishes `wheels/*`, where no file lies: the files are in `dist`"],
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
            [f"{R}:13 job `publish` publishes `built/*.whl`, where no file lies: the files are in `dist`"],
        ),
        (
            (WHEELS, job("docs", kept("docs", "report.json")), publish("[wheels, docs]")),
            [
                (
                    f"{R}:30 job `publish` publishes `dist/*`, and downloads into it what is no distribution: "
                    "`report.json`"
                )
            ],
        ),
        (
            (WHEELS, job("tool", kept("tool", "target/release/tool*")), publish("[wheels, tool]")),
            [
                (
                    f"{R}:30 job `publish` publishes `dist/*`, and downloads into it what is no distribution: "
                    "`target/release/tool*`"
                )
            ],
        ),
        ((WHEELS, job("docs", kept("docs", "report/")), publish("[wheels, docs]")), []),
        (
            (
                WHEELS,
                job("docs", kept("docs", "report.json")),
                bringing(uploading(), pattern="wheels*", path="dist", merge_multiple="true"),
            ),
            [],
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
            "Download into one folder, such as `path: dist`, and publish its files.",
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


RIGHTS = "needs: wheels\npermissions:\n  contents: read"
CALLED = ".github/workflows/upload.yml"
CALLS = "  up:\n    needs: wheels\n    uses: ./.github/workflows/upload.yml\n    permissions: {id-token: write}\n"
NOTHING = "job `publish` has nothing to sign in to the index with:"


def uploads(keys: str, *steps: str) -> dict[str, str | None]:
    """A job that publishes what it downloads, with these keys."""
    return release(
        WHEELS, job("publish", use("actions/download-artifact@v8", name="wheels", path="dist"), *steps, keys=keys)
    )


@pytest.mark.parametrize(
    ("overlay", "problems"),
    [
        (uploads(RIGHTS, uploading()), [f"{R}:20 {NOTHING} neither `id-token: write` nor a token"]),
        (uploads("needs: wheels", uploading()), [f"{R}:17 {NOTHING} neither `id-token: write` nor a token"]),
        (
            uploads("needs: wheels\npermissions:\n  id_token: write", uploading()),
            [f"{R}:21 {NOTHING} `id_token` is no permission"],
        ),
        (uploads(RIGHTS, run("uv publish")), [f"{R}:20 {NOTHING} neither `id-token: write` nor a token"]),
        (
            uploads(RIGHTS, run("uv publish --trusted-publishing always")),
            [f"{R}:20 {NOTHING} neither `id-token: write` nor a token"],
        ),
        (uploads(RIGHTS, uploading(password="${{ secrets.TOKEN }}")), []),
        (uploads(RIGHTS, run("export TWINE_PASSWORD=$(cat secret)\ntwine upload dist/*")), []),
        (uploads(RIGHTS, use("some/login@v1", token="${{ secrets.TOKEN }}"), run("uv publish")), []),
        (uploads(f"{RIGHTS}\n  id-token: write", uploading()), []),
        (
            {
                **release(WHEELS, CALLS),
                CALLED: "on: workflow_call\njobs:\n"
                + job(
                    "up",
                    use("actions/download-artifact@v8", name="wheels", path="dist"),
                    uploading(),
                    keys="permissions:\n  id-token: write",
                ),
            },
            [
                (
                    f"{CALLED}:12 job `up / up` asks for an identity in a workflow that is called: the index "
                    "supports no trusted publisher that is a reusable workflow, and attestations of one fail "
                    "(warned)"
                )
            ],
        ),
    ],
)
def test_tells_who_cannot_sign_in(overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, distribution.publish_can_sign_in, overlay) == problems


def test_gives_the_rights_that_are_missing(tmp_path: Path) -> None:
    (problem,) = result(tmp_path, distribution.publish_can_sign_in, uploads(RIGHTS, uploading())).problems
    assert problem.fix == (
        "Let the job ask for an identity, and add `release.yml` as a trusted publisher of the project on the "
        f'index, if it is none yet:\n\n```yaml title="{R}"\npublish:\n  permissions:\n    contents: read\n'
        "    id-token: write\n```"
    )


def test_counts_the_wheels_of_a_job_once(tmp_path: Path) -> None:
    rows = "strategy:\n  matrix:\n    target: [x86_64, i686]"
    lost = job("more", wheel("${{ matrix.target }}"), keys=rows)
    told = found(tmp_path, distribution.built_wheels_published, release(WHEELS, lost, publish()))
    assert [message.partition(": ")[0] for message in told] == [
        f"{R}:23 1 wheel of job `more` never reaches the step that publishes"
    ]


def test_heeds_the_comparison_over_failures(tmp_path: Path) -> None:
    overlay = release(WHEELS, when("always() && needs.wheels.result == 'success'"))
    fixes = [problem.fix for problem in result(tmp_path, distribution.release_starts_from_a_tag, overlay).problems]
    assert [fix.partition(":\n")[0] for fix in fixes] == [
        (
            "Compare them in a job of its own, and name it under `needs` of `publish`, with "
            "`needs.version.result == 'success'` in its `if`"
        )
    ]


def test_leaves_attestations_to_who_can_sign_in(tmp_path: Path) -> None:
    assert found(tmp_path, distribution.files_attested, uploads(RIGHTS, run("uv publish"))) == []


def test_blames_no_other_workflow_for_a_release_that_nothing_starts(tmp_path: Path) -> None:
    double = job("wheels", wheel(), keys="strategy:\n  matrix:\n    python: [a, b]")
    overlay = {**on(tag("^v$"), WHEELS, publish()), ".github/workflows/ci.yml": f"on: push\njobs:\n{double}"}
    assert result(tmp_path, distribution.every_wheel_built_once, overlay).outcome is Outcome.SKIPPED


def test_takes_no_trial_for_the_release_where_nothing_publishes(tmp_path: Path) -> None:
    tried = job("try", wheel("x86_64"), run("pytest"), keys="strategy:\n  matrix:\n    python: [a, b]")
    assert found(tmp_path, distribution.every_wheel_built_once, release(WHEELS, tried)) == []
    assert len(found(tmp_path, distribution.every_wheel_built_once, release(tried))) == 1
