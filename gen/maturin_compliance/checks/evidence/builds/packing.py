"""What ``include`` and ``exclude`` of ``[tool.maturin]`` do to what has to be shipped."""

from collections.abc import Iterator
from posixpath import basename

from pathspec import GitIgnoreSpec

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.builds import lockfile
from maturin_compliance.checks.text import code
from maturin_compliance.model.pyproject import IncludePattern


def faults(subject: Subject) -> Iterator[Problem]:
    """Give what is left out and should not be, and what is asked for and is not there."""
    tool = need.pyproject(subject).maturin
    for pattern in tool.exclude if tool else ():
        lost = [path for path in _needed(subject, pattern) if _matches(subject, pattern, path)]
        if lost:
            others = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            message = f"`exclude` leaves out {code(lost[0])}{others}"
            yield Problem(message, pattern.location, f"Narrow {code(pattern.path)}.")
    source = tool.python_source if tool else None
    for pattern in tool.include if tool else ():
        literal, folder = _literal(pattern.path), subject.project.package.folder
        path = need.inside(folder, literal)
        # maturin looks in python-source as well (module_writer/glob.rs).
        places = [path, *([need.inside(folder, f"{source.value}/{literal}")] if source else [])]
        if literal and not any(need.exists(subject, p) or _is_made(subject, p) for p in places):
            message = f"`include` names {code(pattern.path)}, and there is no {code(path)}"
            yield Problem(message, pattern.location, "Correct the path, or delete the entry.", warned=True)


def added(subject: Subject, path: str) -> bool:
    """Tell whether ``include`` puts a file into the sdist that Cargo leaves out."""
    tool = need.pyproject(subject).maturin
    patterns = tool.include if tool else ()
    return any(_matches(subject, p, path) for p in patterns if not p.formats or "sdist" in p.formats)


def _needed(subject: Subject, pattern: IncludePattern) -> Iterator[str]:
    """The files that a wheel or a build of the sdist cannot do without."""
    package, tree = subject.project.package, subject.project.tree
    if pattern.formats != ("sdist",) and package.module_dir is not None:
        for path in tree.under(package.module_dir):
            if basename(path) in {"py.typed", "__init__.py", "__init__.pyi"} or path.endswith(".pyi"):
                yield path
    if pattern.formats != ("wheel",) and package.manifest is not None:
        manifest = package.manifest
        wanted = (manifest.path, manifest.lib.path if manifest.lib else "", manifest.build_script or "")
        yield from (path for path in (*wanted, lockfile.path(subject)) if path in tree)


def _matches(subject: Subject, pattern: IncludePattern, path: str) -> bool:
    folder = subject.project.package.folder
    below = path if folder == "." else path.removeprefix(f"{folder}/")
    try:
        return GitIgnoreSpec.from_lines([pattern.path]).match_file(below)
    except ValueError:
        return False


def _literal(pattern: str) -> str:
    """A pattern's path as far as it holds no wildcard."""
    parts = pattern.split("/")
    wild = next((index for index, part in enumerate(parts) if any(mark in part for mark in "*?[{")), len(parts))
    return "/".join(parts[:wild])


def _is_made(subject: Subject, path: str) -> bool:
    """Whether git ignores the file, or a folder that it lies in: a build may make it."""
    ignored = subject.project.tree.ignored
    return path in ignored or any(f"{path}/".startswith(each) or each.startswith(f"{path}/") for each in ignored)
