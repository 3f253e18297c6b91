"""Moments kept between runs, outside of the repository. Safe to delete, and never needed."""

import json
from dataclasses import asdict
from datetime import date
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from sys import version_info
from tempfile import NamedTemporaryFile
from typing import Any

import maturin_compliance
from maturin_compliance.checks import Outcome
from maturin_compliance.history.moment import Built, Moment
from maturin_compliance.history.unread import Unread, Why

_OUTSIDE = frozenset({"render", "report", "site", "published"})
"""Rooms of the package that decide nothing about a moment."""
_LIBRARIES = (
    "packaging",
    "pathspec",
    "pyproject-metadata",
    "pyyaml",
    "tomli",
    "tree-sitter",
    "tree-sitter-bash",
    "zizmor",
)
_MAX_BYTES = 4 * 1024 * 1024


def rules() -> str:
    """Give a digest of all that decides about a moment besides the commit: this package's code and facts."""
    folder = Path(maturin_compliance.__file__).parent
    digest = sha256(repr((version_info[:2], [_version(name) for name in _LIBRARIES])).encode())
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in {".py", ".toml"} and parts[0] not in _OUTSIDE:
            data = path.read_bytes()
            digest.update(f"{'/'.join(parts)}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


class Cache:
    """Moments by what they depend on; a folder of None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / rules()[:32] if folder else None

    def get(self, *key: str) -> Moment | Unread | None:
        """Give what was kept under a key; None where there is nothing that can be read."""
        if self._folder is None:
            return None
        try:
            with (self._folder / _name(key)).open("rb") as file:
                document = json.loads(file.read(_MAX_BYTES))
            return _unread(document) if "why" in document else _moment(document)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None

    def put(self, value: Moment | Unread, *key: str) -> None:
        """Keep a value under a key, whole or not at all; not where the folder cannot be written to."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=self._folder, suffix=".tmp", delete=False, encoding="utf-8") as file:
                file.write(json.dumps(asdict(value), default=str, sort_keys=True))
            Path(file.name).replace(self._folder / _name(key))
        except OSError:
            return


def _name(key: tuple[str, ...]) -> str:
    return f"{sha256(json.dumps(key).encode()).hexdigest()}.json"


def _unread(document: dict[str, Any]) -> Unread:
    return Unread(tag=_text(document["tag"]), version=_text(document["version"]), why=Why(document["why"]))


def _moment(document: dict[str, Any]) -> Moment:
    """Give a moment as it was kept. Raises for a document of another form."""
    score, requires = document["score"], document["requires_python"]
    return Moment(
        tag=_text(document["tag"]),
        version=_text(document["version"]),
        commit=_text(document["commit"]),
        committed=date.fromisoformat(document["committed"]),
        as_of=date.fromisoformat(document["as_of"]),
        score=None if score is None else float(score),
        passed=int(document["passed"]),
        applicable=int(document["applicable"]),
        wheels=tuple(_built(one) for one in document["wheels"]),
        sdist=bool(document["sdist"]),
        requires_python=None if requires is None else _text(requires),
        served={_text(key): tuple(map(_text, labels)) for key, labels in document["served"].items()},
        floors={_text(key): _text(floor) for key, floor in document["floors"].items()},
        outcomes={_text(key): Outcome(outcome) for key, outcome in document["outcomes"].items()},
        not_modelled=int(document["not_modelled"]),
    )


def _built(one: dict[str, Any]) -> Built:
    return Built(
        filename=_text(one["filename"]),
        alternatives=tuple(map(_text, one["alternatives"])),
        certain=bool(one["certain"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
