"""What `mkdocs serve` shows while the files of the shown project are being edited."""

from pathlib import Path
from time import monotonic, sleep

import pytest

pytest.importorskip("mkdocs", reason="needs the extra: python -m pip install -e '.[site]'")

from benchmarks.serve import SHOWN, copied, page, serving, started

SECONDS = 60


def wait(port: int, path: str, sought: str) -> None:
    begin = monotonic()
    while sought not in page(port, path):
        assert monotonic() - begin < SECONDS, f"{path} never shows {sought}"
        sleep(0.1)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_file_that_does_not_parse_shows_what_is_wrong_and_stops_nothing() -> None:
    with copied() as folder, serving(folder) as port:
        started(port)
        pyproject = folder / SHOWN
        edit(pyproject, "[project]", "[project")
        wait(port, "compliance/", "Not read: 1 part of the project")
        edit(pyproject, "[project", "[project]")
        edit(pyproject, 'version = "0.16.0"', 'version = "0.99.0"')
        wait(port, "compliance/", "0.99.0")
        workflow = pyproject.parent / ".github/workflows/ci.yml"
        workflow.write_text("on: [push\n", "utf-8")
        wait(port, "compliance/", "Not read: 1 part of the project")
