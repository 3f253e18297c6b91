"""Releases that nothing can be told of, and why."""

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why a tag gives no moment.

    FOREIGN: it is a release of something else, or of another version than its files say. NO_PACKAGE: its
    files hold no package of this name. NOT_MATURIN: the package was not built by maturin yet. NOTHING_BUILT:
    no workflow builds a file of the package at it, as workflows do at other tags. OBJECTS: the clone does not
    hold its files. BROKEN: its objects cannot be read.
    """

    FOREIGN = "foreign"
    NO_PACKAGE = "no package"
    NOT_MATURIN = "not maturin"
    NOTHING_BUILT = "nothing built"
    OBJECTS = "objects"
    BROKEN = "broken"

    @property
    def lasting(self) -> bool:
        """Whether the same commit will always give the same answer."""
        return self not in {Why.OBJECTS, Why.BROKEN}

    @property
    def told(self) -> str:
        """The reason as a line."""
        return _WHY[self]


class Missing(StrEnum):
    """What is missing for a history at all.

    EXTRA: the git library. CHECKOUT: a folder .git. ELSEWHERE: the repository lies out of the root, as for a
    worktree or a submodule, or links lead there. FORMAT: its refs are kept in a form that is not read.
    SHALLOW: tags, in a clone that was made without them. RELEASES: tags that name a version of the package.
    """

    EXTRA = "extra"
    CHECKOUT = "checkout"
    ELSEWHERE = "elsewhere"
    FORMAT = "format"
    SHALLOW = "shallow"
    RELEASES = "releases"

    @property
    def told(self) -> str:
        """What is missing and how to get it, as a line."""
        return _MISSING[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A release tag that gives no moment."""

    tag: str
    version: str
    why: Why


_WHY = {
    Why.FOREIGN: "it is a release of something else",
    Why.NO_PACKAGE: "its files hold no package of this name",
    Why.NOT_MATURIN: "maturin did not build the package yet",
    Why.NOTHING_BUILT: "no workflow builds a wheel or an sdist of the package at it",
    Why.OBJECTS: "the clone does not hold its files; get them with `git fetch --refetch`",
    Why.BROKEN: "its objects cannot be read; look with `git fsck`",
}
_MISSING = {
    Missing.EXTRA: "reading git needs the extra `history`: pip install 'maturin-compliance[history]'",
    Missing.CHECKOUT: "there is no folder .git, as in an sdist; take a clone of the repository",
    Missing.ELSEWHERE: "the repository lies outside of the root, as for a worktree; take a clone of its own",
    Missing.FORMAT: "SHA-256 names and reftables are not read; take a clone with neither",
    Missing.SHALLOW: "the clone is shallow and without release tags; get them with `git fetch --unshallow --tags`",
    Missing.RELEASES: "there is no tag that ends in a version of this package; get tags with `git fetch --tags`",
}
