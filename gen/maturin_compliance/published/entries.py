"""The values of a snapshot as types; an error names the place of the value that does not belong there."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from maturin_compliance.published.holding import Published, PublishedFile

_FILENAME = re.compile(r"[A-Za-z0-9][\w.+!-]*\.(whl|tar\.gz|tar\.bz2|zip|egg|exe|msi|rpm)", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KINDS = {str: "a text", int: "a count", bool: "true or false", list: "a list"}

T = TypeVar("T")


def published_from(document: object, form: int) -> Published:
    """Give what a snapshot's document says. Raises ValueError naming the value that cannot be."""
    entry = _object(document, "the file")
    if entry.get("format") != form:
        raise ValueError(f"format is {entry.get('format')!r}, expected {form}")
    files = [
        _file(_object(one, f"files[{at}]"), f"files[{at}]") for at, one in enumerate(_get(entry, "files", list))
    ]
    if len({file.filename for file in files}) != len(files):
        raise ValueError("files names one file twice")
    return Published(
        name=_get(entry, "name", str),
        version=_get(entry, "version", str),
        as_of=date.fromisoformat(_get(entry, "as_of", str)),
        files=tuple(sorted(files, key=lambda file: file.filename)),
    )


def _file(entry: Mapping[str, Any], place: str) -> PublishedFile:
    uploaded, sha256 = _maybe(entry, "uploaded", str, place), _maybe(entry, "sha256", str, place)
    return PublishedFile(
        filename=_matching(_get(entry, "filename", str, place), _FILENAME, f"{place}.filename"),
        size=_maybe(entry, "size", int, place),
        uploaded=None if uploaded is None else _moment(uploaded, f"{place}.uploaded"),
        requires_python=_maybe(entry, "requires_python", str, place),
        yanked=_get(entry, "yanked", bool, place),
        attestations=_maybe(entry, "attestations", bool, place),
        sha256=None if sha256 is None else _matching(sha256, _SHA256, f"{place}.sha256"),
    )


def _object(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"{place} is not an object")  # noqa: TRY004 - one kind of error for a bad file
    return value


def _maybe(entry: Mapping[str, Any], key: str, kind: type[T], place: str) -> T | None:
    """Give a value that may be null, but has to be there."""
    return None if entry.get(key, ...) is None else _get(entry, key, kind, place)


def _get(entry: Mapping[str, Any], key: str, kind: type[T], place: str = "") -> T:
    value = entry.get(key)
    negative = type(value) is int and value < 0
    if not isinstance(value, kind) or type(value) is not kind or negative:
        raise ValueError(f"{place}.{key} is not {_KINDS[kind]}".lstrip("."))
    return value


def _matching(text: str, pattern: re.Pattern[str], place: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f"{place} cannot be {text!r}")
    return text


def _moment(text: str, place: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{place} is without a time zone")
    return moment.astimezone(UTC)
