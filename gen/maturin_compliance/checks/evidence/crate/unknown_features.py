"""Cargo features that are asked for and that nothing has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.builds import arguments
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.crate.cargo_features import unknown_features
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Located, Location
from maturin_compliance.model.cargo import Manifest

CLOSE = 0.75
"""How alike two names are (difflib's ratio) for one to be taken for a slip of the other."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name, where it is asked for, what is wrong (Markdown), and the name that may be meant."""

    name: str
    location: Location
    message: str
    meant: str | None


def unknown(subject: Subject) -> Iterator[Unknown]:
    """Give the features that no crate has: of the package's crate, and of pyo3."""
    manifest, of_pyo3 = need.manifest(subject), _of_pyo3(subject)
    names = {d.key for d in manifest.dependencies if d.package == "pyo3"}
    for asked in _asked(subject):
        key, slash, feature = asked.value.partition("/")
        if unknown_features(manifest, asked.value):
            message = f"the crate has no feature {code(asked.value)}"
            yield Unknown(asked.value, asked.location, message, _near(manifest, asked.value, names, of_pyo3))
        elif slash and key.removesuffix("?") in names:
            yield from _pyo3_has(of_pyo3, asked.value, feature, asked.location)
    for dependency in manifest.dependencies:
        if dependency.package == "pyo3":
            for item in dependency.features:
                yield from _pyo3_has(of_pyo3, item.value, item.value, item.location)
    for implied in (item for items in manifest.features.values() for item in items):
        key, slash, feature = implied.value.partition("/")
        if slash and key.removesuffix("?") in names:
            yield from _pyo3_has(of_pyo3, implied.value, feature, implied.location)


def _asked(subject: Subject) -> Iterator[Located[str]]:
    """The features that ``[tool.maturin]`` and the command lines of all workflows ask for."""
    package = subject.project.package
    tool = package.pyproject.maturin if package.pyproject else None
    for feature in tool.features if tool else ():
        yield Located(feature.feature, feature.location)
    for build in subject.expansion.activities:
        if isinstance(build, Build) and build.tool in need.MATURIN and build.package == package.folder:
            place = arguments.place(subject, build)
            yield from (Located(name, place) for name in arguments.features(build))


def _of_pyo3(subject: Subject) -> tuple[str, frozenset[str]]:
    """The version of pyo3, and its features where they are known."""
    try:
        version = crate.pyo3(subject).version
    except Skip:
        version = None
    return (str(version), subject.facts.pyo3_features(version)) if version else ("", frozenset())


def _pyo3_has(known: tuple[str, frozenset[str]], name: str, feature: str, place: Location) -> Iterator[Unknown]:
    version, features = known
    if features and feature not in features and feature != "default":
        close = get_close_matches(feature, sorted(features), n=1, cutoff=CLOSE)
        meant = f"{name.removesuffix(feature)}{close[0]}" if close else None
        yield Unknown(name, place, f"pyo3 {version} has no feature {code(feature)}", meant)


def _near(manifest: Manifest, name: str, keys: set[str], of_pyo3: tuple[str, frozenset[str]]) -> str | None:
    """The feature of the crate, or of its pyo3, that a name may be a slip of."""
    own = {*manifest.features, *(d.key for d in manifest.dependencies if d.optional)}
    there: Mapping[str, str] = {
        **{feature: f"{key}/{feature}" for key in sorted(keys) for feature in of_pyo3[1]},
        **{feature: feature for feature in own},
    }
    close = get_close_matches(name, sorted(there), n=1, cutoff=CLOSE)
    return there[close[0]] if close else None


def fix(manifest: Manifest, found: Unknown) -> str:
    """Give what to write instead, or where to look for it."""
    if found.meant is not None:
        return f"Write {code(found.meant)}."
    if not found.message.startswith("the crate"):
        return "Name one of its features, or delete it."
    plain = found.name.replace("-", "").replace("_", "").isalnum()
    lines = fence(f"[features]\n{found.name} = []", "toml", manifest.path)
    return lines if plain else f"Name one of the features of {code(manifest.path)}."
