"""Every place that turns pyo3's feature ``extension-module`` on, and what to take away there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.builds.arguments import features, place
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.text import code, quoted
from maturin_compliance.expand.maturin.crate import Activation
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CrateDependency, Manifest

FEATURE = "extension-module"


@dataclass(frozen=True, slots=True)
class Edit:
    """Words to take away at a place; ``whole`` where the entry is a feature that nothing else is left in."""

    location: Location
    words: str
    whole: bool = False

    @property
    def text(self) -> str:
        """What to do there (Markdown)."""
        what = "the feature " if self.whole else ""
        return f"- {code(self.location)}: delete {what}{code(self.words)}"


@dataclass(slots=True)
class _Search:
    """Features that do nothing but turn the feature on, by the path of their manifest, and the edits."""

    active: Activation
    empty: set[tuple[str, str]] = field(default_factory=set)

    def entry(self, manifest: Manifest, item: str) -> bool:
        """Whether an item of a feature turns ``extension-module`` on."""
        target, slash, feature = item.partition("/")
        if not slash:
            return (manifest.path, item) in self.empty
        return any(self.asked(d, feature) for d in Activation.named(manifest, target.removesuffix("?")))

    def asked(self, dependency: CrateDependency, feature: str) -> bool:
        """Whether a feature of a dependency is ``extension-module``, or does nothing but turn it on."""
        if dependency.package in crate.BINDINGS:
            return feature == FEATURE
        return (self.active.local(dependency), feature) in self.empty

    def grow(self, manifests: list[Manifest]) -> None:
        """Find the features of which nothing is left, until there are no more."""
        before = -1
        while before < len(self.empty):
            before = len(self.empty)
            for manifest in manifests:
                for name, items in manifest.features.items():
                    if name != "default" and items and all(self.entry(manifest, item.value) for item in items):
                        self.empty.add((manifest.path, name))

    def edits(self, manifest: Manifest) -> Iterator[Edit]:
        """What to take away in a manifest."""
        for dependency in manifest.dependencies:
            for item in dependency.features if dependency.kind == "normal" else ():
                if self.asked(dependency, item.value):
                    yield Edit(item.location, quoted(item.value))
        for name, items in manifest.features.items():
            if (manifest.path, name) in self.empty:
                yield Edit(manifest.feature_locations[name], name, whole=True)
                continue
            for item in items:
                if self.entry(manifest, item.value):
                    yield Edit(item.location, quoted(item.value))


def edits(subject: Subject) -> tuple[Edit, ...]:
    """Give what to take away so that ``extension-module`` is off and nothing asks for a feature that is gone."""
    manifest, active = need.manifest(subject), crate.activation(subject)
    manifests = [subject.project.manifests[path] for path in sorted(active.own, key=lambda p: p != manifest.path)]
    search = _Search(active)
    search.grow(manifests)
    found = [edit for each in manifests for edit in search.edits(each)]
    pyproject = subject.project.package.pyproject
    asked = pyproject.maturin.features if pyproject and pyproject.maturin else ()
    found += [Edit(each.location, quoted(each.feature)) for each in asked if search.entry(manifest, each.feature)]
    for build in (a for a in subject.expansion.activities if isinstance(a, Build)):
        asked_for = [name for name in features(build) if search.entry(manifest, name)]
        found += [Edit(place(subject, build), _option(build, name)) for name in asked_for]
    return tuple(dict.fromkeys(found))


def _option(build: Build, name: str) -> str:
    """The words of a command line that ask for a feature: with their option where it asks for nothing else."""
    words = build.arguments
    for before, word in pairwise(words):
        if before in {"--features", "-F"} and word == name:
            return f"{before} {name}"
    alone = (f"{option}{name}" for option in ("--features=", "-F=", "-F"))
    return next((word for word in alone if word in words), name)
