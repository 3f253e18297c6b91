"""The steps that install a wheel and run the tests of the project on it."""

import shlex
from collections.abc import Iterator

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.testing.suite import Suite

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
        yield f"rm -r {shlex.quote(tests.shadow)}  # the tests would import it in place of the wheel"
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
