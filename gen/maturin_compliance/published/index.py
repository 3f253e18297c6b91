"""Asking a package index (PEP 503, 691, 700, 740), through pypi-simple."""

import warnings
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name, canonicalize_version
from packaging.version import InvalidVersion, Version

from maturin_compliance import plain
from maturin_compliance.errors import UsageError
from maturin_compliance.published.holding import Published, PublishedFile

if TYPE_CHECKING:
    import requests
    from pypi_simple import DistributionPackage, ProjectPage

_EXTRA = "asking the package index needs the extra `published`: pip install 'maturin-compliance[published]'"
_TIMEOUT = 30.0
_TELLS_PROVENANCE = Version("1.3")
"""The first version of the simple API whose files always say whether they have a provenance (PEP 740)."""


def fetch(name: str, version: str, *, index: str | None = None) -> Published:
    """Ask an index which files it holds of a version; ``index`` is its simple API, None the public one.

    A version that the index does not know has no files. Raises UsageError where the extra is not installed,
    the index cannot be reached, knows no such project or gives no answer that can be read.
    """
    page = _page(name, index)
    wanted = canonicalize_version(version)
    found = [one for one in page.packages if one.version and canonicalize_version(one.version) == wanted]
    return _published(name, version, found, page)


def fetch_all(name: str, *, index: str | None = None) -> tuple[Published, ...]:
    """Ask an index once for the files of all versions, lowest first; those that are no version are left out.

    Raises UsageError as ``fetch`` does.
    """
    page = _page(name, index)
    versions: dict[Version, list[DistributionPackage]] = {}
    for one in page.packages:
        if one.version and _is_version(one.version):
            versions.setdefault(Version(one.version), []).append(one)
    return tuple(_published(name, str(version), versions[version], page) for version in sorted(versions))


def _published(name: str, version: str, found: "Sequence[DistributionPackage]", page: "ProjectPage") -> Published:
    tells = page.repository_version is not None and Version(page.repository_version) >= _TELLS_PROVENANCE
    return Published(
        name=canonicalize_name(name),
        version=version,
        as_of=datetime.now(UTC).date(),
        files=tuple(sorted((_file(one, tells) for one in found), key=lambda file: file.filename)),
    )


def _page(name: str, index: str | None) -> "ProjectPage":
    try:
        import pypi_simple  # noqa: PLC0415 - the extra may be missing
        import requests  # noqa: PLC0415 - what pypi-simple asks with, and whose errors it passes on
    except ImportError:
        raise UsageError(_EXTRA) from None
    try:
        with (
            warnings.catch_warnings(),
            pypi_simple.PyPISimple(index or pypi_simple.PYPI_SIMPLE_ENDPOINT) as client,
        ):
            warnings.simplefilter("ignore", pypi_simple.UnexpectedRepoVersionWarning)
            return client.get_project_page(canonicalize_name(name), timeout=_TIMEOUT)
    except pypi_simple.NoSuchProjectError:
        raise UsageError(f"the package index has no project called {plain.line(name)}") from None
    except requests.JSONDecodeError:
        raise UsageError("the answer of the package index cannot be read: it is no JSON") from None
    except requests.RequestException as error:
        raise UsageError(f"the package index cannot be asked: {_told(error)}") from None
    except (ValueError, pypi_simple.UnsupportedRepoVersionError) as error:
        raise UsageError(f"the answer of the package index cannot be read: {plain.line(error)}") from None


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


def _told(error: "requests.RequestException") -> str:
    """Name an error of the network; its own text is a chain of objects that helps nobody."""
    if error.response is not None:
        return plain.line(f"it answered {error.response.status_code} {error.response.reason}")
    return "it did not answer in time" if "Timeout" in type(error).__name__ else "it cannot be reached"


def _file(one: "DistributionPackage", tells_provenance: bool) -> PublishedFile:
    return PublishedFile(
        filename=one.filename,
        size=one.size,
        uploaded=one.upload_time.astimezone(UTC) if one.upload_time else None,
        requires_python=one.requires_python,
        yanked=one.is_yanked,
        attestations=True if one.provenance_url else False if tells_provenance else None,
        sha256=one.digests.get("sha256"),
    )
