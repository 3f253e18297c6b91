"""Snapshots of an index: what is written is what is read, and what is no snapshot is told in one line."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from maturin_compliance.errors import UsageError
from maturin_compliance.published import Published, PublishedFile, load, save

FILE = PublishedFile(
    filename="demo-1.0-cp312-cp312-win_amd64.whl",
    size=1200,
    uploaded=datetime(2026, 10, 12, 0, 15, 37, 721228, tzinfo=UTC),
    requires_python=">=3.12",
    yanked=False,
    attestations=True,
    sha256="ab" * 32,
)
BARE = replace(
    FILE,
    filename="demo-1.0.tar.gz",
    size=None,
    uploaded=None,
    requires_python=None,
    attestations=None,
    sha256=None,
)
HELD = Published(name="demo", version="1.0", as_of=date(2026, 11, 22), files=(FILE, BARE))
MEND = "write a new one with `wheels --published --save`"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "new" / "snapshot.json"
    save(HELD, path)
    first = path.read_bytes()
    assert load(path, name="Demo", version="1.0.0") == HELD
    save(load(path), path)
    assert path.read_bytes() == first


def test_the_file_is_stable(tmp_path: Path) -> None:
    save(replace(HELD, files=(BARE,)), tmp_path / "snapshot.json")
    assert (tmp_path / "snapshot.json").read_text(encoding="utf-8") == (
        "{\n"
        '  "as_of": "2026-11-22",\n'
        '  "files": [\n'
        "    {\n"
        '      "attestations": null,\n'
        '      "filename": "demo-1.0.tar.gz",\n'
        '      "requires_python": null,\n'
        '      "sha256": null,\n'
        '      "size": null,\n'
        '      "uploaded": null,\n'
        '      "yanked": false\n'
        "    }\n"
        "  ],\n"
        '  "format": 1,\n'
        '  "name": "demo",\n'
        '  "version": "1.0"\n'
        "}\n"
    )


def _entry(**changed: object) -> dict[str, object]:
    entry = {
        "filename": "demo-1.0.tar.gz",
        "size": 1,
        "uploaded": None,
        "requires_python": None,
        "yanked": False,
        "attestations": None,
        "sha256": None,
    }
    return {**entry, **changed}


def _document(*files: object, **changed: object) -> dict[str, object]:
    return {
        "format": 1,
        "name": "demo",
        "version": "1.0",
        "as_of": "2026-11-22",
        "files": list(files),
        **changed,
    }


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "the file is not an object"),
        (_document(format=2), "format is 2, expected 1"),
        (_document(name=None), "name is not a text"),
        (_document(as_of="yesterday"), "Invalid isoformat string: 'yesterday'"),
        (_document(files={}), "files is not a list"),
        (_document("demo"), "files[0] is not an object"),
        (_document(_entry(size=True)), "files[0].size is not a count"),
        (_document(_entry(size=-1)), "files[0].size is not a count"),
        (_document(_entry(yanked=None)), "files[0].yanked is not true or false"),
        (_document(_entry(attestations="yes")), "files[0].attestations is not true or false"),
        (_document(_entry(uploaded="2026-11-22T00:00:00")), "files[0].uploaded is without a time zone"),
        (_document(_entry(sha256="0")), "files[0].sha256 cannot be '0'"),
        (_document(_entry(filename="../x.whl")), "files[0].filename cannot be '../x.whl'"),
        (_document(_entry(), _entry()), "files names one file twice"),
        (_document({"filename": "demo-1.0.tar.gz", "yanked": False}), "files[0].uploaded is not a text"),
    ],
)
def test_what_is_no_snapshot(tmp_path: Path, document: Any, told: str) -> None:
    path = tmp_path / "snapshot.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        load(path)
    assert str(raised.value) == f"{path}: no snapshot of a package index: {told}; {MEND}"


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"[" * 200_000, b" " * (8 * 1024 * 1024 + 1), b'{"format": NaN}']
)
def test_what_is_no_document(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "snapshot.json"
    path.write_bytes(content)
    with pytest.raises(
        UsageError, match=r"snapshot.json: no snapshot of a package index: .*; write a new one"
    ) as raised:
        load(path)
    assert "\n" not in str(raised.value)


def test_a_snapshot_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none.json: No such file or directory$"):
        load(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("name", "version", "told"),
    [
        ("demo", "1.1", "it holds demo 1.0, the project is demo 1.1"),
        ("o", "1.0", "it holds demo 1.0, the project is o 1.0"),
    ],
)
def test_a_snapshot_of_something_else(tmp_path: Path, name: str, version: str, told: str) -> None:
    path = tmp_path / "snapshot.json"
    save(HELD, path)
    with pytest.raises(UsageError) as raised:
        load(path, name=name, version=version)
    assert str(raised.value) == f"{path}: {told}; {MEND}"
