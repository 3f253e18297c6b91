"""A repository read as a whole."""

import posixpath
import re
from pathlib import Path

from maturin_compliance.errors import UsageError
from maturin_compliance.model.project import Project, Tree
from maturin_compliance.model.pyproject import Pyproject
from maturin_compliance.model.workflow import Workflow
from maturin_compliance.read.action import read_actions
from maturin_compliance.read.cargo import read_manifests
from maturin_compliance.read.configs import read_configs
from maturin_compliance.read.files import Files, Memo
from maturin_compliance.read.folder import FolderSource
from maturin_compliance.read.packages import Sources, choose_package, read_packages
from maturin_compliance.read.pyproject import read_pyproject
from maturin_compliance.read.source import Source
from maturin_compliance.read.strays import list_strays
from maturin_compliance.read.workflow import read_workflow

MAX_DOCUMENTS = 1_000
"""Files of one name that are read; a repository with more is a registry, not a project."""

_CHANGELOG = re.compile(r"(changelog|changes|history|releases|news)(\.(md|rst|txt))?", re.IGNORECASE)
_WORKFLOWS = ".github/workflows"


def read_project(root: Path, *, package: str | None = None) -> Project:
    """All that is shown of the repository at ``root``; ``package`` is the name of the package to look at.

    What cannot be read is in ``unread``. Raises UsageError where ``root`` is no folder, holds neither
    pyproject.toml nor Cargo.toml, or where the package cannot be chosen.
    """
    if not root.is_dir():
        raise UsageError(f"{root}: is no folder; give the root of a repository")
    return read_source(FolderSource(root), package=package)


def read_source(source: Source, *, package: str | None = None, memo: Memo | None = None) -> Project:
    """The same for files of any source; what ``memo`` holds of earlier calls is not parsed again."""
    files = Files(source, memo or Memo())
    root, tree = source.root, source.tree(files.faults)
    documents = {path: node for path in _named("Cargo.toml", tree) if (node := files.toml(path))}
    manifests = read_manifests(documents, tree, files.faults)
    pyprojects = _pyprojects(tree, files)
    packages = read_packages(Sources(pyprojects, manifests, tree, files))
    if not packages:
        raise UsageError(f"{root}: holds neither pyproject.toml nor Cargo.toml; give the root of a repository")
    chosen = choose_package(packages, package, str(root))
    workflows = _workflows(tree, files)
    actions = read_actions(workflows, tree, files)
    strays = list_strays(tree, files, _WORKFLOWS)
    scripts = _texts(_scripts(tree), files)
    texts = _texts([*_workflow_paths(tree), *(one.path for one in actions.values())], files)
    configs, changelog = read_configs(tree, files), _changelog(tree, files)
    unread = files.faults.sorted()
    return Project(
        root=str(root),
        tree=tree,
        packages=packages,
        package=chosen,
        manifests=manifests,
        pyprojects=pyprojects,
        workflows=workflows,
        actions=actions,
        configs=configs,
        scripts=scripts,
        texts=texts,
        changelog=changelog,
        checkout=source.checkout(),
        unread=unread,
        refused=frozenset({one.location.path for one in unread} & {*_workflow_paths(tree), *strays}),
    )


def _named(name: str, tree: Tree) -> list[str]:
    return [path for path in tree.files if posixpath.basename(path) == name][:MAX_DOCUMENTS]


def _pyprojects(tree: Tree, files: Files) -> dict[str, Pyproject]:
    documents = ((path, files.toml(path)) for path in _named("pyproject.toml", tree))
    return {path: read_pyproject(path, node, files.faults) for path, node in documents if node}


def _workflows(tree: Tree, files: Files) -> tuple[Workflow, ...]:
    _list_others(tree, files)
    documents = ((path, files.yaml(path, github=True)) for path in _workflow_paths(tree))
    found = (read_workflow(path, node, files.faults) for path, node in documents if node)
    return tuple(workflow for workflow in found if workflow)


def _workflow_paths(tree: Tree) -> list[str]:
    """The files that GitHub takes for workflows: those directly in .github/workflows."""
    return [p for p in tree.under(_WORKFLOWS) if posixpath.dirname(p) == _WORKFLOWS and _is_yaml(p)]


def _list_others(tree: Tree, files: Files) -> None:
    """Name what looks like a workflow and is none: a folder, a link that leads nowhere or out of the root."""
    for name in files.source.entries(_WORKFLOWS):
        path = f"{_WORKFLOWS}/{name}"
        if _is_yaml(path) and path not in tree and path not in tree.ignored and name.isprintable():
            files.text(path)


def _scripts(tree: Tree) -> list[str]:
    return [path for path in tree.files if path.endswith((".sh", ".bash"))][:MAX_DOCUMENTS]


def _changelog(tree: Tree, files: Files) -> str:
    """The text of the first changelog of the root; "" where there is none to read, which is no fault."""
    path = next((path for path in tree.files if _CHANGELOG.fullmatch(path)), None)
    return files.readable(path) if path else ""


def _texts(paths: list[str], files: Files) -> dict[str, str]:
    return {path: text for path in paths if (text := files.text(path)) is not None}


def _is_yaml(path: str) -> bool:
    return path.endswith((".yml", ".yaml"))
