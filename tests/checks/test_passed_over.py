"""What a release builds and its upload does not find: literal jobs, the problem with its fix."""

from pathlib import Path

import pytest

from maturin_compliance.checks import Outcome
from maturin_compliance.checks.distribution import built_wheels_published, publish_finds_files
from tests.checks.flows import RELEASE, SDIST, WHEELS, job, kept, publish, release, run, use, wheel
from tests.checks.support import found, result

R = RELEASE
PYPI = use("pypa/gh-action-pypi-publish@release/v1")
APART = use("actions/download-artifact@v8", path="dist")
MOVED = "find dist -name '*.whl' -exec mv {} dist ';'"
LIE = "where no file lies: the files are in"
WHEEL = "orchard-1.2.0-cp311-abi3-manylinux_2_28_x86_64.whl"


def upload(*steps: str) -> str:
    return job("publish", *steps, keys="needs: [wheels, sdist]\npermissions:\n  id-token: write")


@pytest.mark.parametrize(
    ("steps", "told", "fix"),
    [
        (
            (APART, PYPI),
            f"{R}:34 job `publish` publishes `dist/*`, {LIE} `dist/sdist` and `dist/wheels`",
            (
                "Without `merge-multiple` each artifact gets a folder of its own. "
                "Bring them together in `dist`:\n\n"
                '```yaml title=".github/workflows/release.yml"\nwith:\n  path: dist\n  merge-multiple: true\n```'
            ),
        ),
        (
            (use("actions/download-artifact@v8", path="dist", merge_multiple="true"), run("uv publish out/*")),
            f"{R}:38 job `publish` publishes `out/*`, {LIE} `dist`",
            "Publish `dist/*` in place of `out/*`.",
        ),
        (
            (use("actions/download-artifact@v8"), run("ls\ntwine upload dist/*")),
            f"{R}:37 job `publish` publishes `dist/*`, {LIE} `sdist` and `wheels`",
            "Download into one folder, such as `path: dist` with `merge-multiple: true`, and publish its files.",
        ),
    ],
)
def test_an_upload_that_looks_elsewhere(tmp_path: Path, steps: tuple[str, ...], told: str, fix: str) -> None:
    overlay = release(WHEELS, SDIST, upload(*steps))
    assert found(tmp_path, publish_finds_files, overlay) == [told]
    assert [problem.fix for problem in result(tmp_path, publish_finds_files, overlay).problems] == [fix]


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ((APART, run(MOVED), PYPI), Outcome.SKIPPED),
        ((APART, use("some/flatten@v1"), PYPI), Outcome.SKIPPED),
        ((APART, run("mv dist/*/* dist/"), PYPI), Outcome.PASSED),
        ((APART, run("uv publish dist/*/*")), Outcome.PASSED),
    ],
)
def test_files_that_a_step_may_have_moved(tmp_path: Path, steps: tuple[str, ...], outcome: Outcome) -> None:
    overlay = release(WHEELS, SDIST, upload(*steps))
    assert result(tmp_path, publish_finds_files, overlay).outcome is outcome


ROWS = "strategy:\n  matrix:\n    target: [x86_64, i686]"
TRIED = (run("pip install --no-index --find-links dist orchard"), run("pytest"))


def test_a_combination_whose_upload_does_not_run(tmp_path: Path) -> None:
    keep = use("actions/upload-artifact@v7", "if: matrix.target == 'i686'", name="wheels", path="dist")
    builds = job("wheels", wheel("${{ matrix.target }}"), *TRIED, keep, keys=ROWS)
    assert found(tmp_path, built_wheels_published, release(builds, publish())) == [
        f"{R}:11 1 wheel of job `wheels` never reaches the step that publishes: `{WHEEL}`"
    ]


def test_a_job_that_only_tries_its_builds_out(tmp_path: Path) -> None:
    trial = job("try", wheel("${{ matrix.target }}"), *TRIED, keys=ROWS)
    assert found(tmp_path, built_wheels_published, release(job("wheels", wheel(), kept()), trial, publish())) == []
