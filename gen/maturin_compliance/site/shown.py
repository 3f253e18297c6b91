"""Which project the site shows, and where its files stand for MkDocs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from os.path import relpath
from pathlib import Path
from urllib.parse import urljoin

from maturin_compliance.errors import UsageError

PREFIX = "MATURIN_COMPLIANCE_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The arguments that the site's pages are made with."""

    root: Path
    package: str | None = None
    tag: str | None = None
    as_of: date | None = None
    published: Path | None = None


def shown(environment: Mapping[str, str], *, folder: Path, example: Shown) -> Shown:
    """Return what the variables ``MATURIN_COMPLIANCE_…`` ask for; an empty one counts as unset.

    ``…_PROJECT`` and ``…_PUBLISHED`` are absolute or relative to ``folder``. Without a project the example is
    shown, with its own package, tag and date where no other variable says otherwise. Raises UsageError for a
    root that is no folder and for a date that is none.
    """
    project = environment.get(f"{PREFIX}PROJECT")
    default = Shown(root=folder / project) if project else example
    if not default.root.is_dir():
        raise UsageError(f"{PREFIX}PROJECT={project or ''}: {default.root} is no folder")
    given = environment.get(f"{PREFIX}AS_OF")
    snapshot = environment.get(f"{PREFIX}PUBLISHED")
    return Shown(
        root=default.root.resolve(),
        package=environment.get(f"{PREFIX}PACKAGE") or default.package,
        tag=environment.get(f"{PREFIX}TAG") or default.tag,
        as_of=_date(given) if given else default.as_of,
        published=folder / snapshot if snapshot else default.published,
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{PREFIX}AS_OF={text}: not a date, write it as in 2025-12-03") from error


def edit_path(source: str | None, *, root: Path, docs: Path) -> str | None:
    """Return the file ``source`` of the project at ``root`` as seen from ``docs``, for an edit link.

    None where there is no file, or where it lies outside the repository that ``docs`` belongs to.
    """
    if source is None or not root.is_relative_to(docs.parent):
        return None
    return Path(relpath(root / source, docs)).as_posix()


def files_address(repository: str | None, edit: str | None, *, root: Path, docs: Path) -> str | None:
    """Return the web address of the files at ``root``, on the branch that the site's pages are edited on.

    ``repository`` and ``edit`` are MkDocs's ``repo_url`` and ``edit_uri``, the latter as GitHub has it
    ("edit/main/docs/"). None for any other, and where ``root`` lies outside the repository of ``docs``.
    """
    if not repository or not edit or not edit.startswith("edit/") or not root.is_relative_to(docs.parent):
        return None
    shown = f"{repository.rstrip('/')}/blob/{edit.removeprefix('edit/')}"
    return urljoin(shown, Path(relpath(root, docs)).as_posix()).rstrip("/")


def watched(files: Iterable[str], *, root: Path) -> tuple[Path, ...]:
    """Return the top-level files and folders of ``root`` that hold ``files``, sorted.

    The root itself is never watched: it may hold a build folder of many thousand files.
    """
    return tuple(root / name for name in sorted({path.partition("/")[0] for path in files}))
