"""What a check cannot do without: it is given, or the check is skipped with the reason."""

from collections.abc import Callable, Iterator
from posixpath import join, normpath

from packaging.specifiers import SpecifierSet

from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.expand.release import Build, Release, Wheel
from maturin_compliance.expand.shell.words import known
from maturin_compliance.model.cargo import Manifest
from maturin_compliance.model.pyproject import Dependency, ProjectMetadata, Pyproject, ToolMaturin
from maturin_compliance.model.settings import Settings

MATURIN = frozenset({"maturin-action", "maturin"})
"""Tools that hand their arguments to maturin."""


def pyproject(subject: Subject) -> Pyproject:
    """Give the package's pyproject.toml."""
    found = subject.project.package.pyproject
    if found is None:
        raise Skip("the package has no pyproject.toml")
    return found


def metadata(subject: Subject) -> ProjectMetadata:
    """Give the table ``[project]``."""
    found = pyproject(subject).project
    if found is None:
        raise Skip("pyproject.toml has no `[project]`")
    return found


def admitted(subject: Subject) -> SpecifierSet | None:
    """Give the Pythons of ``requires-python``; None where it is missing, or the whole of ``[project]``."""
    project = pyproject(subject).project
    return project.python if project else None


def settings(subject: Subject) -> Settings:
    """Give the table ``[tool.maturin-compliance]``."""
    found = pyproject(subject).settings
    if found is None:
        raise Skip("pyproject.toml has no `[tool.maturin-compliance]`")
    return found


def maturin(subject: Subject) -> ToolMaturin:
    """Give the table ``[tool.maturin]``."""
    found = pyproject(subject).maturin
    if found is None:
        raise Skip("pyproject.toml has no `[tool.maturin]`")
    return found


def manifest(subject: Subject) -> Manifest:
    """Give the package's Cargo.toml."""
    found = subject.project.package.manifest
    if found is None:
        raise Skip("no Cargo.toml was found for the package")
    return found


def inside(folder: str, path: str) -> str:
    """Give a path that is written relative to a folder as one relative to the root."""
    return normpath(join(folder, path))


def exists(subject: Subject, path: str) -> bool:
    """Tell whether a path relative to the root is a file, or a folder with a file in it."""
    tree = subject.project.tree
    return path == "." or path in tree or bool(tree.under(path))


def maturin_requirement(subject: Subject) -> Dependency:
    """Give the requirement on maturin of ``[build-system]``."""
    system = pyproject(subject).build_system
    found = system.maturin if system else None
    if found is None:
        raise Skip("`[build-system] requires` does not ask for maturin")
    return found


def builds(subject: Subject) -> tuple[Build, ...]:
    """Give the builds with maturin whose wheels the release ships, as far as their arguments are known."""
    release = subject.expansion.release
    shipped = [(wheel.filename, wheel.origin) for wheel in release.wheels]
    wheels = tuple(
        build
        for build in release.builds
        if build.tool in MATURIN
        and all(map(known, build.arguments))
        and any((wheel.filename, wheel.origin) in shipped for wheel in build.wheels)
    )
    if not wheels:
        raise Skip(_why_none(release))
    return wheels


def _why_none(release: Release) -> str:
    """Say why no call of maturin in a workflow builds the release's wheels."""
    tools = {build.tool for build in release.builds if build.wheels}
    if "cibuildwheel" in tools:
        return "cibuildwheel builds the wheels of the release, by way of the build backend"
    if "build" in tools:
        return "the wheels of the release are built by way of the build backend, not by a call of maturin"
    if any(build.wheels and not all(map(known, build.arguments)) for build in release.builds):
        return "the arguments of the builds are not known"
    if tools:
        return "the release does not upload the wheels that maturin builds"
    if release.not_modelled:
        return "what builds the wheels of the release could not be followed"
    return "no workflow builds wheels of a release with maturin"


def wheels(subject: Subject) -> tuple[Wheel, ...]:
    """Give the wheels of the release."""
    found = subject.expansion.release.wheels
    if not found:
        raise Skip("no wheel of the release could be told from the workflows")
    return found


def all_followed(subject: Subject, what: str, may_make: Callable[[str], bool] = lambda _: True) -> None:
    """Ask that all that the release builds is known, before a check says that it lacks something (Markdown).

    ``may_make`` tells whether a build for a target could make it; those for others need not be known.
    """
    for note in subject.expansion.release.not_modelled:
        if note.target is None or may_make(note.target):
            raise Skip(f"not all that the release builds could be followed: {what} may be among it")


def supported_pythons(subject: Subject) -> tuple[int, ...]:
    """Give the minors of the CPythons that are released and have not ended, oldest first."""
    facts = subject.facts
    return tuple(python.minor for python in facts.pythons if python.supported(facts.as_of))


def macos_targets(subject: Subject) -> Iterator[tuple[Build, str]]:
    """Give the builds with ``MACOSX_DEPLOYMENT_TARGET`` in their environment, and its value."""
    for job in subject.expansion.jobs:
        for step in job.steps:
            value = step.env.get("MACOSX_DEPLOYMENT_TARGET")
            if isinstance(value, str):
                yield from ((a, value) for a in step.activities if isinstance(a, Build))
