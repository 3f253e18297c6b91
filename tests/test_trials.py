"""Which tests are of other builds than the release's."""

from pathlib import Path

import pytest

from maturin_compliance.trials import others
from tests.checks.flows import CI, WHEELS, ci, job, publish, release, run, wheel
from tests.checks.support import Overlay, subject

INSTALL = run("pip install --no-index --find-links dist orchard")


@pytest.mark.parametrize(
    ("overlay", "jobs"),
    [
        ({**release(WHEELS, publish()), **ci(job("ci", wheel(), INSTALL, run("pytest")))}, ["ci"]),
        (release(job("wheels", wheel(), INSTALL, run("pytest")), job("rust", run("cargo test"))), ["rust"]),
        (release(job("wheels", wheel(), run("nox -s tests")), job("lint", run("pytest tests/lint"))), ["lint"]),
    ],
    ids=["another-workflow", "of-the-release", "not-told"],
)
def test_others(overlay: Overlay, jobs: list[str], tmp_path: Path) -> None:
    found = others(subject(tmp_path, {CI: None, **overlay}).expansion)
    assert [one.job.name for one in found] == jobs
