"""A snapshot of what an index holds: JSON, stable to the byte, checked when it is read."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from maturin_compliance import plain
from maturin_compliance.errors import UsageError
from maturin_compliance.output import write_file
from maturin_compliance.published.entries import published_from
from maturin_compliance.published.holding import Published, PublishedFile

FORMAT = 1
"""Counts up when the form of the file changes in a way that older readers cannot follow."""

_MEND = "write a new one with `wheels --published --save`"
_MAX_BYTES = 8 * 1024 * 1024


def save(published: Published, path: Path) -> None:
    """Write a snapshot. Raises UsageError where the file cannot be written."""
    write_file(path, json.dumps(_document(published), indent=2, sort_keys=True) + "\n")


def load(path: Path, *, name: str | None = None, version: str | None = None) -> Published:
    """Read a snapshot. Raises UsageError where it is none, or not of the project and version asked for."""
    try:
        published = published_from(json.loads(_text(path)), FORMAT)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no snapshot of a package index: {plain.line(error)}; {_MEND}") from None
    if name is not None and version is not None and not published.is_of(name, version):
        held, wanted = f"{published.name} {published.version}", f"{name} {version}"
        raise UsageError(f"{path}: it holds {plain.line(held)}, the project is {plain.line(wanted)}; {_MEND}")
    return published


def save_all(releases: Sequence[Published], path: Path) -> None:
    """Write a snapshot of several versions. Raises UsageError where the file cannot be written."""
    document = {"format": FORMAT, "releases": [_document(one) for one in releases]}
    write_file(path, json.dumps(document, indent=2, sort_keys=True) + "\n")


def load_all(path: Path, *, name: str | None = None) -> tuple[Published, ...]:
    """Read a snapshot of one or several versions. Raises UsageError where it is none, or of another project."""
    try:
        document = json.loads(_text(path))
        entries = document.get("releases") if isinstance(document, dict) else None
        given = entries if isinstance(entries, list) else [document]
        releases = tuple(published_from(one, FORMAT) for one in given)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no snapshot of a package index: {plain.line(error)}; {_MEND}") from None
    for one in releases:
        if name is not None and not one.is_of(name, one.version):
            raise UsageError(
                f"{path}: it holds {plain.line(one.name)}, the project is {plain.line(name)}; {_MEND}"
            )
    return releases


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from None
    if len(data) > _MAX_BYTES:
        raise ValueError(f"it is larger than {_MAX_BYTES:,} bytes")
    return data.decode("utf-8")


def _document(published: Published) -> Mapping[str, Any]:
    return {
        "format": FORMAT,
        "name": published.name,
        "version": published.version,
        "as_of": published.as_of.isoformat(),
        "files": [_entry(file) for file in published.files],
    }


def _entry(file: PublishedFile) -> Mapping[str, Any]:
    return {
        "filename": file.filename,
        "size": file.size,
        "uploaded": file.uploaded.isoformat() if file.uploaded else None,
        "requires_python": file.requires_python,
        "yanked": file.yanked,
        "attestations": file.attestations,
        "sha256": file.sha256,
    }
