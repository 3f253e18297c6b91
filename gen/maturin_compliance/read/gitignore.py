"""What .gitignore files keep out (https://git-scm.com/docs/gitignore), patterns by pathspec."""

import re
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec

from maturin_compliance.location import Location
from maturin_compliance.read.faults import Faults, ReadError
from maturin_compliance.read.files import read_text

MAX_PATTERN = 200
"""Characters of a pattern."""
MAX_WILDCARDS = 4
"""Runs of ``*`` in a pattern: each multiplies the time that a hostile name costs."""
MAX_PATTERNS = 1_000


@dataclass(frozen=True, slots=True)
class IgnoreFile:
    """The patterns of the .gitignore in ``folder`` ("" at the root, else ending in "/")."""

    folder: str
    spec: GitIgnoreSpec


def read_ignore_file(root: Path, folder: str, faults: Faults) -> IgnoreFile:
    """The patterns of a .gitignore; a pattern that git does not take is left out."""
    path = folder + ".gitignore"
    try:
        lines = read_text(root, path).splitlines()
    except ReadError as fault:
        faults.add(Location(path, fault.line), fault.message)
        lines = []
    kept = [line for number, line in enumerate(lines, 1) if _is_usable(line, Location(path, number), faults)]
    return IgnoreFile(folder, GitIgnoreSpec.from_lines(kept[:MAX_PATTERNS]))


def _is_usable(line: str, location: Location, faults: Faults) -> bool:
    if len(line) > MAX_PATTERN or len(re.findall(r"\*+", line)) > MAX_WILDCARDS:
        if not line.startswith("#"):
            faults.add(location, "holds a pattern too costly to match; it is passed over")
        return False
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):  # the second for a range that runs backwards
        faults.add(location, "holds a pattern that git does not take")
        return False
    return True


def is_ignored(path: str, files: tuple[IgnoreFile, ...]) -> bool:
    """Whether git would ignore a path (a folder's ends in "/"): the innermost file that names it decides."""
    for file in reversed(files):
        include = file.spec.check_file(path.removeprefix(file.folder)).include
        if include is not None:
            return include
    return False
