"""What classifiers say of Python, against the wheels of the release."""

from collections.abc import Iterator

from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.platforms.served import gaps, is_free_threaded, served
from maturin_compliance.location import Located

IMPLEMENTATION = "Programming Language :: Python :: Implementation :: "
FREE_THREADING = "Programming Language :: Python :: Free Threading ::"
TAGS = {"PyPy": "pp", "GraalPy": "graalpy"}
"""What the tags of an implementation's wheels begin with, by the name in its classifier."""


def unserved(subject: Subject) -> Iterator[tuple[str, Located[str]]]:
    """Give the implementations that are classified and that no wheel serves, where all wheels are known.

    One that the sources have code of their own for is served by the sdist.
    """
    release = subject.expansion.release
    if not release.wheels or release.not_modelled or any(w.interpreter.startswith("py") for w in release.wheels):
        return
    threads = any(is_free_threaded(wheel) for wheel in release.wheels)
    for classifier in need.metadata(subject).classifiers:
        if classifier.value.startswith(FREE_THREADING) and not threads:
            yield "Python without a GIL", classifier
        name = classifier.value.removeprefix(IMPLEMENTATION)
        tag = TAGS.get(name) if classifier.value.startswith(IMPLEMENTATION) else None
        if name in subject.project.package.implementations and release.sdists:
            continue
        if tag and not any(wheel.interpreter.startswith(tag) for wheel in release.wheels):
            yield name, classifier


def served_widely(subject: Subject) -> tuple[int, ...]:
    """Give the supported minors that pyo3 knows and that most of the release's targets have a wheel for.

    Without wheels that could be told, the supported ones.
    """
    wheels, supported = subject.expansion.release.wheels, need.supported_pythons(subject)
    if not wheels:
        return supported
    targets = {wheel.target or wheel.platform for wheel in wheels}
    newest = _newest_known(subject)
    return tuple(
        m for m in served(subject) if m <= newest and 2 * len(gaps(subject.facts, wheels, m)) < len(targets)
    )


def _newest_known(subject: Subject) -> int:
    """The newest minor that pyo3 builds for, or that its stable ABI serves unbuilt."""
    found = crate.resolved(subject)
    if found.pyo3 is None or found.stable or found.pyo3 < Version("0.20.3"):
        return 99
    return subject.facts.pyo3(found.pyo3).release.cpython_max or 99
