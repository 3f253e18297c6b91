"""Where Cargo.lock lies, and which line keeps git from taking it."""

import re
from posixpath import dirname

from pathspec import GitIgnoreSpec

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.location import Location


def path(subject: Subject) -> str:
    """Give the path of the lock file: beside the manifest, or at the root of its workspace."""
    manifest = need.manifest(subject)
    return need.inside(dirname(manifest.workspace_path or manifest.path) or ".", "Cargo.lock")


def is_there(subject: Subject) -> bool:
    """Tell whether the repository has the lock file, there or beside the manifest."""
    beside = need.inside(need.manifest(subject).folder, "Cargo.lock")
    return path(subject) in subject.project.tree or beside in subject.project.tree


def is_set(subject: Subject) -> bool:
    """Tell whether ``[tool.maturin]`` has every build keep the lock file."""
    project = subject.project.package.pyproject
    tool = project.maturin if project else None
    return tool is not None and any(key and key.value for key in (tool.locked, tool.frozen))


def is_kept(subject: Subject) -> bool:
    """Tell whether a build of the release ends where the lock file would have to change."""
    return is_set(subject) or any(build.locked for build in subject.expansion.release.builds)


def ignored_by(subject: Subject, file: str) -> Location | None:
    """Give the line of the .gitignore nearest to a file that leaves it out, None where none is found."""
    folder = dirname(file)
    while True:
        rules = subject.project.configs.get(f"{folder}/.gitignore".lstrip("/"))
        below = file.removeprefix(f"{folder}/") if folder else file
        for rule in reversed(rules.items if rules else ()):
            if _matches(str(rule.value), below):
                return rule.location
        if not folder:
            return None
        folder = dirname(folder)


def may_be_ignored(subject: Subject, file: str) -> Location | None:
    """Give the line that leaves out a file which is there, where no git tells whether it tracks it."""
    there = file in subject.project.tree and subject.project.checkout is None
    return ignored_by(subject, file) if there else None


def _matches(pattern: str, file: str) -> bool:
    try:
        return GitIgnoreSpec.from_lines([pattern]).match_file(file)
    except (ValueError, re.error):  # a pattern that git does not take, listed as unread
        return False
