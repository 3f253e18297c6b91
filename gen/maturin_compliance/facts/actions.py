"""GitHub Actions: inputs and runtimes by version, and those that are archived."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from packaging.version import Version

from maturin_compliance.facts.table import Row, rows

TABLE = "actions"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionVersion(Row):
    """A stretch of versions of an action, from ``version`` on within one major.

    ``runtime`` is ``runs.using`` of its action.yml (node20, node24, docker, composite);
    ``inputs`` are those of the last version in the stretch, ``inner`` the actions ("owner/name@ref") that a
    composite one uses.
    """

    action: str
    version: Version
    released: date
    runtime: str
    inputs: tuple[str, ...]
    inner: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactAction(Row):
    """An action that moves no tag of its majors since a version; ``newest`` is the tag of its newest one."""

    action: str
    since: Version
    newest: str
    released: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedService(Row):
    """A service, closed since a day, that the versions of an action below ``until`` need."""

    action: str
    until: Version
    since: date
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedAction(Row):
    """An action whose repository is archived, known since a day; ``instead`` may name another."""

    action: str
    since: date
    instead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action as it stood on a date; an archived one need not have versions here."""

    name: str
    versions: tuple[ActionVersion, ...]
    archived: ArchivedAction | None
    exact: ExactAction | None = None
    closed: ClosedService | None = None

    @property
    def newest(self) -> ActionVersion | None:
        """The newest stretch of versions."""
        return max(self.versions, key=_version, default=None)

    @property
    def newest_major(self) -> int | None:
        """The newest major version."""
        return self.newest.version.major if self.newest else None

    @property
    def newest_tag(self) -> str | None:
        """The tag to use: that of the newest major, or of the newest version where none moves with a major."""
        if self.exact is not None:
            return self.exact.newest or None
        return f"v{self.newest_major}" if self.newest_major else None

    def at(self, ref: str) -> ActionVersion | None:
        """Give the versions that a ref of the form ``v4`` or ``v4.2.1`` stands for.

        None for a branch, a commit, or a major that is not in the table. A comment beside a commit
        that names its version can be given instead of the commit.
        """
        match = re.fullmatch(r"(?:release/)?v?(\d+)((?:\.\d+){0,2})", ref)
        if match is None:
            return None
        major = [v for v in self.versions if v.version.major == int(match[1])]
        if match[2]:
            exact = Version(match[1] + match[2])
            major = [v for v in major if v.version <= exact] or major[:1]
        return max(major, key=_version, default=None)


def action(on: date, name: str) -> Action | None:
    """Give an action by what ``uses:`` names, with or without a path and a ref; None if unknown."""
    owner, _, rest = name.partition("@")[0].partition("/")
    return _action(on, f"{owner}/{rest.partition('/')[0]}".lower())


@lru_cache(maxsize=1024)  # asked for each step of each job
def _action(on: date, wanted: str) -> Action | None:
    known = rows(TABLE, "version", ActionVersion)
    versions = tuple(v for v in known if v.action.lower() == wanted and v.released <= on)
    gone = (a for a in rows(TABLE, "archived", ArchivedAction) if a.action.lower() == wanted)
    archived = next((a for a in gone if a.since <= on), None)
    if not versions and archived is None:
        return None
    spelled = versions[0].action if versions else wanted
    return Action(
        name=archived.action if archived else spelled,
        versions=versions,
        archived=archived,
        exact=_exact(on, wanted, versions),
        closed=_closed(on, wanted),
    )


def _exact(on: date, wanted: str, versions: tuple[ActionVersion, ...]) -> ExactAction | None:
    """Give what stands in for a moving tag; before the day of its newest tag, that of the newest version known."""
    row = next((e for e in rows(TABLE, "exact", ExactAction) if e.action.lower() == wanted), None)
    newest = max(versions, key=_version, default=None)
    if row is None or newest is None or newest.version < row.since:
        return None
    return row if row.released <= on else _before(row, newest)


def _before(row: ExactAction, newest: ActionVersion) -> ExactAction:
    """Give the row of a day before its newest tag; how a calendar version's tag was written is not known."""
    tag = f"v{newest.version}" if row.newest.startswith("v") else ""
    return replace(row, newest=tag, released=newest.released)


def _closed(on: date, wanted: str) -> ClosedService | None:
    found = (c for c in rows(TABLE, "closed", ClosedService) if c.action.lower() == wanted)
    return next((c for c in found if c.since <= on), None)


def _version(version: ActionVersion) -> Version:
    return version.version
