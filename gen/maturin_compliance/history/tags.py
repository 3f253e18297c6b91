"""Which tags are releases, and of what, by their names."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from maturin_compliance.model.project import Project

_MARK = re.compile(r"(?:^|[-_/@.])(?:v|ver|version|rel|release)[-_/@.]*$", re.IGNORECASE)
_SEPARATORS = "-_/@. "
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class ReleaseTag:
    """A tag whose name ends in a version. ``subject`` is what comes before it, "" for a plain version."""

    name: str
    version: Version
    subject: str


def parse(name: str) -> ReleaseTag | None:
    """Take a tag's name apart; None where it does not end in a version (PEP 440) of two parts or more."""
    if len(name) > _MAX_NAME:
        return None
    for found in re.finditer(r"(?<![0-9.])\d", name):
        at = found.start()
        prefix, text = name[:at], name[at:]
        if "." in text and (version := _version(text)) and (subject := _subject(prefix)) is not None:
            return ReleaseTag(name, version, subject)
    return None


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def _subject(prefix: str) -> str | None:
    """What a prefix names; None where the version would be the end of a word (``py3.9``)."""
    bare = _MARK.sub("", prefix)
    if bare == prefix and prefix and prefix[-1] not in _SEPARATORS:
        return None
    return bare.strip(_SEPARATORS)


def release_tags(names: Iterable[str], own: Collection[str] = ()) -> tuple[ReleaseTag, ...]:
    """Give the tags that are releases, lowest version first; trial releases only where there are no others.

    Of tags for one version, one that names the package (``own``) stands before one that names nothing.
    """
    known = set(map(canonicalize_name, own))

    def order(tag: ReleaseTag) -> tuple[Version, bool, int, str]:
        return tag.version, canonicalize_name(tag.subject) not in known, len(tag.name), tag.name

    found = sorted((tag for name in names if (tag := parse(name))), key=order)
    final = tuple(tag for tag in found if not tag.version.is_prerelease)
    return final or tuple(found)


def is_of(tag: ReleaseTag, project: Project, versions: Collection[str]) -> bool:
    """Tell whether a tag is a release of the package that is looked at, by the files at the tag.

    ``versions`` are those that its wheels would have, or the files declare. They have to be the tag's; and
    the tag must not name another package or crate of the repository.
    """
    own = own_names(project)
    others = {canonicalize_name(name) for name in _names(project)} - own
    subject = canonicalize_name(tag.subject)
    return (subject in own or subject not in others) and tag.version in {_version(text) for text in versions}


def own_names(project: Project) -> set[str]:
    """Give the normalised names of the package that is looked at and of its crate."""
    crate = project.package.manifest.name if project.package.manifest else None
    return {canonicalize_name(name) for name in (project.name, crate.value if crate else project.name)}


def _names(project: Project) -> Iterator[str]:
    yield from (package.name for package in project.packages)
    yield from (manifest.name.value for manifest in project.manifests.values() if manifest.name)
