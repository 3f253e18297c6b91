"""PyO3/maturin-action: its releases, names of targets, default images, what reaches a container."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from packaging.version import Version

from maturin_compliance.facts.table import Row, released, rows

TABLE = "maturin_action"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRelease(Row):
    """A tag of the action; ``runtime`` is ``runs.using`` of its action.yml."""

    version: Version
    released: date
    runtime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByVersion(Row):
    """What holds from one version of the action up to, and not including, another."""

    since: Version
    until: Version | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAlias(_ByVersion):
    """A short name of a Rust target.

    ``family`` is macos, windows, or on Linux manylinux or musllinux, as the input ``manylinux``
    begins. A name that is not listed passes through as it stands.
    """

    family: str
    name: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultContainer(_ByVersion):
    """The image for a runner's architecture (x64, arm64, riscv64), a Rust target and a key.

    ``key`` is the input ``manylinux`` without its leading ``manylinux`` or ``manylinux_``.
    """

    host: str
    target: str
    key: str
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentPrefix(_ByVersion):
    """Environment variables whose names begin with ``prefix`` are handed to the container."""

    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionInput(_ByVersion):
    """An input of the action."""

    name: str


V = TypeVar("V", bound=_ByVersion)


@dataclass(frozen=True, slots=True)
class MaturinAction:
    """One version of the action."""

    version: Version

    def target(self, family: str, name: str) -> str:
        """Give the Rust target of a name; see TargetAlias for the families."""
        for alias in self._rows("alias", TargetAlias):
            if (alias.family, alias.name) == (family, name):
                return alias.target
        return name

    def target_aliases(self, family: str) -> dict[str, str]:
        """Give all short names of a family with their Rust targets."""
        found = self._rows("alias", TargetAlias)
        return {alias.name: alias.target for alias in found if alias.family == family}

    def container(self, host: str, target: str, key: str) -> DefaultContainer | None:
        """Give the default image, or None where the action has none for these three."""
        for row in self._rows("container", DefaultContainer):
            if (row.host, row.target, row.key) == (host, target, key):
                return row
        return None

    def container_keys(self, host: str, target: str) -> tuple[str, ...]:
        """Give the keys that have a default image for a runner's architecture and a target."""
        found = self._rows("container", DefaultContainer)
        return tuple(row.key for row in found if (row.host, row.target) == (host, target))

    @property
    def environment_prefixes(self) -> tuple[str, ...]:
        """Prefixes of variables handed to the container; empty before 1.42.2, which handed all."""
        return tuple(row.prefix for row in self._rows("environment", EnvironmentPrefix))

    @property
    def inputs(self) -> tuple[str, ...]:
        """Names of the inputs."""
        return tuple(row.name for row in self._rows("input", ActionInput))

    @property
    def runtime(self) -> str:
        """``runs.using`` of the action.yml, such as node24."""
        known = rows(TABLE, "release", ActionRelease)
        return [r.runtime for r in known if r.version <= self.version][-1]

    def _rows(self, array: str, kind: type[V]) -> tuple[V, ...]:
        make: Callable[..., V] = kind
        found: tuple[V, ...] = _holding(array, make, self.version)
        return found


def releases(on: date) -> tuple[ActionRelease, ...]:
    """Give the releases up to a date, oldest version first."""
    return tuple(released(rows(TABLE, "release", ActionRelease), on))


def resolve(on: date, ref: str | None) -> MaturinAction:
    """Give the version that a git ref of the action stood for on a date.

    ``v1`` follows the newest ``v1.x.y``, ``v1.51.0`` is exact; a branch, a commit or anything
    else (None) is taken for the newest.
    """
    known = releases(on)
    exact = (r for r in known if ref is not None and f"v{r.version}" == ref)
    found = next(exact, known[-1] if known else rows(TABLE, "release", ActionRelease)[0])
    return MaturinAction(found.version)


@lru_cache(maxsize=256)  # asked for each step that uses the action
def _holding(array: str, kind: Any, version: Version) -> tuple[Any, ...]:
    items = rows(TABLE, array, kind)
    return tuple(i for i in items if i.since <= version and (i.until is None or version < i.until))
