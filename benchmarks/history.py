"""How long the history of a checkout takes: read anew, then from what was kept.

    python benchmarks/history.py ROOT [PACKAGE]

Prints the releases read and the seconds of processor time of both runs.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from maturin_compliance.analysis import Analysis, analyse
from maturin_compliance.history import analyse_history


def main(root: Path, package: str | None = None) -> None:
    """Print what both runs take."""
    analysis = analyse(root, package=package)
    with TemporaryDirectory() as cache:
        for told in ("anew", "kept"):
            print(f"{told}: {_timed(root, analysis, Path(cache))}")


def _timed(root: Path, analysis: Analysis, cache: Path) -> str:
    started = time.process_time()
    found = analyse_history(root, analysis, cache=cache)
    return f"{len(found.moments)} releases in {time.process_time() - started:.2f} s"


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
