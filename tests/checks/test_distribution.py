"""How a release reaches the index: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, Outcome, distribution
from tests.checks.flows import CI, RELEASE, SDIST, WHEELS, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE
BOTH = (WHEELS, SDIST)
TAGGING = job("tag", use("googleapis/release-please-action@v5"))
TRIAL = job(
    "try",
    wheel("i686", arguments="--release --out tried"),
    run("pip install --no-index --find-links tried orchard"),
    run("pytest"),
)
MATRIX = "strategy:\n  matrix:\n    target: [x86_64, i686]"


@pytest.mark.parametrize(
    ("check", "overlay", "problems"),
    [
        (distribution.sdist_published, release(*BOTH, publish("[wheels, sdist]")), []),
        (
            distribution.sdist_published,
            release(WHEELS, publish()),
            [f"{R}:8 the release has no sdist"],
        ),
        (
            distribution.published_without_a_token,
            release(WHEELS, publish(password="${{ secrets.TOKEN }}")),
            [f"{R}:27 job `publish` publishes with `gh-action-pypi-publish` and a stored token"],
        ),
        (
            distribution.published_without_a_token,
            release(WHEELS, job("publish", run("uv publish --token ${{ secrets.TOKEN }}"), keys="needs: wheels")),
            [f"{R}:21 job `publish` publishes with `uv publish` and a stored token"],
        ),
        (
            distribution.published_without_a_token,
            release(
                WHEELS,
                job("publish", run("twine upload dist/*"), keys="env:\n  TWINE_PASSWORD: ${{ secrets.TOKEN }}"),
            ),
            [f"{R}:22 job `publish` publishes with `twine` and a stored token"],
        ),
        (
            distribution.published_without_a_token,
            release(
                job(
                    "publish",
                    use(
                        "PyO3/maturin-action@v1",
                        "env:\n  MATURIN_PYPI_TOKEN: ${{ secrets.TOKEN }}",
                        command="publish",
                    ),
                )
            ),
            [f"{R}:8 job `publish` publishes with `maturin publish` and a stored token"],
        ),
        (distribution.published_without_a_token, release(WHEELS, publish()), []),
        (
            distribution.publish_environment_set,
            release(WHEELS, publish()),
            [f"{R}:27 job `publish` publishes outside an environment (warned)"],
        ),
        (distribution.publish_environment_set, release(WHEELS, publish(keys="environment: pypi\n")), []),
        (
            distribution.files_attested,
            release(WHEELS, publish(attestations="false")),
            [f"{R}:27 job `publish` turns attestations off"],
        ),
        (
            distribution.existing_files_refused,
            release(WHEELS, publish(skip_existing="true")),
            [f"{R}:29 job `publish` skips files that the index has already (warned)"],
        ),
        (
            distribution.published_in_one_step,
            release(
                job(
                    "publish",
                    wheel("${{ matrix.target }}"),
                    use("pypa/gh-action-pypi-publish@release/v1"),
                    keys=f"{MATRIX}\npermissions:\n  id-token: write",
                )
            ),
            [f"{R}:18 job `publish` publishes once for each combination of its matrix"],
        ),
        (
            distribution.publish_waits_for_builds,
            release(*BOTH, publish("wheels")),
            [f"{R}:38 job `publish` publishes without waiting for job `sdist`, which builds"],
        ),
        (distribution.publish_waits_for_builds, release(*BOTH, publish("[wheels, sdist]")), []),
        (
            distribution.publish_waits_for_builds,
            release(*BOTH, job("gate", run("ls"), keys="needs: [wheels, sdist]"), publish("gate")),
            [],
        ),
        (
            distribution.failed_builds_stop_the_release,
            release(WHEELS, publish(keys="if: always()\n")),
            [f"{R}:22 job `publish` publishes even when a job that it needs has failed: `always()`"],
        ),
        (
            distribution.failed_builds_stop_the_release,
            release(WHEELS, publish(keys="if: always() && needs.wheels.result == 'success'\n")),
            [],
        ),
        (
            distribution.failed_builds_stop_the_release,
            release(job("wheels", wheel(), kept(), keys="continue-on-error: true"), publish()),
            [
                (
                    f"{R}:7 job `wheels` builds with `continue-on-error: true`: a wheel that fails to "
                    "build is left out "
                    "of the release"
                )
            ],
        ),
        (
            distribution.built_wheels_published,
            release(WHEELS, job("more", wheel("i686")), publish("[wheels, more]")),
            [
                (
                    f"{R}:20 1 wheel of job `more` never reaches the step that publishes: "
                    "`orchard-1.2.0-cp311-abi3-manylinux_2_28_i686.whl`"
                )
            ],
        ),
        (
            distribution.built_folder_uploaded,
            release(job("wheels", wheel(), kept(path="wheels"))),
            [f"{R}:13 job `wheels` builds into `dist` and uploads `wheels`: nothing of the build is in there"],
        ),
        (distribution.built_folder_uploaded, release(job("wheels", wheel(), kept(path="dist/*.whl"))), []),
        (
            distribution.built_folder_uploaded,
            release(job("wheels", wheel(arguments="--release"), kept(path="target/wheels"))),
            [],
        ),
        (
            distribution.every_wheel_built_once,
            release(
                job(
                    "wheels",
                    wheel(arguments="--release -o dist -i ${{ matrix.py }}"),
                    keys='strategy:\n  matrix:\n    py: ["3.13", "3.14"]',
                )
            ),
            [
                (
                    f"{R}:11 2 builds of `wheels` make the same 1 file: "
                    "`orchard-1.2.0-cp311-abi3-manylinux_2_28_x86_64.whl`"
                )
            ],
        ),
        (
            distribution.every_wheel_built_once,
            release(job("wheels", wheel(), run("./profile"), wheel(), kept())),
            [],
        ),
        (
            distribution.platform_tags_accepted,
            release(job("wheels", wheel(manylinux='"off"'))),
            [f"{R}:8 the index refuses `linux_x86_64`, the platform of what job `wheels` builds"],
        ),
        (
            distribution.compatibility_with_index_checked,
            release(WHEELS),
            [f"{R}:8 builds of the release do not ask maturin whether the index accepts the wheel (warned)"],
        ),
        (
            distribution.crate_published_without_a_token,
            ci(job("crate", run("cargo publish --dry-run"), run("cargo publish"))),
            [f"{CI}:7 job `crate` runs `cargo publish` with a stored token (warned)"],
        ),
        (
            distribution.release_starts_from_a_tag,
            release(
                job("version", run('test "$GITHUB_REF_NAME" = "v$(cargo pkgid | cut -d "#" -f 2)"')),
                WHEELS,
                publish(),
            ),
            [],
        ),
        (
            distribution.release_starts_from_a_tag,
            release(WHEELS, publish()),
            [f"{R}:27 no step of the release compares its tag with the version in the files (warned)"],
        ),
        (
            distribution.release_starts_from_a_tag,
            {RELEASE: "on:\n  push:\n    branches: [main]\njobs:\n" + TAGGING + WHEELS + publish("[tag, wheels]")},
            [],
        ),
        (distribution.built_wheels_published, release(WHEELS, TRIAL, publish("[wheels, try]")), []),
        (
            distribution.compatibility_with_index_checked,
            release(
                TRIAL,
                job("wheels", wheel(arguments="--out dist --compatibility pypi"), kept()),
                publish("[wheels, try]"),
            ),
            [],
        ),
        (
            distribution.releases_never_deleted,
            ci(job("again", run("gh release delete v1 --yes"), run("git push origin :refs/tags/v1"))),
            [
                f"{CI}:6 job `again` runs `gh release delete`",
                f"{CI}:7 job `again` runs `git push origin`",
            ],
        ),
        (
            distribution.announced_after_upload,
            release(
                WHEELS, job("announce", run("gh release create v1"), keys="needs: wheels"), publish("announce")
            ),
            [
                (
                    f"{R}:21 job `announce` creates the GitHub release before job `publish` uploads to "
                    "the index (warned)"
                )
            ],
        ),
        (
            distribution.announced_after_upload,
            release(
                WHEELS,
                job("announce", run("gh release create v1 --draft"), keys="needs: wheels"),
                publish("announce"),
            ),
            [],
        ),
    ],
)
def test_tells(check: Check, overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, check, overlay) == problems


@pytest.mark.parametrize(
    "check",
    [
        distribution.published_without_a_token,
        distribution.publish_waits_for_builds,
        distribution.built_wheels_published,
        distribution.release_starts_from_a_tag,
    ],
    ids=lambda check: check.name,
)
def test_asks_nothing_of_a_project_that_does_not_publish(check: Check, tmp_path: Path) -> None:
    told = result(tmp_path, check, {RELEASE: None})
    assert told.outcome is Outcome.SKIPPED
    assert told.reason


@pytest.mark.parametrize(
    ("check", "overlay", "fix"),
    [
        (
            distribution.release_starts_from_a_tag,
            release(WHEELS, publish()),
            (
                "Compare them before anything is built:\n\n```yaml\n- if: github.ref_type == 'tag'\n"
                '  run: test "$GITHUB_REF_NAME" = "v$(cargo pkgid | sed \'s/.*[#@]//\')"\n```'
            ),
        ),
    ],
)
def test_gives_lines_to_paste(check: Check, overlay: dict[str, str | None], fix: str, tmp_path: Path) -> None:
    assert [problem.fix for problem in result(tmp_path, check, overlay).problems] == [fix]


def test_a_job_that_does_not_exist_is_not_needed_again(tmp_path: Path) -> None:
    overlay = release(WHEELS, publish("[wheel]"))
    (problem,) = result(tmp_path, distribution.publish_waits_for_builds, overlay).problems
    assert problem.fix.endswith("needs: [wheels]\n```")
