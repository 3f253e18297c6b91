"""Requirements whose ``>`` the shell takes for a redirect."""

import re
from collections.abc import Iterator

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import steps
from maturin_compliance.location import Location

INSTALLS = re.compile(r"\b(pip3?|pipx|uv|conda|mamba|micromamba)\b[^|;&#]*\b(install|add|sync|run)\b")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\$\{\{.*?\}\}")
REDIRECTED = re.compile(r"(?<![\w.-])(?P<requirement>[A-Za-z][\w.-]*(?:\[[\w,-]*\])?>(?P<file>=\d[\w.*,<>=!]*))")


def redirected(subject: Subject) -> Iterator[tuple[str, str, Location]]:
    """Requirements of install commands that write to a file: the requirement, the file, the place."""
    for step in steps(subject.project):
        for number, line in enumerate(step.run.text.splitlines() if step.run else ()):
            plain = QUOTED.sub(lambda found: " " * len(found[0]), line)
            for found in REDIRECTED.finditer(plain) if INSTALLS.search(plain) else ():
                if step.run is not None:
                    yield found["requirement"], found["file"], step.run.line(number)
