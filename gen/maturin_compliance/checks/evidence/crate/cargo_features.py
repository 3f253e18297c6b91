"""Names of Cargo features as ``[tool.maturin] features`` writes them."""

from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CrateDependency, Manifest


def unknown_features(manifest: Manifest, name: str) -> bool:
    """Tell whether Cargo would not find a feature: ``name``, ``dependency/name`` or ``crate/name``."""
    crate, slash, _ = name.partition("/")
    if not slash:
        optional = {d.key for d in manifest.dependencies if d.optional}
        return name != "default" and name not in manifest.features and name not in optional
    own = manifest.name.value if manifest.name else None
    return crate.removesuffix("?") != own and _dependency(manifest, crate) is None


def duplicated(manifest: Manifest, name: str, *, default: bool) -> Location | None:
    """Give the line of a manifest that turns a feature on by itself, None where it does not.

    ``default`` tells whether the default features count.
    """
    crate, slash, feature = name.partition("/")
    dependency = _dependency(manifest, crate) if slash else None
    if dependency:
        for item in dependency.features:
            if item.value == feature:
                return item.location
    waiting, seen = ["default"] if default else [], set[str]()
    while waiting:
        current = waiting.pop()
        for item in manifest.features.get(current, ()) if current not in seen else ():
            if item.value == name:
                return item.location
            waiting.append(item.value)
        seen.add(current)
    return None


def _dependency(manifest: Manifest, key: str) -> CrateDependency | None:
    return next((d for d in manifest.dependencies if d.key == key.removesuffix("?")), None)
