"""The tag that a release has: what the project's own texts say of it, then what most projects do."""

import re
from collections.abc import Iterator

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from maturin_compliance.expand.github.event import names_of, repository
from maturin_compliance.expand.github.filters import admits
from maturin_compliance.model.project import Project

_VERSIONED = re.compile(r"(?P<prefix>|.*?[A-Za-z/_-])(?P<version>\d+\.\d+.*)")
_IN_EXPRESSION = re.compile(r"refs/tags/(?P<whole>[A-Za-z][\w/-]*)|REF_NAME#{1,2}(?P<cut>[A-Za-z][\w/-]*)")
_HOME = r"github\.com/"
_LINK = r"/(?:releases/tag|compare)/(?P<tags>[^\s)\]#>\"]{1,200})"
_HEADING = re.compile(r"^#{1,3} *\[?(?P<prefix>[A-Za-z][\w/-]{0,50}?)\d+\.\d+", re.MULTILINE)

LONGEST_TAG = 200


def default_tag(project: Project) -> str:
    """The first tag that a workflow's filter admits: by the project's own tags, by its texts, of the usual forms,
    made from a filter. Without filters the first.
    """
    version = project.version.value if project.version else "0"
    prefixes = dict.fromkeys((*_seen(project), "v", "", f"{project.name}-v"))
    forms = [prefix + version for prefix in prefixes]
    filters = [t.tags for w in project.workflows if (t := w.trigger("push")) and t.tags is not None]
    derived = (name for tags in filters for pattern in tags for name in names_of(pattern, version))
    for form in (*forms, *derived):
        if any(admits(tags, form) for tags in filters):
            return form
    return forms[0]


def _seen(project: Project) -> Iterator[str]:
    """What stands before the version: in the tags of git, in links to releases, in workflows, in headings."""
    yield from _tagged(project)
    yield from _linked(project)
    yield from (prefix for prefix in _expressed(project) if _fits(project, prefix))
    yield from (
        match["prefix"] for match in _HEADING.finditer(project.changelog) if _fits(project, match["prefix"])
    )


def _tagged(project: Project) -> Iterator[str]:
    """The prefix of the newest version that git has a tag for; other packages' tags are left aside."""
    found: list[tuple[Version, str]] = []
    for tag in project.checkout.every_tag if project.checkout else ():
        match = _VERSIONED.fullmatch(tag[:LONGEST_TAG])
        try:
            if match and _fits(project, match["prefix"]):
                found.append((Version(match["version"]), match["prefix"]))
        except InvalidVersion:
            continue
    yield from (prefix for _, prefix in sorted(found, key=lambda one: one[0], reverse=True)[:1])


def _linked(project: Project) -> Iterator[str]:
    """The prefix in the changelog's first link to a release or comparison of the repository."""
    name = repository(project)
    if name is None:
        return
    link = re.compile(_HOME + re.escape(name) + _LINK, re.IGNORECASE)
    for match in link.finditer(project.changelog):
        for tag in match["tags"].split("..."):
            found = _VERSIONED.fullmatch(tag)
            if found and _fits(project, found["prefix"]):
                yield found["prefix"]
                return


def _expressed(project: Project) -> Iterator[str]:
    """Prefixes that workflows compare a tag with, or cut off it."""
    for text in project.texts.values():
        for match in _IN_EXPRESSION.finditer(text):
            yield match["whole"] or match["cut"]


def _fits(project: Project, prefix: str) -> bool:
    """Whether a prefix may be that of this package: none, ``v``, or one with its name or with Python's."""
    if prefix in ("", "v"):
        return True
    name, _, end = re.sub(r"[/_]", "-", prefix).rpartition("-")
    return end in ("", "v") and canonicalize_name(name) in {"py", "python", canonicalize_name(project.name)}
