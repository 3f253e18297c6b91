"""The files that a package index holds of one version of a project."""

from dataclasses import dataclass
from datetime import date, datetime

from packaging.utils import canonicalize_name, canonicalize_version


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """A file of a version as the index lists it; None is what the index does not tell.

    ``size`` is in bytes, ``uploaded`` in UTC, ``sha256`` in hex digits. ``attestations`` is whether the index
    has a provenance of the file (PEP 740).
    """

    filename: str
    size: int | None
    uploaded: datetime | None
    requires_python: str | None
    yanked: bool
    attestations: bool | None
    sha256: str | None

    @property
    def is_wheel(self) -> bool:
        """Whether the file is a wheel; an sdist otherwise."""
        return self.filename.endswith(".whl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """All files of a version on the day ``as_of`` (UTC), sorted by file name.

    ``name`` is normalised (PEP 503), ``version`` written as the project writes it.
    """

    name: str
    version: str
    as_of: date
    files: tuple[PublishedFile, ...]

    @property
    def wheels(self) -> tuple[PublishedFile, ...]:
        """The wheels among the files."""
        return tuple(file for file in self.files if file.is_wheel)

    @property
    def sdists(self) -> tuple[PublishedFile, ...]:
        """The files that are no wheels."""
        return tuple(file for file in self.files if not file.is_wheel)

    @property
    def day(self) -> date | None:
        """The day (UTC) of the first upload, None where the index does not tell it."""
        return min((file.uploaded.date() for file in self.files if file.uploaded), default=None)

    def file(self, filename: str | None) -> PublishedFile | None:
        """Give a file by its name, None where the index holds none of that name."""
        return next((file for file in self.files if file.filename == filename), None)

    def is_of(self, name: str, version: str) -> bool:
        """Whether these are the files of a version of a project, however both are written."""
        wanted = canonicalize_name(name), canonicalize_version(version)
        return (self.name, canonicalize_version(self.version)) == wanted
