"""What proposes updates, and what it leaves out."""

from collections.abc import Iterator
from posixpath import dirname, normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.text import codes, fence
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node

RENOVATE = ("renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".github/renovate.json")
DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")


def unwatched(subject: Subject) -> Iterator[Problem]:
    """The ecosystems that neither Dependabot nor Renovate looks after, in the folder where they lie."""
    if any(name in subject.project.tree or name in subject.project.configs for name in RENOVATE):
        return
    rows = [row for name in DEPENDABOT for row in _rows(subject.project.configs.get(name))]
    missing = {name: at for name, at in _wanted(subject) if not any(_looks(row, name, at) for row in rows)}
    if missing:
        workflows = subject.project.workflows
        place = workflows[0].location if workflows else None
        file = next((name for name in DEPENDABOT if name in subject.project.tree), None)
        lines = "\n".join(map(_row, missing, missing.values()))
        head = "" if file and rows else "version: 2\nupdates:\n"
        words = f"Add to {codes([file])}, under `updates`:\n\n" if not head else ""
        yield Problem(
            f"nothing proposes updates of {codes(missing)}",
            Location(file, 1) if file else place,
            words + fence(f"{head}{lines}", "yaml", file or DEPENDABOT[0]),
            warned=True,
        )


def _wanted(subject: Subject) -> Iterator[tuple[str, str]]:
    package = subject.project.package
    if package.manifest:
        yield "cargo", dirname(package.lockfile.path) if package.lockfile else package.manifest.folder
    if subject.project.workflows:
        yield "github-actions", "."


def _rows(config: Node | None) -> tuple[Node, ...]:
    return config.mapping["updates"].items if config is not None and "updates" in config.mapping else ()


def _looks(row: Node, ecosystem: str, folder: str) -> bool:
    """Whether an entry watches an ecosystem in a folder; a pattern is taken to match."""
    named = row.mapping.get("package-ecosystem")
    if named is None or named.value != ecosystem:
        return False
    given = [row.mapping[key] for key in ("directory", "directories") if key in row.mapping]
    folders = [str(node.value) for one in given for node in one.walk() if node.is_scalar]
    same = (normpath("." + name if name.startswith("/") else name) == normpath(folder or ".") for name in folders)
    return not folders or ecosystem != "cargo" or any("*" in name for name in folders) or any(same)


def _row(ecosystem: str, folder: str) -> str:
    path = "/" + normpath(folder or ".").removeprefix(".").lstrip("/")
    return f"  - package-ecosystem: {ecosystem}\n    directory: {path}\n    schedule:\n      interval: weekly"
