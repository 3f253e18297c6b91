"""How a release reaches the index: what each check tells of short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Check, Outcome, distribution
from tests.checks.flows import CI, RELEASE, SDIST, WHEELS, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, healthy, result

R = RELEASE
BOTH = (WHEELS, SDIST)
SDIST_STEPS = (use("PyO3/maturin-action@v1", command="sdist", args="--out dist"),)
UPLOAD = use("pypa/gh-action-pypi-publish@release/v1")
CHECKED = job(
    "sdist",
    use("actions/checkout@v7"),
    use("PyO3/maturin-action@v1", command="sdist", args="--out dist"),
    kept("sdist"),
)
COMPARED = job("version", run('grep -qE "^version *= *\\"${GITHUB_REF_NAME#v}\\"" Cargo.toml'))
TAGGING = job("tag", use("googleapis/release-please-action@v5"))
TRIAL = job(
    "try",
    wheel("i686", arguments="--release --out tried"),
    run("pip install --no-index --find-links tried orchard"),
    run("pytest"),
)


def started(trigger: str, *jobs: str) -> dict[str, str | None]:
    """A release on a pushed tag that something else starts too."""
    return {RELEASE: f'on:\n  push: {{tags: ["v*"]}}\n  # or\n  {trigger}\njobs:\n{"".join(jobs)}'}


MATRIX = "strategy:\n  matrix:\n    target: [x86_64, i686]"
CHECKOUT = "actions/checkout@v7"
ALONE = release(
    job(
        "wheels",
        wheel("${{ matrix.target }}"),
        run(
            "twine upload dist/*",
            **{"if": "github.event_name == 'push'", "env": "{TWINE_PASSWORD: '${{ secrets.TOKEN }}'}"},
        ),
        keys=MATRIX,
    )
)
"""Each row of a matrix builds and publishes for itself."""


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
            distribution.publish_environment_set,
            release(job("wheels", wheel(), kept(), keys="environment: pypi"), publish(keys="environment: pypi\n")),
            [f"{R}:7 job `wheels` builds in the environment of the job that publishes (warned)"],
        ),
        (
            distribution.files_attested,
            release(
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8", path="dist", merge_multiple="true"),
                    use("actions/attest-build-provenance@v3", subject_path="dist/*"),
                    run("uv publish"),
                    keys="needs: wheels\npermissions:\n  id-token: write",
                ),
            ),
            [
                (
                    f"{R}:30 job `publish` publishes with `uv publish`, without attestations for the index (those "
                    "of `actions/attest-build-provenance` stay with GitHub) (warned)"
                )
            ],
        ),
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
            distribution.existing_files_refused,
            release(
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8"),
                    use("PyO3/maturin-action@v1", command="upload", args="--skip-existing wheels/*"),
                    keys="needs: wheels",
                ),
            ),
            [f"{R}:25 job `publish` skips files that the index has already (warned)"],
        ),
        (
            distribution.published_in_one_step,
            {
                **release(WHEELS, publish()),
                ".github/workflows/old.yml": (release(WHEELS, publish())[RELEASE] or "").replace(
                    "x86_64", "x86_64"
                ),
            },
            [
                (
                    ".github/workflows/old.yml:27 `.github/workflows/old.yml` and `.github/workflows/release.yml` "
                    "both publish 1 file of this version: `orchard-1.2.0-cp311-abi3-manylinux_2_28_x86_64.whl`"
                )
            ],
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
            [f"{R}:30 job `publish` publishes without waiting for job `sdist`, which builds"],
        ),
        (  # what a job builds for itself is not waited for
            distribution.publish_waits_for_builds,
            release(*BOTH, job("consumer", wheel(arguments="--out built")), publish("[wheels, sdist]")),
            [],
        ),
        (  # nor an artifact that is not downloaded
            distribution.publish_waits_for_builds,
            release(
                WHEELS,
                job("full", wheel("i686"), kept("full-i686")),
                job(
                    "publish",
                    use("actions/download-artifact@v8", name="wheels", path="dist"),
                    use("pypa/gh-action-pypi-publish@release/v1"),
                    keys="needs: wheels\npermissions:\n  id-token: write",
                ),
            ),
            [],
        ),
        (  # a job that waits for this one and publishes its own file
            distribution.publish_waits_for_builds,
            release(WHEELS, publish(), job("sdist", *SDIST_STEPS, UPLOAD, keys="needs: publish")),
            [],
        ),
        (
            distribution.failed_builds_stop_the_release,
            {
                **release(job("wheels", run("bash build.sh"), kept()), publish()),
                "build.sh": "#!/bin/bash\nmaturin build --release --out dist\necho done\n",
            },
            [
                (
                    "build.sh:2 `build.sh` goes on when a build fails, and ends with the status of its last "
                    "command: job `wheels` is green without the wheels"
                )
            ],
        ),
        (
            distribution.failed_builds_stop_the_release,
            {
                **release(job("wheels", run("bash build.sh"), kept()), publish()),
                "build.sh": "#!/bin/bash\nset -euo pipefail\nmaturin build --release --out dist\necho done\n",
            },
            [],
        ),
        (
            distribution.failed_builds_stop_the_release,
            {
                **release(job("wheels", run("bash build.sh"), kept()), publish()),
                "build.sh": "#!/bin/bash\nif true; then\n  maturin build --release --out dist\nfi\n",
            },
            [],
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
            distribution.built_folder_uploaded,
            release(job("wheels", run("maturin build"), run("maturin sdist --out dist"), kept(path="dist"))),
            [],
        ),
        (
            distribution.built_wheels_published,
            release(
                WHEELS,
                job("sdist", run("maturin build"), run("maturin sdist --out dist"), kept("sdist")),
                publish("[wheels, sdist]"),
            ),
            [],
        ),
        (
            distribution.built_wheels_published,
            release(
                WHEELS,
                job("sdist", run("maturin build --release"), run("maturin sdist --out dist"), kept("sdist")),
                publish("[wheels, sdist]"),
            ),
            [
                (
                    f"{R}:20 1 wheel of job `sdist` never reaches the step that publishes: "
                    "`orchard-1.2.0-cp311-abi3-manylinux_2_34_x86_64.whl`"
                )
            ],
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
            distribution.every_wheel_built_once,
            release(
                job(
                    "wheels",
                    wheel("${{ matrix.target }}", arguments="--sdist --out dist"),
                    kept("wheels-${{ matrix.target }}"),
                    keys=MATRIX,
                ),
                publish(),
            ),
            [f"{R}:11 2 builds of `wheels` make the same 1 file: `orchard-1.2.0.tar.gz`"],
        ),
        (  # a build for tests, whose artifact is not published
            distribution.every_wheel_built_once,
            release(
                WHEELS,
                job("tests", wheel(), kept("tried")),
                job(
                    "publish",
                    use("actions/download-artifact@v8", pattern="wheels*", path="dist", merge_multiple="true"),
                    UPLOAD,
                    keys="needs: wheels\npermissions:\n  id-token: write",
                ),
            ),
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
        (distribution.release_starts_from_a_tag, release(COMPARED, WHEELS, publish("[version, wheels]")), []),
        (
            distribution.release_starts_from_a_tag,
            release(WHEELS, CHECKED, publish("[wheels, sdist]")),
            [f"{R}:20 no step of the release compares its tag with the version in the files (warned)"],
        ),
        (
            distribution.release_starts_from_a_tag,
            started("workflow_dispatch:", COMPARED, WHEELS, publish("[version, wheels]")),
            [
                (
                    f"{R}:4 a run on `workflow_dispatch` publishes from any branch: job `publish` does not ask "
                    "for a tag (warned)"
                )
            ],
        ),
        (  # asked for by the job
            distribution.release_starts_from_a_tag,
            started(
                "workflow_dispatch:",
                COMPARED,
                WHEELS,
                publish("[version, wheels]", keys="if: startsWith(github.ref, 'refs/tags/')\n"),
            ),
            [],
        ),
        (  # asked for by a job that is needed
            distribution.release_starts_from_a_tag,
            started(
                "workflow_dispatch:",
                COMPARED,
                job("wheels", wheel(), kept(), keys="if: github.event_name == 'push'"),
                publish("[version, wheels]"),
            ),
            [],
        ),
        (  # asked for by the script
            distribution.release_starts_from_a_tag,
            started(
                "workflow_dispatch:",
                COMPARED,
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8", path="dist", merge_multiple="true"),
                    run('if [[ "$GITHUB_REF" == refs/tags/v* ]]; then\n  twine upload dist/*\nfi'),
                    keys="needs: [version, wheels]",
                ),
            ),
            [],
        ),
        (
            distribution.release_starts_from_a_tag,
            {
                RELEASE: 'on:\n  push:\n    tags: ["v[0-9].*"]\n  workflow_dispatch:\njobs:\n'
                + COMPARED
                + WHEELS
                + publish("[version, wheels]"),
                "Cargo.toml": (healthy()["Cargo.toml"]).replace('version = "1.2.0"', 'version = "2026.9.1"', 1),
            },
            [
                (
                    f"{R}:2 no tag of this version starts the release: `v[0-9].*` under `tags` does not admit "
                    "`v2026.9.1` (warned)"
                )
            ],
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
        (
            distribution.announced_after_upload,
            release(WHEELS, job("announce", run("gh release create v1"), keys="needs: wheels"), publish()),
            [
                (
                    f"{R}:21 job `announce` creates the GitHub release without waiting for job `publish`, which "
                    "uploads to the index (warned)"
                )
            ],
        ),
        (
            distribution.announced_after_upload,
            release(WHEELS, publish(), job("announce", run("gh release create v1"), keys="needs: publish")),
            [],
        ),
        (
            distribution.announced_after_upload,
            release(
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8", path="dist", merge_multiple="true"),
                    use("softprops/action-gh-release@v3"),
                    UPLOAD,
                    keys="needs: wheels\npermissions:\n  id-token: write",
                ),
            ),
            [f"{R}:27 job `publish` creates the GitHub release before it uploads to the index (warned)"],
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
    ("check", "overlay", "fixes"),
    [
        (
            distribution.release_starts_from_a_tag,
            release(WHEELS, CHECKED, publish("[wheels, sdist]")),
            [
                (
                    "Compare them in job `sdist`, after it has checked out:\n\n"
                    f'```yaml title="{R}"\n'
                    "- if: github.ref_type == 'tag'\n"
                    '  run: grep -qE "^version *= *\\"${GITHUB_REF_NAME#v}\\"" Cargo.toml\n```'
                )
            ],
        ),
        (
            distribution.release_starts_from_a_tag,
            {RELEASE: (release(WHEELS, publish())[RELEASE] or "").replace('"v*"', '"py-[0-9]*"')},
            [
                (
                    "Compare them in a job of its own, and name it under `needs` of `publish`:\n\n"
                    f'```yaml title="{R}"\n'
                    f"version:\n  runs-on: ubuntu-latest\n  steps:\n    - uses: {CHECKOUT}\n"
                    "      with:\n        persist-credentials: false\n"
                    "    - if: github.ref_type == 'tag'\n"
                    '      run: grep -qE "^version *= *\\"${GITHUB_REF_NAME#py-}\\"" Cargo.toml\n```'
                )
            ],
        ),
        (
            distribution.release_starts_from_a_tag,
            started(
                "workflow_dispatch:",
                COMPARED,
                WHEELS,
                publish("[version, wheels]", keys="if: ${{ always() && needs.wheels.result == 'success' }}\n"),
            ),
            [
                (
                    f'Let it ask:\n\n```yaml title="{R}"\npublish:\n'
                    "  if: github.ref_type == 'tag' && (always() && needs.wheels.result == 'success')\n```"
                )
            ],
        ),
        (  # the files lie in a folder for each artifact, and another step names them
            distribution.published_without_a_token,
            release(
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8"),
                    use("actions/attest-build-provenance@v3", subject_path="wheels-*/*"),
                    use(
                        "PyO3/maturin-action@v1",
                        "if: startsWith(github.ref, 'refs/tags/')\nenv:\n"
                        "  MATURIN_PYPI_TOKEN: ${{ secrets.INDEX }}",
                        command="upload",
                        args="wheels-*/*",
                    ),
                    keys="needs: wheels\npermissions:\n  attestations: write\n  contents: write",
                ),
            ),
            [
                (
                    "Add `release.yml` with the environment `pypi` as a trusted publisher of the project on the "
                    "index, and publish without a token. The secret `INDEX` can be deleted then. All else in "
                    f'`publish` stays:\n\n```yaml title="{R}"\n'
                    "publish:\n  environment: pypi\n  permissions:\n    attestations: write\n"
                    "    contents: write\n    id-token: write\n  steps:\n"
                    "    # in place of the step in line 24\n"
                    "    - uses: actions/download-artifact@v8\n      with:\n        pattern: wheels-*\n"
                    "        path: dist\n        merge-multiple: true\n"
                    "    # in place of the step in line 28\n"
                    "    - if: startsWith(github.ref, 'refs/tags/')\n"
                    "      uses: pypa/gh-action-pypi-publish@release/v1\n```\n\n"
                    "The files then lie in `dist/`: write `dist/*` for `wheels-*/*` in line 27."
                )
            ],
        ),
        (  # not the whole checkout, and the download as the project pins it
            distribution.maturin_does_not_upload,
            release(
                WHEELS,
                job(
                    "publish",
                    use(CHECKOUT),
                    use(f"actions/download-artifact@{'a' * 40} # v8", name="wheels"),
                    run("maturin upload orchard*"),
                    keys="needs: wheels\nenvironment: pypi\npermissions:\n  id-token: write",
                ),
            ),
            [
                (
                    "Publish with the action that makes attestations; all else in `publish` stays:\n\n"
                    f'```yaml title="{R}"\npublish:\n  steps:\n'
                    "    # in place of the step in line 25\n"
                    f"    - uses: actions/download-artifact@{'a' * 40} # v8\n      with:\n        name: wheels\n"
                    "        path: dist\n    # in place of the step in line 28\n"
                    "    - uses: pypa/gh-action-pypi-publish@release/v1\n```"
                )
            ],
        ),
        (  # nothing to delete, and the folder is another
            distribution.maturin_does_not_upload,
            release(
                WHEELS,
                job(
                    "publish",
                    use("actions/download-artifact@v8", pattern="wheels*", merge_multiple="true"),
                    use("PyO3/maturin-action@v1", command="upload", args='"*"'),
                    keys="needs: wheels\nenvironment: pypi\npermissions:\n  id-token: write",
                ),
            ),
            [
                (
                    "Publish with the action that makes attestations; all else in `publish` stays:\n\n"
                    f'```yaml title="{R}"\npublish:\n  steps:\n    # in place of the step in line 28\n'
                    "    - uses: pypa/gh-action-pypi-publish@release/v1\n      with:\n        packages-dir: .\n```"
                )
            ],
        ),
        (
            distribution.files_attested,
            release(WHEELS, job("publish", run("uv publish --token ${{ secrets.TOKEN }}"), keys="needs: wheels")),
            ["Mended with `published-without-a-token`: the action makes attestations."],
        ),
        (
            distribution.published_in_one_step,
            ALONE,
            [
                (
                    "Keep the files as artifacts where they are built:\n\n"
                    f'```yaml title="{R}"\n# in job wheels, in place of the step in line 16\n'
                    "- uses: actions/upload-artifact@v7\n  with:\n"
                    "    name: dist-wheels-${{ strategy.job-index }}\n    path: dist\n"
                    "    if-no-files-found: error\n```\n\n"
                    "Publish all of them in one job. Add `release.yml` with the environment `pypi` as a trusted "
                    "publisher of the project on the index, and publish without a token. The secret `TOKEN` can "
                    f'be deleted then.\n\n```yaml title="{R}"\npublish:\n  needs: [wheels]\n'
                    "  if: github.event_name == 'push'\n  runs-on: ubuntu-latest\n  environment: pypi\n"
                    "  permissions:\n    id-token: write\n  steps:\n"
                    "    - uses: actions/download-artifact@v8\n      with:\n        pattern: dist-*\n"
                    "        path: dist\n        merge-multiple: true\n"
                    "    - uses: pypa/gh-action-pypi-publish@release/v1\n```"
                )
            ],
        ),
        (  # what is no distribution stays where it is
            distribution.published_without_a_token,
            release(
                WHEELS,
                job("docs", run("mkdocs build"), kept("docs", "site")),
                job(
                    "publish",
                    use("actions/download-artifact@v8", name="wheels", path="dist"),
                    use("actions/download-artifact@v8", name="docs", path="site"),
                    run("twine upload dist/*", env="{TWINE_PASSWORD: '${{ secrets.INDEX }}'}"),
                    keys="needs: [wheels, docs]\npermissions: {}",
                ),
            ),
            [
                (
                    "Add `release.yml` with the environment `pypi` as a trusted publisher of the project on the "
                    "index, and publish without a token. The secret `INDEX` can be deleted then. All else in "
                    f'`publish` stays:\n\n```yaml title="{R}"\n'
                    "publish:\n  environment: pypi\n  permissions:\n    id-token: write\n  steps:\n"
                    "    # in place of the step in line 38\n"
                    "    - uses: pypa/gh-action-pypi-publish@release/v1\n```"
                )
            ],
        ),
        (  # other steps take files from the folders
            distribution.published_without_a_token,
            release(
                WHEELS,
                SDIST,
                job(
                    "publish",
                    use("actions/download-artifact@v8", name="wheels", path="wheels"),
                    use("actions/download-artifact@v8", name="sdist", path="sdist"),
                    run("twine upload wheels/* sdist/*", env="{TWINE_PASSWORD: '${{ secrets.INDEX }}'}"),
                    run("gh release upload v1 wheels/*.whl"),
                    keys="needs: [wheels, sdist]\npermissions: {}",
                ),
            ),
            [
                (
                    "Add `release.yml` with the environment `pypi` as a trusted publisher of the project on the "
                    "index, and publish without a token. The secret `INDEX` can be deleted then. All else in "
                    f'`publish` stays:\n\n```yaml title="{R}"\n'
                    "publish:\n  environment: pypi\n  permissions:\n    id-token: write\n  steps:\n"
                    "    - run: |\n        mkdir -p dist\n        cp wheels/* sdist/* dist/\n"
                    "    # in place of the step in line 41\n"
                    "    - uses: pypa/gh-action-pypi-publish@release/v1\n```"
                )
            ],
        ),
        (
            distribution.existing_files_refused,
            release(WHEELS, publish(skip_existing="true")),
            ["Delete `skip-existing`."],
        ),
        (
            distribution.existing_files_refused,
            release(WHEELS, publish(skip_existing="true", password="${{ secrets.INDEX }}")),
            ["Mended with `published-without-a-token`: its step has no `skip-existing`."],
        ),
        (
            distribution.every_wheel_built_once,
            release(
                job(
                    "wheels",
                    wheel("${{ matrix.target }}", "${{ matrix.libc == 'musl' && 'musllinux_1_2' || '2_28' }}"),
                    kept("wheels-${{ strategy.job-index }}"),
                    keys=(
                        "strategy:\n  matrix:\n    target: [x86_64, i686]\n    libc: [glibc, musl]\n"
                        "    include:\n      - {target: i686, libc: gnu}"
                    ),
                )
            ),
            [
                (
                    "Leave out of the matrix of job `wheels` the combination that repeats it: "
                    "`target: i686, libc: gnu`."
                )
            ],
        ),
        (
            distribution.publish_waits_for_builds,
            release(WHEELS, SDIST, publish()),
            ["Add `sdist` to `needs` of job `publish`."],
        ),
        (  # the command as it is, without the token
            distribution.crate_published_without_a_token,
            ci(
                job(
                    "crate",
                    run("gh release create v1"),
                    run(
                        "cargo publish --locked --token ${{ secrets.TOKEN }}",
                        **{"if": "${{ !contains(github.ref, 'rc') }}", "working-directory": "./crate"},
                    ),
                )
            ),
            [
                (
                    "Let the registry trust the workflow, and ask it for a token in this job:\n\n```yaml\n"
                    "permissions:\n  contents: write\n  id-token: write\nsteps:\n"
                    "  # in place of `cargo publish` in line 7\n"
                    "  - uses: rust-lang/crates-io-auth-action@v1\n    id: auth\n"
                    "    if: ${{ !contains(github.ref, 'rc') }}\n"
                    "  - run: cargo publish --locked\n    if: ${{ !contains(github.ref, 'rc') }}\n"
                    "    working-directory: ./crate\n    env:\n"
                    "      CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}\n```"
                )
            ],
        ),
        (
            distribution.publish_environment_set,
            ALONE,
            ["Mended with `published-in-one-step`: its lines name one."],
        ),
        (
            distribution.announced_after_upload,
            release(
                WHEELS, job("announce", run("gh release create v1"), keys="needs: wheels"), publish("announce")
            ),
            [
                (
                    f'Turn the order round:\n\n```yaml title="{R}"\npublish:\n  needs: [wheels]\n'
                    "announce:\n  needs: [publish]\n```"
                )
            ],
        ),
        (
            distribution.every_wheel_built_once,
            release(
                job(
                    "wheels",
                    wheel("${{ matrix.target }}", arguments="--sdist --out dist"),
                    kept("wheels-${{ matrix.target }}"),
                    keys=MATRIX,
                ),
                publish(),
            ),
            ["Build the sdist in one job of its own, and leave it out of `wheels`."],
        ),
    ],
)
def test_gives_lines_to_paste(
    check: Check, overlay: dict[str, str | None], fixes: list[str], tmp_path: Path
) -> None:
    assert [problem.fix for problem in result(tmp_path, check, overlay).problems] == fixes


def test_a_job_that_does_not_exist_is_not_needed_again(tmp_path: Path) -> None:
    overlay = release(WHEELS, publish("[wheel]"))
    (problem,) = result(tmp_path, distribution.publish_waits_for_builds, overlay).problems
    assert problem.fix.endswith("needs: [wheels]\n```")
