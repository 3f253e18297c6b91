"""The releases of a checkout, read from git's objects: no checkout, no network, git never run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from packaging.version import Version

from maturin_compliance.errors import UsageError
from maturin_compliance.history.changes import Changes, changes
from maturin_compliance.history.moment import Moment, moment
from maturin_compliance.history.records import Record, records
from maturin_compliance.history.settle import settled
from maturin_compliance.history.tags import ReleaseTag, own_names, parse, release_tags
from maturin_compliance.history.truth import Truth, truths
from maturin_compliance.history.unread import Missing, Unread, Why
from maturin_compliance.judgement import Judgement
from maturin_compliance.published import Published
from maturin_compliance.read.checkout import read_tags
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.files import Memo

MAX_RELEASES = 400
"""Releases that are read, the newest."""
_MAX_CONFIG = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a project shipped over time: its releases, lowest version first.

    ``now`` is the project as it lies there. ``unread`` are tags that look like releases and give nothing,
    those of other packages left out; ``older`` counts those beyond the bound. ``missing`` tells why there are
    no moments at all. ``truths`` hold releases against the index, as far as a snapshot was given.
    """

    moments: tuple[Moment, ...]
    now: Moment
    unread: tuple[Unread, ...] = ()
    older: int = 0
    missing: Missing | None = None
    truths: tuple[Truth, ...] = ()

    @property
    def changes(self) -> tuple[Changes, ...]:
        """What each release changed, the first one left out."""
        return tuple(changes(before, after) for before, after in pairwise(settled(self.moments)))

    @property
    def records(self) -> tuple[Record, ...]:
        """The past of each check that applies now."""
        return records((*settled(self.moments), self.now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What differs between a tag and the files as they lie there, both judged by the same day's facts."""

    before: Moment
    now: Moment
    changes: Changes


def user_cache() -> Path | None:
    """Give the folder in which this user's releases are kept; None without the extra."""
    if find_spec("platformdirs") is None:
        return None
    from platformdirs import user_cache_path  # noqa: PLC0415 - the extra may be missing

    return user_cache_path("maturin-compliance") / "history"


def analyse_history(
    root: Path, analysis: Judgement, *, cache: Path | None = None, published: Sequence[Published] = ()
) -> History:
    """Read the releases of the package that was analysed, each judged by the facts of its own day.

    ``cache`` is a folder to keep them in; None reads all of them anew. ``published`` is what the index holds
    of any versions. Where there is nothing to read the history tells what is missing; nothing is raised.
    """
    now = _now(analysis)
    tags = read_tags(root)
    releases = release_tags(tags, own_names(analysis.project))
    missing = _missing(root, releases)
    if missing is not None:
        return History(moments=(), now=now, missing=missing)
    kept = releases[-MAX_RELEASES:]
    try:
        found = _read_all(root, analysis, kept, tags, cache)
    except ReadError:
        return History(moments=(), now=now, missing=Missing.ELSEWHERE)
    found = _released(found)
    moments = tuple(one for one in found if isinstance(one, Moment))
    return History(
        moments=moments,
        now=now,
        unread=tuple(one for one in found if isinstance(one, Unread) and one.why is not Why.FOREIGN),
        older=len(releases) - len(kept),
        missing=None if moments else _without_moments(root),
        truths=truths(moments, published),
    )


def since(root: Path, analysis: Judgement, tag: str, *, cache: Path | None = None) -> Since:
    """Tell what got better or worse since a tag, by the facts that the analysis was made with.

    Raises UsageError where there is no such tag, or nothing can be read at it.
    """
    missing, tags = _unavailable(root), read_tags(root)
    if missing is not None:
        raise UsageError(f"--since {tag}: {missing.told}")
    if tag not in tags:
        raise UsageError(f"--since {tag}: {Missing.SHALLOW.told if _is_shallow(root) else _unknown(tag, tags)}")
    try:
        found = _read_all(root, analysis, [_any(tag)], tags, cache, on=analysis.facts.as_of)[0]
    except ReadError as error:
        raise UsageError(f"--since {tag}: the repository {error.message}") from None
    if isinstance(found, Unread):
        raise UsageError(f"--since {tag}: {found.why.told}")
    now = _now(analysis)
    return Since(before=found, now=now, changes=changes(found, now))


def _released(found: Sequence[Moment | Unread]) -> list[Moment | Unread]:
    """Take a tag at which nothing is built for no release, where something is built at others."""
    if any(map(_is_built, found)):
        return [_empty(one) if isinstance(one, Moment) and not _is_built(one) else one for one in found]
    first = {one.version: one for one in reversed(found) if isinstance(one, Moment)}
    return [one for one in found if isinstance(one, Unread) or one is first[one.version]]


def _is_built(one: Moment | Unread) -> bool:
    return isinstance(one, Moment) and bool(one.wheels or one.sdist)


def _empty(moment: Moment) -> Unread:
    return Unread(tag=moment.tag, version=moment.version, why=Why.NOTHING_BUILT)


def _now(analysis: Judgement) -> Moment:
    version = analysis.project.version
    return moment(
        analysis,
        tag=analysis.expansion.release.tag,
        version=version.value if version else "",
        commit="",
        committed=analysis.facts.as_of,
    )


def _read_all(
    root: Path,
    analysis: Judgement,
    tags: Sequence[ReleaseTag],
    ids: Mapping[str, str],
    cache: Path | None,
    on: date | None = None,
) -> list[Moment | Unread]:
    """Read tags, of several for one version up to the first that builds. Raises ReadError for no store."""
    from maturin_compliance.history.cache import Cache  # noqa: PLC0415 - needs the extra
    from maturin_compliance.history.objects import open_objects  # noqa: PLC0415 - needs the extra
    from maturin_compliance.history.reading import Reader  # noqa: PLC0415 - needs the extra

    checkout, done = analysis.project.checkout, set[Version]()
    found: list[Moment | Unread] = []
    with open_objects(root) as objects:
        reader = Reader(
            root=root,
            package=analysis.project.name,
            repository=checkout.repository if checkout else None,
            objects=objects,
            cache=Cache(cache),
            memo=Memo(),
            as_of=on,
        )
        for tag in tags:
            if tag.version not in done:
                found.append(reader.read(tag, ids[tag.name]))
                done |= {tag.version} if _is_built(found[-1]) else set()
    return found


def _missing(root: Path, releases: Sequence[ReleaseTag]) -> Missing | None:
    return _unavailable(root) or (None if releases else _without_moments(root))


def _without_moments(root: Path) -> Missing:
    return Missing.SHALLOW if _is_shallow(root) else Missing.RELEASES


def _unavailable(root: Path) -> Missing | None:
    """Why nothing can be read of the repository, whatever its tags are."""
    git = root / ".git"
    if find_spec("dulwich") is None or find_spec("platformdirs") is None:
        return Missing.EXTRA
    if git.is_symlink() or git.is_file():
        return Missing.ELSEWHERE
    if not git.is_dir():
        return Missing.CHECKOUT
    return Missing.FORMAT if (git / "reftable").is_dir() or _is_sha256(git / "config") else None


def _is_sha256(config: Path) -> bool:
    if config.is_symlink() or not config.is_file():  # a pipe would never end
        return False
    try:
        with config.open("rb") as file:
            return b"sha256" in file.read(_MAX_CONFIG).lower()
    except OSError:
        return False


def _is_shallow(root: Path) -> bool:
    return (root / ".git/shallow").is_file()


def _any(tag: str) -> ReleaseTag:
    return parse(tag) or ReleaseTag(tag, Version("0"), "")


def _unknown(tag: str, tags: Mapping[str, str]) -> str:
    near = get_close_matches(tag, tags, n=3, cutoff=0.5)
    return f"no such tag{'; did you mean ' + ' or '.join(near) + '?' if near else ''}"
