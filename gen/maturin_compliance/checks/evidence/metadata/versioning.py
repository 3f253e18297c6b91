"""Steps of a release that write the version into the files before they build."""

import re

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.workflows.pipeline import active, active_steps
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Location

WRITES = re.compile(
    r"cargo[ -]set-version"
    r"|\b(?:set|bump|update|write|change)[_-]version\b(?!\S*\s+--get)"
    r"|\btoml set\b[^\n]*version"
    r"|\bsed\s+-[a-z]*i[^\n]*version[^\n]*\.toml",
    re.IGNORECASE,
)

RENAMES = re.compile(
    r"^(?=[^#\n]*?\b(?:sed|perl)\s+-\w*i)(?=[^#\n]*?\bname\b)[^#\n]*?\b(?:Cargo|pyproject)\.toml\b",
    re.MULTILINE,
)


def writer(subject: Subject) -> Location | None:
    """Give the step of a job that builds in the release whose script writes the version, None without one."""
    return _writing(subject, WRITES)


def renamer(subject: Subject) -> Location | None:
    """Give the step of a job that builds in the release whose script writes another name into a manifest."""
    return _writing(subject, RENAMES)


def _writing(subject: Subject, pattern: re.Pattern[str]) -> Location | None:
    for job in active(subject.expansion.release.runs):
        if not any(isinstance(activity, Build) for activity in job.activities):
            continue
        for step in active_steps(job):
            script = step.step.run
            found = pattern.search(script.text) if script else None
            if script and found:
                return script.line(script.text.count("\n", 0, found.start()))
    return None
