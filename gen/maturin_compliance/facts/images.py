"""Container images that wheels are built in."""

import re
from dataclasses import dataclass
from datetime import date

from maturin_compliance.facts.table import Row, Span, rows, standing

TABLE = "images"


@dataclass(frozen=True, slots=True, kw_only=True)
class _ImageRow(Row):
    name: str
    host: str = ""
    target: str
    architecture: str
    policy: str
    contents: str
    pypy: bool = False
    ended: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Registry(Row):
    prefix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents(Span):
    contents: str
    pythons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Workdir(Row):
    contents: str
    folder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Row):
    """An image as it stood on a date.

    ``name`` has no registry and no tag but one that names a target
    (``manylinux2014-cross:aarch64``). ``host`` is the architecture that it runs on, as in wheel
    tags (x86_64, aarch64, …), or None where it runs on the runner's own. ``target`` is the Rust
    target that it builds for, ``architecture`` the same as in wheel tags. ``policy`` is the libc
    floor of what it links (``manylinux_2_17``). ``pythons`` are those that can be run in it, as
    for ``maturin build -i`` (``3.9``, ``3.14t``, ``pypy3.11``). ``workdir`` is the folder that a
    command starts in where nothing names one. ``ended`` is the day that its
    makers stopped to maintain it, where that day has come.
    """

    name: str
    host: str | None
    target: str
    architecture: str
    policy: str
    pythons: tuple[str, ...]
    workdir: str
    ended: date | None

    @property
    def cross(self) -> bool:
        """Whether it is a cross compiler: its Pythons are not of the target."""
        return self.host is None


def image(on: date, reference: str) -> Image | None:
    """Give a known image by its reference (registry, tag and digest as written), or None."""
    name = _name(reference)
    for row in rows(TABLE, "image", _ImageRow):
        if row.name == name:
            return _image(row, on)
    return None


def images(on: date) -> tuple[Image, ...]:
    """Give all known images as they stood on a date."""
    return tuple(_image(row, on) for row in rows(TABLE, "image", _ImageRow))


def _name(reference: str) -> str:
    name = reference.partition("@")[0]
    for registry in rows(TABLE, "registry", _Registry):
        if name.startswith(registry.prefix):
            name = name.removeprefix(registry.prefix)
            break
    cross = re.match(r"(?:manylinux\w*-cross|musllinux\w*-cross|rust-musl-cross):", name)
    return _tagged(name) if cross else name.partition(":")[0]


def _tagged(name: str) -> str:
    """Drop what follows the target in a tag, and write armv7l as armv7."""
    repository, _, tag = name.partition(":")
    return f"{repository}:{'armv7' if tag == 'armv7l' else tag}"


def _image(row: _ImageRow, on: date) -> Image:
    ended = row.ended if row.ended is not None and row.ended <= on else None
    return Image(
        name=row.name,
        host=row.host or None,
        target=row.target,
        architecture=row.architecture,
        policy=row.policy,
        pythons=_pythons(row, on),
        workdir=next(
            (one.folder for one in rows(TABLE, "workdir", _Workdir) if one.contents == row.contents), "/"
        ),
        ended=ended,
        source=row.source,
        seen=row.seen,
    )


def _pythons(row: _ImageRow, on: date) -> tuple[str, ...]:
    """Give what an image contains; one that is no longer built keeps what it had at its end."""
    day = on if row.ended is None else min(on, row.ended)
    found = (c for c in rows(TABLE, "contents", _Contents) if c.contents == row.contents)
    pythons = next((c.pythons for c in standing(found, day)), ())
    return tuple(p for p in pythons if row.pypy or not p.startswith("pypy"))
