"""What the folder .git says of a checkout, by plain reading: git is never run, its configuration is hostile.

https://git-scm.com/docs/gitrepository-layout
"""

import os
import re
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from maturin_compliance.model.project import Checkout
from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.files import read_text

_COMMIT = re.compile(r"[0-9a-f]{40}")
_REF = re.compile(r"ref: (refs/[\w./@+-]+)\s*")
_SECTION = re.compile(r'\s*\[\s*remote\s+"origin"\s*\]\s*', re.IGNORECASE)
_URL = re.compile(r'\s*url\s*=\s*"?([^"#;\s]+)"?\s*', re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^@/\s]*@)?(?P<host>[\w.-]+)(?::\d+)?/"
    r"|(?:[\w.-]+@)?(?P<scp>[\w.-]+):(?!/))(?P<path>[\w.~/-]+?)(?:\.git)?/?"
)
_MAX_TAGS = 10_000
_MAX_OBJECT = 64 * 1024


def read_checkout(root: Path) -> Checkout | None:
    """The commit that is checked out in ``root``, its tags and origin; None where ``root`` is no checkout."""
    if not (root / ".git").is_dir():
        return None
    packed = _packed_refs(root)
    commit = _commit(root, packed)
    return Checkout(
        commit=commit,
        repository=_origin(root),
        tags=_tags(root, packed, commit) if commit else (),
        every_tag=tuple(sorted(name for name in _tag_refs(root, packed) if name.isprintable())),
    )


def _text(root: Path, path: str) -> str:
    """A file of the folder .git; "" where it cannot be read, or lies outside of the root."""
    try:
        return read_text(root, f".git/{path}")
    except ReadError:
        return ""


def _commit(root: Path, packed: dict[str, str]) -> str | None:
    head = _text(root, "HEAD")
    ref = _REF.fullmatch(head)
    found = (_ref(root, ref[1]) or packed.get(ref[1], "")) if ref else head.strip()
    return found if _COMMIT.fullmatch(found) else None


def _ref(root: Path, ref: str) -> str:
    return "" if ".." in ref else _text(root, ref).strip()


def _packed_refs(root: Path) -> dict[str, str]:
    """The commit of each packed ref; a ``^`` line gives the commit of the annotated tag above it."""
    found, ref = {}, ""
    for line in _text(root, "packed-refs").splitlines():
        if line.startswith("^"):
            found[ref] = line[1:].strip()
        elif not line.startswith("#"):
            commit, _, ref = line.partition(" ")
            found[ref] = commit
    return found


def _tags(root: Path, packed: dict[str, str], commit: str) -> tuple[str, ...]:
    """The tags at a commit; one whose annotation lies in a pack file alone is not known."""
    found = ((name, _annotated(root, at) or at) for name, at in _tag_refs(root, packed).items())
    return tuple(sorted(name for name, at in found if at == commit and name.isprintable()))


def read_tags(root: Path) -> dict[str, str]:
    """The object that each tag of the checkout names: a commit, or an annotation that names one."""
    if not (root / ".git").is_dir():
        return {}
    found = _tag_refs(root, _packed_refs(root))
    return {name: at for name, at in sorted(found.items()) if _COMMIT.fullmatch(at) and name.isprintable()}


def _tag_refs(root: Path, packed: dict[str, str]) -> dict[str, str]:
    prefix = "refs/tags/"
    found = {ref.removeprefix(prefix): at for ref, at in packed.items() if ref.startswith(prefix)}
    for name in sorted(islice(_names_below(root / ".git/refs", "tags"), _MAX_TAGS)):
        at = _ref(root, prefix + name)
        if at:
            found[name] = at
    return found


def _names_below(above: Path, folder: str) -> Iterator[str]:
    """The files below a folder, relative to it; none where it, or a folder above it in .git, is a link."""
    if any(path.is_symlink() for path in (above.parent, above, above / folder)):
        return
    for place, _, names in os.walk(above / folder):
        for name in names:
            yield (Path(place) / name).relative_to(above / folder).as_posix()


def _annotated(root: Path, name: str) -> str | None:
    """The commit that an annotated tag object is for, None where ``name`` is no loose tag object."""
    if not _COMMIT.fullmatch(name):
        return None
    path = root / ".git/objects" / name[:2] / name[2:]
    try:
        if not path.resolve(strict=True).is_relative_to(root.resolve()) or not path.is_file():
            return None
        with path.open("rb") as file:
            data = zlib.decompressobj().decompress(file.read(_MAX_OBJECT), _MAX_OBJECT)
    except (OSError, RuntimeError, zlib.error):
        return None
    match = re.match(rb"tag \d+\0object ([0-9a-f]{40})\ntype commit\n", data)
    return match[1].decode() if match else None


def _origin(root: Path) -> str | None:
    """``remote.origin.url`` as an https address."""
    inside = False
    for line in _text(root, "config").splitlines():
        if line.lstrip().startswith("["):
            inside = _SECTION.fullmatch(line) is not None
        found = _URL.fullmatch(line) if inside else None
        if found:
            return https_address(found[1])
    return None


def https_address(url: str) -> str | None:
    """An https address without user, password and port for a remote; None where it is no address of a host.

    ``git@github.com:owner/name.git`` is ``https://github.com/owner/name``.
    """
    found = _ADDRESS.fullmatch(url)
    host = found and (found["host"] or found["scp"])
    if not found or not host or "." not in host:
        return None
    return f"https://{host}/{found['path'].strip('/')}"
