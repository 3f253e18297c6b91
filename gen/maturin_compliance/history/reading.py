"""From the tags of a checkout to what the project shipped at each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from maturin_compliance.errors import UsageError
from maturin_compliance.facts import first, load
from maturin_compliance.history.cache import Cache
from maturin_compliance.history.moment import Moment, moment
from maturin_compliance.history.objects import CommitInfo, DulwichObjects
from maturin_compliance.history.tags import ReleaseTag, is_of
from maturin_compliance.history.unread import Unread, Why
from maturin_compliance.judgement import Judgement, judge
from maturin_compliance.model.project import Checkout, Package, Project
from maturin_compliance.read import read_source
from maturin_compliance.read.commit import CommitSource, MissingObjectError
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.files import Memo


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads releases of one package; what it reads twice it parses once.

    ``as_of`` judges whatever a tag names by the facts of that day; None takes releases of the package alone,
    each judged by the facts of its own day.
    """

    root: Path
    package: str
    repository: str | None
    objects: DulwichObjects
    cache: Cache
    memo: Memo
    as_of: date | None = None

    def read(self, tag: ReleaseTag, identity: str) -> Moment | Unread:
        """Give what a project shipped at a tag, ``identity`` being the object that the tag names."""
        try:
            commit = self.objects.commit(identity)
        except MissingObjectError:
            return _unread(tag, Why.OBJECTS)
        except ReadError:
            return _unread(tag, Why.BROKEN)
        on = self.as_of or commit.date
        key = (commit.id, tag.name, self.package, str(self.repository), self.root.resolve().name, str(self.as_of))
        found = self.cache.get(*key)
        if found is None:
            found = self._made(tag, commit, on)
            if isinstance(found, Moment) or found.why.lasting:
                self.cache.put(found, *key)
        return found

    def _made(self, tag: ReleaseTag, commit: CommitInfo, on: date) -> Moment | Unread:
        about = Checkout(commit=commit.id, repository=self.repository, tags=(tag.name,), every_tag=(tag.name,))
        source = CommitSource(self.root, self.objects, commit.tree_id, about)
        try:
            project = read_source(source, package=self.package, memo=self.memo)
        except UsageError:
            return _unread(tag, Why.OBJECTS if source.absent else Why.NO_PACKAGE)
        except ReadError:
            return _unread(tag, Why.BROKEN)
        if source.absent:
            return _unread(tag, Why.OBJECTS)
        if not _is_maturin(project.package):
            return _unread(tag, Why.NOT_MATURIN)
        return self._judged(project, tag, commit, on)

    def _judged(self, project: Project, tag: ReleaseTag, commit: CommitInfo, on: date) -> Moment | Unread:
        analysis = judge(project, load(max(on, first())), tag=tag.name)
        if self.as_of is None and not is_of(tag, project, tuple(_versions(analysis))):
            return _unread(tag, Why.FOREIGN)
        return moment(analysis, tag=tag.name, version=str(tag.version), commit=commit.id, committed=commit.date)


def _unread(tag: ReleaseTag, why: Why) -> Unread:
    return Unread(tag=tag.name, version=str(tag.version), why=why)


def _is_maturin(package: Package) -> bool:
    """Whether maturin builds a package: its pyproject.toml says so, or there is nothing but a crate."""
    if package.pyproject is None:
        return package.manifest is not None
    system = package.pyproject.build_system
    backend = system.build_backend.value if system and system.build_backend else None
    return backend == "maturin" or package.pyproject.maturin is not None


def _versions(analysis: Judgement) -> Iterator[str]:
    yield from (wheel.version for wheel in analysis.expansion.release.wheels)
    if analysis.project.version:
        yield analysis.project.version.value
