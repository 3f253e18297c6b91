"""The name and the version of a package as they stand in the names of its files."""

import re

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from maturin_compliance.model.project import Package


def distribution(package: Package) -> str:
    """The name as it stands in file names (metadata.rs, get_distribution_escaped)."""
    return canonicalize_name(package.name).replace("-", "_")


def version(package: Package, tag: str) -> str:
    """The version as it stands in file names: PEP 440, a crate's SemVer converted.

    A placeholder (0.0.0), which a release replaces, gives way to the version of the tag.
    """
    written = written_version(package) or "0"
    try:
        found = Version(written)
    except InvalidVersion:
        return re.sub(r"[^\w.+!]+", "_", written)
    return str(tag_version(tag) or found if is_placeholder(package) else found).replace("-", "_")


def written_version(package: Package) -> str | None:
    """The version in the files: of ``[project]``, else of the crate."""
    metadata = package.pyproject.project if package.pyproject else None
    written = metadata.version if metadata and metadata.version else None
    if written is None and package.manifest is not None:
        written = package.manifest.version
    return written.value if written else None


def is_placeholder(package: Package) -> bool:
    """Whether the version in the files is 0.0.0, which nobody releases."""
    try:
        return Version(written_version(package) or "1").release in ((0, 0, 0), (0, 0), (0,))
    except InvalidVersion:
        return False


def tag_version(tag: str) -> Version | None:
    """The version at the end of a tag (``v1.2.0``, ``py-v1.2.0``)."""
    match = re.search(r"\d+(?:\.\d+)+[\w.+-]*$", tag)
    try:
        return Version(match[0]) if match else None
    except InvalidVersion:
        return None
