"""The oldest maturin that a project admits, and what it uses of newer ones."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from packaging.specifiers import Specifier
from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence import crate
from maturin_compliance.checks.evidence.maturin_keys import keys, used
from maturin_compliance.checks.text import code
from maturin_compliance.facts import Facts, MaturinKey
from maturin_compliance.location import Location


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


def to_paste(lowest: Version | None, written: Iterable[Specifier] = ()) -> str:
    """Give a requirement with both bounds: the upper one as written, where it is above, or the next major."""
    version = lowest or Version("1.0")
    short = version.public.removesuffix(".0") if version.micro == 0 else version.public
    uppers = (s.version for s in written if s.operator == "<" and Version(s.version) > version)
    upper = min(uppers, key=Version, default=str(version.major + 1))
    return f"maturin>={short},<{upper.removesuffix('.0')}"


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
