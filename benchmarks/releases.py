"""Releases whose published wheels are known, and the wheels that the package predicts for them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from maturin_compliance.expand import expand
from maturin_compliance.expand.release import Expansion
from maturin_compliance.facts import load
from maturin_compliance.published import Published, PublishedFile
from maturin_compliance.read import read_project


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRelease:
    """A version of a project with the names of its published wheels, and where its files come from.

    ``source`` is "sdist:FILE" (of the package index) or "git:owner/name@ref"; ``uploaded`` the day of the
    first upload; ``tool`` what built the wheels; ``sha256`` of the sdist, None where it is not pinned.
    """

    name: str
    version: str
    source: str
    uploaded: date
    tool: str
    wheels: tuple[str, ...]
    sha256: str | None = None

    @property
    def folder(self) -> str:
        """The name of the folder that its files are laid out in."""
        return f"{self.name}-{self.version}"

    @property
    def tag(self) -> str | None:
        """The tag that it was released at, None where its source does not name one."""
        return self.source.partition("@")[2] or None if self.source.startswith("git:") else None

    @property
    def published(self) -> Published:
        """Its wheels as an index would list them; nothing but the names is known."""
        return published(self.name, self.version, self.uploaded, self.wheels)


def published(name: str, version: str, as_of: date, filenames: Iterable[str]) -> Published:
    """Give file names as what an index holds."""
    files = tuple(
        PublishedFile(
            filename=filename,
            size=None,
            uploaded=None,
            requires_python=None,
            yanked=False,
            attestations=None,
            sha256=None,
        )
        for filename in sorted(filenames)
    )
    return Published(name=name, version=version, as_of=as_of, files=files)


def read_releases(path: Path) -> tuple[KnownRelease, ...]:
    """Read a list of releases: objects with the keys below, ``sha256`` only where it is pinned."""
    return tuple(
        KnownRelease(
            name=entry["name"],
            version=entry["version"],
            source=entry["source"],
            uploaded=datetime.fromisoformat(entry["upload_first"]).date(),
            tool=entry["build_tool"],
            wheels=tuple(entry["wheels"]),
            sha256=entry.get("sha256"),
        )
        for entry in json.loads(path.read_text(encoding="utf-8"))
    )


def newest(releases: Iterable[KnownRelease]) -> frozenset[KnownRelease]:
    """Give the newest release of each project."""
    return frozenset(
        {release.name: release for release in sorted(releases, key=lambda one: one.uploaded)}.values()
    )


def expansion(release: KnownRelease, root: Path) -> Expansion:
    """Read a laid out repository and expand its workflows as of the day of the release."""
    return expand(read_project(root, package=release.name), load(release.uploaded), tag=release.tag)
