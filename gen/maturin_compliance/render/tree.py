"""The part of a project's tree that matters for its packages, drawn with lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from maturin_compliance import plain
from maturin_compliance.plain import plural


@dataclass(slots=True)
class _Folder:
    folders: dict[str, "_Folder"] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    hidden: int = 0


def tree(root: str, files: Iterable[str], told: Mapping[str, str]) -> str:
    """Draw the paths that ``told`` says something about; the others are counted in their folder.

    A folder that nothing is told about below is one line with the number of its files.
    """
    top = _Folder()
    for path in sorted({*files, *told}):
        _add(top, path, told)
    rows = [(f"{plain.line(root)}/", ""), *_rows(top, "")]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {what}".rstrip() for name, what in rows)


def _add(top: _Folder, path: str, told: Mapping[str, str]) -> None:
    folder = top
    *parents, name = path.split("/")
    for depth, parent in enumerate(parents):
        prefix = "/".join(parents[: depth + 1])
        if not any(known == prefix or known.startswith(f"{prefix}/") for known in told):
            folder.hidden += 1
            return
        folder = folder.folders.setdefault(parent, _Folder())
    if path in told:
        folder.files[name] = told[path]
    else:
        folder.hidden += 1


def _rows(folder: _Folder, indent: str) -> list[tuple[str, str]]:
    entries: list[tuple[str, str, _Folder | None]] = [
        *((f"{plain.line(name)}/", "", below) for name, below in folder.folders.items()),
        *((plain.line(name), what, None) for name, what in folder.files.items()),
    ]
    if folder.hidden:
        entries.append((f"({plural(folder.hidden, 'more file', 'more files')})", "", None))
    rows: list[tuple[str, str]] = []
    for index, (name, what, below) in enumerate(entries):
        last = index == len(entries) - 1
        rows.append((f"{indent}{'└──' if last else '├──'} {name}", what))
        if below is not None:
            rows += _rows(below, f"{indent}{'    ' if last else '│   '}")
    return rows
