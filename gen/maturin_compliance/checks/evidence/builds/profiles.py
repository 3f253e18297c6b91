"""The Cargo profiles that the release's wheels are built with."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.expand.maturin.options import parse
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import Manifest

Value = bool | int | str | None

DEFAULTS: Mapping[str, Mapping[str, Value]] = {
    "release": {"opt-level": 3, "debug": False, "strip": "none", "lto": False, "codegen-units": 16},
    "dev": {"opt-level": 0, "debug": True, "strip": "none", "lto": False, "codegen-units": 256},
}
"""What Cargo sets where the manifest does not (Cargo's reference, "Profiles")."""

BUILT_IN = frozenset({"dev", "release", "test", "bench"})

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """A profile with all that it inherits; ``path`` is the manifest that Cargo reads profiles from."""

    name: str
    manifest: Manifest

    @property
    def path(self) -> str:
        """The root manifest of the workspace."""
        return self.manifest.path

    def value(self, setting: str) -> Value:
        """The value that holds, Cargo's default included."""
        for name in self._line():
            profile = self.manifest.profiles.get(name)
            if profile and setting in profile.settings:
                return profile.settings[setting].value
        base = self._line()[-1]
        return DEFAULTS.get(base, DEFAULTS["release"]).get(setting)

    def has(self, setting: str) -> bool:
        """Whether the manifest sets it."""
        return any(
            setting in profile.settings for name in self._line() if (profile := self.manifest.profiles.get(name))
        )

    def location(self, setting: str) -> Location:
        """The line of a setting, else of the profile, else the manifest."""
        found = [p for name in self._line() if (p := self.manifest.profiles.get(name))]
        for profile in found:
            if setting in profile.settings:
                return profile.settings[setting].location
        return found[0].location if found else self.manifest.location

    def _line(self) -> tuple[str, ...]:
        """The profile and those it inherits from, ending in one of Cargo's own."""
        names = [self.name]
        while (profile := self.manifest.profiles.get(names[-1])) and isinstance(
            parent := profile.get("inherits"), str
        ):
            if parent in names:
                break
            names.append(parent)
        return tuple(names)


def _builds(subject: Subject) -> tuple[Build, ...]:
    try:
        return need.builds(subject)
    except Skip:
        return ()


def released(subject: Subject) -> Iterator[Settings]:
    """Give the profiles of the release's builds, each once; ``release`` where none is known."""
    manifest = need.manifest(subject)
    root = subject.project.manifests.get(manifest.workspace_path or manifest.path, manifest)
    pyproject = subject.project.package.pyproject
    tool = pyproject.maturin if pyproject else None
    asked_for = tool.profile.value if tool and tool.profile else None
    default = asked_for or "release"
    asked = [parse(("build", *build.arguments)).profile or default for build in _builds(subject)]
    for name in dict.fromkeys(asked or [default]):
        told = name == asked_for and name not in BUILT_IN | set(root.profiles)
        # One that does not exist has no settings to speak of; names-a-profile-that-exists tells of it.
        if BARE_KEY.fullmatch(name) and not told:
            yield Settings(name, root)
