"""The steps that install a wheel and run the tests of the project on it."""

import shlex
from collections.abc import Iterator

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.pipeline import Reference, references
from maturin_compliance.checks.evidence.suite import Suite
from maturin_compliance.checks.evidence.used import ends, version

REGISTRY = "quay.io/pypa"


def boxed(subject: Subject, tests: Suite, out: str, platform: str, image: str, python: str) -> Iterator[str]:
    """The step that installs and tests a wheel in a container."""
    yield "- run: |"
    yield f'    docker run --rm --platform {platform} -v "$PWD:/io" -w /io {REGISTRY}/{image} sh -ec \''
    yield f"      PATH=/opt/python/{python}/bin:$PATH"
    lines = commands(subject, tests, out)
    yield from (f"      {line.replace(chr(39), chr(34))}" for line in lines)
    yield "    '"


def commands(subject: Subject, tests: Suite, out: str) -> Iterator[str]:
    """The commands that install a wheel and test it."""
    yield install(subject, out)
    yield from tests.needs
    if tests.shadow:
        folder = tests.shadow if tests.folder == "." else f"{tests.folder}/{tests.shadow}"
        yield f"rm -r {shlex.quote(folder)}  # the tests would import it in place of the wheel"
    yield tests.command if tests.folder == "." else f"cd {shlex.quote(tests.folder)} && {tests.command}"


def install(subject: Subject, out: str) -> str:
    """The command that installs the wheel of a folder, and nothing else."""
    return (
        f"python -m pip install --no-index --no-deps --only-binary :all: --find-links {out} {subject.project.name}"
    )


def steps(subject: Subject, tests: Suite, out: str) -> Iterator[str]:
    """The same as steps on a runner."""
    for line in commands(subject, tests, out):
        text, _, comment = line.partition("  # ")
        if comment:
            yield f"# {comment}"
        yield f"- run: {text}"


def uses(subject: Subject, action: str) -> str:
    """An action at the project's own commit, unless the Node of that ends; else the newest major version."""
    pinned = (r for r in references(subject.project) if r.name == action and r.is_commit)
    kept = next((r for r in pinned if not _ends(subject, r)), None)
    if kept is not None:
        return kept.written
    known = subject.facts.action(action)
    return f"{action}@v{known.newest_major}" if known and known.newest_major else action


def _ends(subject: Subject, use: Reference) -> bool:
    known = version(subject, use)
    return known is not None and ends(subject, known)
