"""What the crate is for maturin: its bindings, its active features, its stable ABI.

Sources: maturin's bridge/detection.rs, Cargo's "Features" chapter, the features of pyo3 and pyo3-ffi.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.expand.maturin.options import Options
from maturin_compliance.facts import Facts
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CrateDependency, Lockfile, Manifest
from maturin_compliance.model.project import Package, Project
from maturin_compliance.model.requirement import admits

_ABI3 = re.compile(r"(abi3t?)(?:-py3(\d+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class StableAbi:
    """``kind`` is "abi3" or "abi3t"; ``minimum`` the minor of its lowest Python, None for the interpreter's."""

    kind: str
    minimum: int | None
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """The crate of one build. ``bindings`` is "pyo3", "cffi", "uniffi", "bin", or None where it has none.

    ``pyo3`` is its version, exact from Cargo.lock (``pyo3_locked``), else the newest that the requirement
    admits. ``features`` are the active ones of the crate itself.
    ``crates`` are those outside the repository that it depends on, through Cargo.lock also indirectly.
    """

    manifest: Manifest
    bindings: str | None
    features: frozenset[str]
    pyo3: Version | None
    pyo3_locked: bool
    stable: tuple[StableAbi, ...]
    crates: frozenset[str]


def crate(project: Project, package: Package, options: Options, facts: Facts) -> Crate | None:
    """Resolve a package's crate for a command line; None where the package has no manifest to read."""
    manifest = package.manifest
    if manifest is None:
        return None
    active = Activation(project.manifests)
    requested, defaults = wanted_features(package, options)
    if all_features(package, options):
        requested = (*requested, *manifest.features)
    active.activate(manifest, requested, defaults=defaults)
    pyo3 = active.enabled.get("pyo3"), active.enabled.get("pyo3-ffi")
    version, locked = _pyo3_version(package, active, facts)
    return Crate(
        manifest=manifest,
        bindings=bindings(package, options, manifest, active),
        features=frozenset(active.own.get(manifest.path, {})),
        pyo3=version,
        pyo3_locked=locked,
        stable=tuple(stable(active)) if any(found is not None for found in pyo3) else (),
        crates=frozenset(closure(active.enabled, package.lockfile)),
    )


def closure(names: Iterable[str], lockfile: Lockfile | None) -> set[str]:
    """The crates with all that they depend on, as far as Cargo.lock tells; it does not tell of features."""
    needs: dict[str, set[str]] = {}
    for locked in lockfile.crates if lockfile else ():
        needs.setdefault(locked.name, set()).update(locked.dependencies)
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(needs.get(name, ()))
    return found


def wanted_features(package: Package, options: Options) -> tuple[tuple[str, ...], bool]:
    """The features asked for, and whether the default ones stay on.

    Features of the command line replace those of ``[tool.maturin]``; the other keys add up
    (cargo_options.rs, merge_with_pyproject_toml).
    """
    tool = package.pyproject.maturin if package.pyproject else None
    listed = tuple(feature.feature for feature in tool.features) if tool else ()
    no_defaults = options.no_default_features or bool(
        tool and tool.no_default_features and tool.no_default_features.value
    )
    return options.features or listed, not no_defaults


def all_features(package: Package, options: Options) -> bool:
    """Whether every feature is asked for."""
    tool = package.pyproject.maturin if package.pyproject else None
    return options.all_features or bool(tool and tool.all_features and tool.all_features.value)


DEEPEST_PATH = 100
"""Path dependencies that are followed in a row."""


class Activation:
    """Which features of which crates are on: the crate's own, and through path dependencies others'.

    ``own`` maps a manifest's path to its active features with the line of each; ``enabled`` maps the name of
    a crate outside the repository to the features asked of it.
    """

    def __init__(self, manifests: Mapping[str, Manifest]) -> None:
        self.manifests = manifests
        self.own: dict[str, dict[str, Location]] = {}
        self.enabled: dict[str, dict[str, Location]] = {}
        self.dependencies: dict[str, CrateDependency] = {}
        self.depth = 0

    def activate(self, manifest: Manifest, features: Sequence[str], *, defaults: bool) -> None:
        """Turn features of a crate on, with all that they imply."""
        first = manifest.path not in self.own
        own = self.own.setdefault(manifest.path, {})
        waiting = deque((name, manifest.location) for name in features)
        if defaults and "default" in manifest.features:
            waiting.append(("default", manifest.feature_locations["default"]))
        if first:
            for dependency in manifest.dependencies:
                if dependency.kind == "normal" and not dependency.optional:
                    self.depend(dependency)
        while waiting:
            name, location = waiting.popleft()
            waiting += self.turn_on(manifest, own, name, location)

    def turn_on(
        self, manifest: Manifest, own: dict[str, Location], name: str, location: Location
    ) -> Iterator[tuple[str, Location]]:
        """Turn one feature on; gives what it implies in the same crate."""
        target, slash, feature = name.partition("/")
        if slash:
            weak = target.endswith("?")
            target = target.removesuffix("?")
            self.ask(manifest, target, feature, location, weak=weak)
            if not weak and target in manifest.features:
                yield target, location
        elif name.startswith("dep:"):
            for dependency in self.named(manifest, name[4:]):
                self.depend(dependency)
        elif name not in own:
            own[name] = location
            yield from ((item.value, item.location) for item in manifest.features.get(name, ()))
            self.imply(manifest, name)

    def ask(self, manifest: Manifest, key: str, feature: str, location: Location, *, weak: bool) -> None:
        """Turn a feature of a dependency on; a weak one (``crate?/feature``) only where the crate is on."""
        for dependency in self.named(manifest, key):
            if not dependency.optional or not weak or self.is_on(dependency):
                self.depend(dependency, feature, location)

    def imply(self, manifest: Manifest, name: str) -> None:
        """Turn an optional dependency on by the feature that has its name."""
        for dependency in self.named(manifest, name) if name not in manifest.features else ():
            if dependency.optional:
                self.depend(dependency)

    @staticmethod
    def named(manifest: Manifest, key: str) -> list[CrateDependency]:
        """The dependencies of a key; target tables may hold several."""
        return [d for d in manifest.dependencies if d.key == key and d.kind == "normal"]

    def is_on(self, dependency: CrateDependency) -> bool:
        """Whether something has asked for the crate."""
        return dependency.package in self.enabled or self.local(dependency) in self.own

    def local(self, dependency: CrateDependency) -> str | None:
        """The path of the manifest of a crate in this repository."""
        if dependency.path is None:
            return None
        path = "Cargo.toml" if dependency.path == "." else f"{dependency.path}/Cargo.toml"
        return path if path in self.manifests else None

    def depend(
        self, dependency: CrateDependency, feature: str | None = None, location: Location | None = None
    ) -> None:
        """Ask for a dependency with the features of its entry and one more."""
        wanted = {item.value: item.location for item in dependency.features}
        if feature:
            wanted[feature] = location or dependency.location
        path = self.local(dependency)
        if path is not None:
            if self.depth < DEEPEST_PATH:
                self.depth += 1
                self.activate(self.manifests[path], list(wanted), defaults=dependency.default_features)
                self.depth -= 1
            return
        self.dependencies.setdefault(dependency.package, dependency)
        self.enabled.setdefault(dependency.package, {}).update(wanted)


def bindings(package: Package, options: Options, manifest: Manifest, active: Activation) -> str | None:
    """Choose the bindings as detection.rs does: what is asked for, else what the crate depends on."""
    tool = package.pyproject.maturin if package.pyproject else None
    asked = options.bindings or (tool.bindings.value if tool and tool.bindings else None)
    if asked:
        return "pyo3" if asked == "pyo3-ffi" else asked
    cdylib = manifest.lib is not None and any(t.value == "cdylib" for t in manifest.lib.crate_types)
    if {"pyo3", "pyo3-ffi"} & set(active.enabled):
        return "bin" if manifest.bins and not cdylib else "pyo3"
    if "uniffi" in active.enabled:
        return "uniffi"
    if cdylib:
        return "cffi"
    return "bin" if manifest.bins else None


def stable(active: Activation) -> Iterator[StableAbi]:
    """The stable ABIs that the features of pyo3 ask for; the lowest Python counts."""
    found: dict[str, StableAbi] = {}
    for name in ("pyo3-ffi", "pyo3"):
        for feature, location in active.enabled.get(name, {}).items():
            match = _ABI3.fullmatch(feature)
            if not match:
                continue
            kind, minimum = match[1], int(match[2]) if match[2] else None
            before = found.get(kind)
            if before is None or before.minimum is None or (minimum or 99) < before.minimum:
                found[kind] = StableAbi(kind=kind, minimum=minimum, location=location)
    yield from found.values()


def _pyo3_version(package: Package, active: Activation, facts: Facts) -> tuple[Version | None, bool]:
    """The version of pyo3: the locked one, else the newest that the requirement admits on the date."""
    dependency = active.dependencies.get("pyo3") or active.dependencies.get("pyo3-ffi")
    if dependency is None:
        return None, False
    wanted = dependency.requirement or ""
    every = package.lockfile.versions(dependency.package) if package.lockfile else ()
    # A build takes no version that the manifest refuses: Cargo would write the lock file anew, or end.
    locked = [version for version in every if dependency.git or admits(wanted or "*", version) is not False]
    if locked:
        return Version(locked[-1]), True
    specifier = caret(wanted)
    return facts.newest_pyo3(specifier), False


def caret(requirement: str) -> SpecifierSet | None:
    """Cargo's version requirement as a specifier set; None for one without a version."""
    match = re.search(r"\d+(?:\.\d+)*", requirement)
    if match is None:
        return None
    if requirement.strip().startswith("="):
        return SpecifierSet(f"=={match[0]}.*" if match[0].count(".") < 2 else f"=={match[0]}")
    numbers = [int(part) for part in match[0].split(".")]
    fixed = next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)
    upper = [*numbers[:fixed], numbers[fixed] + 1]
    return SpecifierSet(f">={match[0]},<{'.'.join(map(str, upper))}")
