"""Names that the standards of ``[project]`` know."""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from packaging.version import InvalidVersion, Version

from maturin_compliance.checks.evidence.metadata.standard import FIELDS
from maturin_compliance.location import Located
from maturin_compliance.model.node import Node
from maturin_compliance.model.pyproject import ProjectMetadata

LABELS: Mapping[str, frozenset[str]] = {
    "Repository": frozenset({"source", "repository", "sourcecode", "github", "homepage", "code"}),
    "Issues": frozenset({"issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker", "bugreports"}),
    "Changelog": frozenset({"changelog", "changes", "releasenotes", "whatsnew", "history", "releases"}),
}
"""A label to write, and those that stand for it, without case, spaces and punctuation:
https://packaging.python.org/en/latest/specifications/well-known-project-urls/
"""

MINOR = re.compile(r"Programming Language :: Python :: 3\.(\d+)")
ENTRY = re.compile(r"(?P<module>\w+(?:\.\w+)*)\s*:\s*\w+(?:\.\w+)*(?:\s*\[.*\])?")


def same_version(one: str, other: str) -> bool:
    """Tell whether two texts are one version for Python; ``1.0.0-rc.1`` of Cargo is ``1.0rc1``."""
    try:
        return Version(one) == Version(other)
    except InvalidVersion:
        return False


def classified(metadata: ProjectMetadata) -> dict[int, Located[str]]:
    """Give the classifiers that name a minor version of Python 3, by that minor."""
    found = ((MINOR.fullmatch(c.value), c) for c in metadata.classifiers)
    return {int(match[1]): classifier for match, classifier in found if match}


def absent_links(urls: Mapping[str, Located[str]]) -> tuple[str, ...]:
    """Give the labels that no URL bears."""
    used = {re.sub(r"[\W_]+", "", label).lower() for label in urls}
    return tuple(label for label, known in LABELS.items() if not known & used)


def misspelt(table: Mapping[str, Node]) -> Iterator[tuple[str, str | None]]:
    """Give the keys that ``[project]`` does not know, each with the one that it may mean."""
    for key in table:
        if key not in FIELDS:
            close = get_close_matches(key.lower().replace("_", "-"), sorted(FIELDS), n=1)
            yield key, close[0] if close else None


def module_of(target: str) -> str | None:
    """Give the module of an entry point, None where it is not written as one."""
    match = ENTRY.fullmatch(target.strip())
    return match["module"] if match else None
