"""Workflows that lie where GitHub does not look."""

import posixpath
import re

from maturin_compliance.location import Location
from maturin_compliance.model.node import Node
from maturin_compliance.model.project import Tree
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.files import Files
from maturin_compliance.read.yaml import parse_yaml

FOLDER = ".github"
MAX_STRAYS = 50

_PARKED = re.compile(
    r"disab|inactive|unused|archiv|backup|\bbak\b|\bold\b|deprecat|example|template|ISSUE_", re.IGNORECASE
)
"""Folders for what is meant not to run."""


def list_strays(tree: Tree, files: Files, known: str) -> tuple[str, ...]:
    """The workflows below .github that lie not directly in ``known``, each with a fault; parked ones left out."""
    paths = [path for path in tree.under(FOLDER) if path.endswith((".yml", ".yaml")) and _may_stray(path, known)]
    found = tuple(path for path in paths[:MAX_STRAYS] if _is_workflow(path, files))
    for path in found:
        message = f"lies where GitHub does not look for workflows: it reads those directly in {known}"
        files.faults.add(Location(path), message)
    return found


def _may_stray(path: str, known: str) -> bool:
    folder = posixpath.dirname(path)
    return folder != known and _PARKED.search(folder) is None


def _is_workflow(path: str, files: Files) -> bool:
    try:
        document = parse_yaml(files.readable(path), path)
    except ReadError:
        return False
    return _names_jobs(document)


def _names_jobs(document: Node) -> bool:
    jobs = document.mapping.get("jobs")
    return "on" in document.mapping and jobs is not None and bool(jobs.mapping)
