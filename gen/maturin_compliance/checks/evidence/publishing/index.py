"""What the package index takes: its platform tags, and how a build asks for them."""

import re

from packaging.version import InvalidVersion, Version

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.text import fence
from maturin_compliance.expand.release import Build


def accepted(subject: Subject, tag: str) -> bool:
    """Whether the index takes a platform tag, by its own rules."""
    if tag == "any":
        return True
    for row in subject.facts.index_platforms:
        for machine in row.architectures:
            if tag == f"{row.family}_{machine}" or (row.family == "win" and tag in {machine, f"win{machine}"}):
                return True
            if _versioned(row.family, machine, tag) and _version_accepted(row.family, row.versions, tag, machine):
                return True
    legacy = (f"{p.alias}_{machine}" for p in subject.facts.policies for machine in p.index_architectures)
    return tag in set(legacy)


def _versioned(family: str, machine: str, tag: str) -> bool:
    return tag.startswith(f"{family}_") and tag.endswith(f"_{machine}")


def _version_accepted(family: str, versions: tuple[str, ...], tag: str, machine: str) -> bool:
    middle = tag.removeprefix(f"{family}_").removesuffix(f"_{machine}")
    if not re.fullmatch(r"\d+(_\d+)?(_iphone\w*)?", middle) and family != "ios":
        return False
    major, _, minor = middle.partition("_")
    return not versions or (major in versions and (major == "10" or minor == "0"))


def acceptable(build: Build) -> str:
    """What makes the index take a wheel."""
    if "linux" in (build.target or "linux") and any("linux_" in w.platform for w in build.wheels):
        lines = 'with:\n  manylinux: "2_28"'
        return f"Build it in a container of a policy that the index knows:\n\n{fence(lines, 'yaml')}"
    return "Leave the target out of what is published, or offer the wheel on the release page only."


def knows_pypi(subject: Subject, build: Build) -> bool:
    """Whether the maturin of a build knows ``--compatibility pypi``."""
    try:
        return build.maturin is not None and subject.facts.maturin(Version(build.maturin)).compatibility_pypi
    except InvalidVersion:
        return False


def asks_pypi(subject: Subject, build: Build) -> bool:
    """Whether a build asks maturin for what the index accepts."""
    pyproject = subject.project.package.pyproject
    table = pyproject.maturin if pyproject else None
    written = table.compatibility if table else ()
    return (
        "pypi" in build.compatibility
        or any("pypi" in w.split("=") for w in build.arguments)
        or any(value.value == "pypi" for value in written)
    )
