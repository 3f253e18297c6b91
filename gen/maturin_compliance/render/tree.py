"""The part of a project's tree that matters for its packages, drawn with lines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from maturin_compliance import plain
from maturin_compliance.plain import plural

_SHOWN = 8
"""Folders of which nothing is told that are named one by one."""


@dataclass(slots=True)
class _Folder:
    what: str = ""
    folders: dict[str, "_Folder"] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    others: int = 0
    closed: dict[str, int] = field(default_factory=dict)


def tree(root: str, files: Iterable[str], told: Mapping[str, str]) -> str:
    """Draw the files and folders that ``told`` says something about, with what it says.

    Other files are counted: in their folder, or for a whole folder of them on its line.
    """
    top = _Folder()
    for path in sorted(files):
        _add(top, path, told)
    rows = [(f"{plain.line(root)}/", ""), *_rows(top, "")]
    width = max((len(name) for name, what in rows if what), default=0)
    return "\n".join(f"{name:<{width}}  {what}".rstrip() for name, what in rows)


def _add(top: _Folder, path: str, told: Mapping[str, str]) -> None:
    folder = top
    *parents, name = path.split("/")
    for depth, parent in enumerate(parents):
        here = "/".join(parents[: depth + 1])
        if here not in told and not any(known.startswith(f"{here}/") for known in told):
            folder.closed[parent] = folder.closed.get(parent, 0) + 1
            return
        folder = folder.folders.setdefault(parent, _Folder(told.get(here, "")))
    if path in told:
        folder.files[name] = told[path]
    else:
        folder.others += 1


def _rows(folder: _Folder, indent: str) -> Iterator[tuple[str, str]]:
    entries = list(_entries(folder))
    for index, (name, what, below) in enumerate(entries):
        last = index == len(entries) - 1
        yield f"{indent}{'└──' if last else '├──'} {name}", what
        if below is not None:
            yield from _rows(below, f"{indent}{'    ' if last else '│   '}")


def _entries(folder: _Folder) -> Iterator[tuple[str, str, _Folder | None]]:
    for name, below in folder.folders.items():
        yield f"{plain.line(name)}/", below.what, below
    for name, count in list(folder.closed.items())[:_SHOWN]:
        yield f"{plain.line(name)}/", plural(count, "file"), None
    rest = list(folder.closed.values())[_SHOWN:]
    if rest:
        yield f"({plural(len(rest), 'more folder')} with {plural(sum(rest), 'file')})", "", None
    for name, what in folder.files.items():
        yield plain.line(name), what, None
    several = bool(folder.files or folder.folders)
    if folder.others and (several or folder.closed or not folder.what):
        yield f"({plural(folder.others, 'more file' if several else 'file')})", "", None
