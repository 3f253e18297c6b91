"""The oldest maturin that a project admits, what it uses of newer ones, and the requirement to write."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from packaging.specifiers import Specifier, SpecifierSet
from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.builds.maturin_keys import keys, used
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.text import code, fence, quoted
from maturin_compliance.facts import Facts, MaturinKey, MaturinRelease
from maturin_compliance.location import Location
from maturin_compliance.model.pyproject import Dependency

RECENT = timedelta(days=2 * 365)
"""How old the newest maturin that a requirement admits may be."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that maturin knows since a version; ``what`` is Markdown, ``location`` where it is used."""

    since: Version
    what: str
    location: Location


def floor(subject: Subject) -> Version:
    """Give the oldest maturin that ``[build-system] requires`` admits; skips where it does not tell."""
    requirement = need.maturin_requirement(subject).requirement
    if requirement is None or requirement.url:
        raise Skip("the requirement on maturin names no version")
    for release in subject.facts.maturin_releases:
        if not release.yanked and requirement.specifier.contains(release.version):
            return release.version
    raise Skip("no maturin known on the day of the facts fits the requirement")


def held_back(subject: Subject) -> MaturinRelease | None:
    """Give the newest maturin that the requirement admits where that is an old one, else None."""
    requirement, facts = need.maturin_requirement(subject).requirement, subject.facts
    newest = facts.newest_maturin(requirement.specifier) if requirement else None
    release = next((r for r in facts.maturin_releases if r.version == newest), None)
    return release if release and facts.as_of - release.released > RECENT else None


def is_too_old(subject: Subject, wanted: Version) -> bool:
    """Whether the requirement admits a maturin that is older than what something needs."""
    try:
        return floor(subject) < wanted
    except Skip:
        return False


def needs(subject: Subject) -> Iterator[Need]:
    """Give what the project uses that not every maturin knows."""
    project, facts = need.pyproject(subject), subject.facts
    known = keys(facts)
    if project.maturin:
        for written, name, node in used(project.maturin.entries, known):
            if name in known and not _came_with_its_table(name, known):
                yield Need(known[name].since, f"the key {code(written)}", node.location)
        for feature in project.maturin.features:
            if feature.python_version or feature.python_implementation:
                what = "a feature with a condition"
                yield Need(since(facts, "conditional_features"), what, feature.location)
    if project.project and project.project.license and project.project.license.expression:
        what = "`License-Expression` in the metadata"
        yield Need(since(facts, "license_expression"), what, project.project.license.location)
    yield from _needs_of_pyo3(subject)


def _came_with_its_table(name: str, known: Mapping[str, MaturinKey]) -> bool:
    table = known.get(name.rpartition(".")[0])
    return table is not None and table.since >= known[name].since


def since(facts: Facts, name: str) -> Version:
    """Give the maturin that first has a behaviour (a boolean field of ``facts.maturin.Maturin``)."""
    return min(change.since for change in facts.maturin_changes(name) if change.value is True)


def enough(subject: Subject) -> Version:
    """Give the oldest maturin that does for all that the project uses and for what the checks' fixes bring in.

    Every check that advises a requirement takes this one, so that the line is written once.
    """
    newest = subject.facts.newest_maturin() or Version("1.0")
    used_now = (each.since for each in needs(subject))
    wanted = (*used_now, *_brought_in(subject), *_written(subject))
    return max((version for version in wanted if version <= newest), default=newest)


def _written(subject: Subject) -> Iterator[Version]:
    """Give the lowest version that the requirement admits, where it has a lower bound at all."""
    system = need.pyproject(subject).build_system
    requirement = system.maturin.requirement if system and system.maturin else None
    if requirement and any(s.operator in {">=", ">", "~=", "=="} for s in requirement.specifier):
        with suppress(Skip):
            yield floor(subject)


def _brought_in(subject: Subject) -> Iterator[Version]:
    """Give the maturins that a license expression and a pyo3 without ``extension-module`` need."""
    metadata = need.pyproject(subject).project
    if metadata and "license" not in {field.value for field in metadata.dynamic}:
        yield since(subject.facts, "license_expression")
    try:
        crate.extension(subject)
    except Skip:
        return
    newest = subject.facts.newest_pyo3()
    if newest and subject.facts.pyo3(newest).build_extension_module:
        yield since(subject.facts, "build_extension_module")


def to_write(subject: Subject, *, plain: bool = False) -> str:
    """Give `[build-system] requires` with the requirement on maturin that is enough, as a block to paste.

    ``plain`` leaves extras and markers out, which maturin-action cannot read.
    """
    project = need.pyproject(subject)
    listed = project.build_system.requires if project.build_system else ()
    lowest, wide = enough(subject), bool(listed) and _is_narrow(subject)
    line = ", ".join(quoted(text) for text in _requirements(listed, lowest, plain=plain, wide=wide))
    return fence(f"[build-system]\nrequires = [{line}]", "toml", project.path)


def _is_narrow(subject: Subject) -> bool:
    try:
        return held_back(subject) is not None
    except Skip:
        return False


def _requirements(listed: tuple[Dependency, ...], lowest: Version, *, plain: bool, wide: bool) -> Iterator[str]:
    """Give the list with another requirement on maturin; ``wide`` where its upper bound has to go."""
    found = False
    for dependency in listed:
        requirement = dependency.requirement
        if requirement is None or requirement.name != "maturin":
            yield dependency.text
            continue
        found = True
        extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras and not plain else ""
        marker = f"; {requirement.marker}" if requirement.marker and not plain else ""
        upper = None if wide else requirement.specifier
        yield f"maturin{extras}{bounds(lowest, upper)}{marker}"
    if not found:
        yield f"maturin{bounds(lowest)}"


def bounds(lowest: Version, written: SpecifierSet | None = None) -> str:
    """Give both bounds: the upper one as written, where it lies above, or the next major version."""
    short = lowest.public.removesuffix(".0") if lowest.micro == 0 else lowest.public
    uppers = [upper for s in written or () if (upper := _upper(s)) and upper > lowest]
    return f">={short},<{_short(min(uppers, default=Version(str(max(lowest.major, 1) + 1))))}"


def _upper(specifier: Specifier) -> Version | None:
    """Give the first version above a bound; None for one that is none, or that a comma cannot say."""
    if specifier.operator == "<":
        return Version(specifier.version)
    if specifier.operator == "~=":
        fixed = Version(specifier.version).release[:-1]
        return Version(".".join(map(str, (*fixed[:-1], fixed[-1] + 1))))
    return None


def _short(version: Version) -> str:
    """A bound without zeros at its end: ``2`` for ``2.0``."""
    text = version.public
    while text.endswith(".0"):
        text = text.removesuffix(".0")
    return text


def _needs_of_pyo3(subject: Subject) -> Iterator[Need]:
    try:
        pyo3 = crate.extension(subject)
    except Skip:
        return
    place, facts = pyo3.dependency.location, subject.facts
    plain = pyo3.version is not None and "extension-module" not in pyo3.features
    if plain and facts.pyo3(pyo3.known).build_extension_module:
        what = f"pyo3 {pyo3.version} without `extension-module`"
        yield Need(since(facts, "build_extension_module"), what, place)
    if pyo3.abi3t:
        yield Need(since(facts, "abi3t"), "pyo3's `abi3t`", pyo3.abi3t.location or place)
