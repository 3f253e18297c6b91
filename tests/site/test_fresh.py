"""A build takes the package's code anew when a file of it changed, and only then."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.site.building import REPOSITORY

EDIT = """
import sys
from pathlib import Path
import maturin_compliance.errors
from maturin_compliance.site.fresh import forget_if_changed

before = sys.modules["maturin_compliance.errors"]
forget_if_changed()
assert sys.modules["maturin_compliance.errors"] is before
file = Path(before.__file__)
file.write_text(file.read_text("utf-8") + "EDITED = True\\n", "utf-8")
forget_if_changed()
import maturin_compliance.errors
assert maturin_compliance.errors.EDITED
from maturin_compliance.site.fresh import forget_if_changed
kept = sys.modules["maturin_compliance.errors"]
forget_if_changed()
assert sys.modules["maturin_compliance.errors"] is kept
"""


def test_only_a_change_makes_the_code_new(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "gen/maturin_compliance", tmp_path / "maturin_compliance")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", EDIT], env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
