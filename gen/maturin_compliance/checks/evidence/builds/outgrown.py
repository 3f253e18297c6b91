"""What a project that is built with an old maturin uses that newer ones do not take any more."""

from collections.abc import Iterator, Mapping

from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.builds.arguments import place
from maturin_compliance.checks.evidence.builds.floor import since
from maturin_compliance.checks.text import code, codes
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node

CARGO_FIELDS = ("description", "readme", "license", "authors")
"""Fields of ``[project]`` that maturin can take from ``[package]``, where they have the same name."""


def outgrown(subject: Subject, version: Version) -> Mapping[str, tuple[Location, ...]]:
    """Give what maturin ``version`` takes and the newest does not (Markdown), each with its places."""
    found: dict[str, dict[Location, None]] = {}
    for location, text in _outgrown(subject, version):
        found.setdefault(text, {})[location] = None
    return {text: tuple(places) for text, places in found.items()}


def _outgrown(subject: Subject, version: Version) -> Iterator[tuple[Location, str]]:
    later = {row.name: row for row in subject.facts.maturin_removed if row.since > version}
    for build in (a for a in subject.expansion.activities if isinstance(a, Build)):
        words = {word.partition("=")[0] for word in build.arguments}
        for name in sorted(words & later.keys()):
            yield place(subject, build), f"{code(name)} is gone since {later[name].since}: {later[name].instead}"
    table = package_table(subject).get("metadata")
    maturin = table.mapping.get("maturin") if table else None
    row = later.get("[package.metadata.maturin]")
    if maturin and row:
        yield maturin.location, f"{code(row.name)} is not read since {row.since}: {row.instead}"
    yield from _taken_from_cargo(subject, version)


def _taken_from_cargo(subject: Subject, version: Version) -> Iterator[tuple[Location, str]]:
    """Give the fields that this maturin takes from Cargo.toml, and a newer one only if ``dynamic`` names them."""
    metadata, first = need.pyproject(subject).project, since(subject.facts, "keeps_to_dynamic")
    lost = tuple(from_cargo(subject)) if metadata and version < first else ()
    if metadata and lost:
        says = "only where `dynamic` names " + ("it" if len(lost) == 1 else "them")
        yield metadata.location, f"from {first} on maturin takes {codes(lost)} from `Cargo.toml` {says}"


def from_cargo(subject: Subject) -> Iterator[str]:
    """Give the fields that ``[project]`` neither has nor names in ``dynamic``, and ``[package]`` has."""
    table, package = need.pyproject(subject).document.mapping["project"].mapping, package_table(subject)
    dynamic = {field.value for field in need.metadata(subject).dynamic}
    return (key for key in CARGO_FIELDS if key in package and key not in table and key not in dynamic)


def package_table(subject: Subject) -> Mapping[str, Node]:
    """Give ``[package]`` of the crate; empty without one."""
    manifest = subject.project.package.manifest
    table = manifest.document.mapping.get("package") if manifest else None
    return table.mapping if table else {}
