"""What a publishing step uploads, to which index, and by whose right."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.github.workspace import Sdist
from maturin_compliance.expand.release import Publish, Reason, Wheel
from maturin_compliance.expand.shell import known, shown
from maturin_compliance.expression import Unknown, Value
from maturin_compliance.location import Location


def publish_files(
    job: JobState,
    location: Location,
    *,
    method: str,
    patterns: Sequence[str],
    index: str,
    trusted: bool | None,
    attestations: bool | None,
    skip_existing: bool,
    certain: bool,
) -> None:
    """Note an upload of what globs name in the job's files. ``index`` is an address or name, "" by default."""
    found = job.files.match(patterns)
    files = sorted(file.filename for file in found.values() if isinstance(file, (Wheel, Sdist)))
    left = () if files else left_elsewhere(job, patterns)
    if not files and not is_test_index(index, job.environment):
        job.run.miss(not_found(job, patterns, left), location)
    because = () if certain else (Reason("the step runs only on a condition", location, assumed=True),)
    environment = job.environment
    job.activities.append(
        Publish(
            origin=job.origin(location),
            method=method,
            test_index=is_test_index(index, environment),
            trusted=trusted,
            attestations=attestations,
            skip_existing=skip_existing,
            in_matrix=job.combination is not None,
            environment=environment,
            files=tuple(files),
            because=because,
            patterns=tuple(map(shown, patterns)),
            left=left,
        )
    )


def left_elsewhere(job: JobState, patterns: Sequence[str]) -> tuple[str, ...]:
    """The wheels and sdists of a job that an upload does not find, where all of its patterns are known."""
    if not all(map(known, patterns)):
        return ()
    return tuple(path for path, file in job.files.files.items() if isinstance(file, (Wheel, Sdist)))


def not_found(job: JobState, patterns: Sequence[str], left: Sequence[str]) -> str:
    """What is said of an upload that finds no file."""
    if not left:
        return f"what job {job.name} uploads is made by something that is not followed"
    names = " ".join(patterns)
    return f"job {job.name} uploads `{names}`, where no file is known to lie; `{left[0]}` lies elsewhere"


def is_test_index(index: str, environment: str | None) -> bool:
    """Whether an index is one for trials: its host starts with "test", or its name says so."""
    if index:
        host = urlsplit(index).hostname or ""
        return host.startswith("test") or bool(re.fullmatch(r"test[-_]?pypi", index, re.IGNORECASE))
    return bool(re.fullmatch(r"test[-_]?pypi", environment or "", re.IGNORECASE))


def trusted_by_identity(job: JobState) -> bool:
    """Whether the job may ask for an identity token (``id-token: write``)."""
    permissions = job.job.permissions or job.workflow.permissions
    return permissions is not None and permissions.allows("id-token", "write")


def writes_pypirc(job: JobState, view: StepView) -> bool:
    """Whether a script of the job writes a password into the file that twine and maturin read."""
    scripts = (step.run.text for step in (*job.job.steps, view.step) if step.run is not None)
    return any(".pypirc" in text and "password" in text for text in scripts)


def has_value(value: Value) -> bool:
    """Whether a variable is set; one of unknown value, such as a secret, is."""
    return isinstance(value, Unknown) or bool(value)
