"""What proposes updates, and what it leaves out."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import dirname, join, normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.builds import lockfile
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.location import Location
from maturin_compliance.model.node import Node

RENOVATE = ("renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".github/renovate.json")
DEPENDABOT = (".github/dependabot.yml", ".github/dependabot.yaml")

PROPOSES = re.compile(r"^peter-evans/create-pull-request@")
UPDATES = re.compile(r"^\s*cargo (?:update|upgrade)\b", re.MULTILINE)

WATCHED = ("cargo", "github-actions")


def unwatched(subject: Subject) -> Iterator[Problem]:
    """The ecosystems that neither Dependabot, Renovate nor a workflow looks after, and their folders."""
    if any(name in subject.project.tree or name in subject.project.configs for name in RENOVATE):
        return
    rows = [row for name in DEPENDABOT for row in _rows(subject.project.configs.get(name))]
    meant = {_misspelt(row) for row in rows} | {"cargo" for row in rows if any(_empty_folders(subject, row))}
    missing = {
        name: at
        for name, at in _wanted(subject)
        if name not in meant | _by_workflow(subject) and not any(_looks(row, name, at) for row in rows)
    }
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


def _by_workflow(subject: Subject) -> set[str]:
    """What a workflow with a timetable proposes updates of: it runs ``cargo update`` and opens a pull request."""
    found = set()
    for workflow in subject.project.workflows:
        steps = [step for job in workflow.jobs.values() for step in job.steps]
        proposes = any(step.uses is not None and PROPOSES.search(step.uses.value) for step in steps)
        updates = any(step.run is not None and UPDATES.search(step.run.text) for step in steps)
        if proposes and updates and workflow.trigger("schedule") is not None:
            found.add("cargo")
    return found


def idle(subject: Subject) -> Iterator[Problem]:
    """What Dependabot refuses or finds nothing in: another version of its file, a folder without what it reads."""
    for name in DEPENDABOT:
        config = subject.project.configs.get(name)
        version = config.mapping.get("version") if config else None
        if config is not None and config.mapping and (version is None or str(version.value) != "2"):
            place = version.location if version else Location(name, 1)
            said = f"is {code(version.text or '')}" if version else "is missing"
            fix = f"Write it at the top:\n\n{fence('version: 2', 'yaml', name)}"
            yield Problem(f"Dependabot reads a file of version 2 only: `version` {said}", place, fix)
        for row in _rows(config):
            yield from _unknown_ecosystem(row)
            yield from _empty_folders(subject, row)


def _unknown_ecosystem(row: Node) -> Iterator[Problem]:
    meant = _misspelt(row)
    if meant is not None:
        named = row.mapping["package-ecosystem"]
        message = f"Dependabot has no ecosystem {code(named.value)}"
        yield Problem(message, named.location, f"Write {code(meant)}.", warned=True)


def _misspelt(row: Node) -> str | None:
    """The ecosystem that an entry means, where it is written otherwise."""
    named = row.mapping.get("package-ecosystem")
    near = get_close_matches(str(named.value).lower(), WATCHED, n=1, cutoff=0.85) if named else []
    return near[0] if named and near and near[0] != named.value else None


def _empty_folders(subject: Subject, row: Node) -> Iterator[Problem]:
    """The folders of an entry for Cargo that hold no manifest; patterns are not looked at."""
    ecosystem = row.mapping.get("package-ecosystem")
    for node in _folders(row) if ecosystem is not None and ecosystem.value == "cargo" else ():
        folder = normpath("." + str(node.value)) if str(node.value).startswith("/") else normpath(str(node.value))
        if "*" not in folder and normpath(join(folder, "Cargo.toml")) not in subject.project.tree:
            message = f"there is no Cargo.toml in {code(node.value)}, where Dependabot looks for crates"
            yield Problem(message, node.location, _wanted_folder(subject), warned=True)


def _wanted_folder(subject: Subject) -> str:
    folder = dict(_wanted(subject)).get("cargo")
    return f"Write {code(_address(folder))}." if folder is not None else "Delete the entry."


def _folders(row: Node) -> tuple[Node, ...]:
    given = (row.mapping[key] for key in ("directory", "directories") if key in row.mapping)
    return tuple(node for one in given for node in one.walk() if node.is_scalar)


def _address(folder: str) -> str:
    return "/" + normpath(folder or ".").removeprefix(".").lstrip("/")


def _wanted(subject: Subject) -> Iterator[tuple[str, str]]:
    package = subject.project.package
    if package.manifest:
        yield "cargo", dirname(lockfile.path(subject))
    if subject.project.workflows:
        yield "github-actions", "."


def _rows(config: Node | None) -> tuple[Node, ...]:
    return config.mapping["updates"].items if config is not None and "updates" in config.mapping else ()


def _looks(row: Node, ecosystem: str, folder: str) -> bool:
    """Whether an entry watches an ecosystem in a folder; a pattern is taken to match."""
    named = row.mapping.get("package-ecosystem")
    if named is None or named.value != ecosystem:
        return False
    folders = [str(node.value) for node in _folders(row)]
    same = (normpath("." + name if name.startswith("/") else name) == normpath(folder or ".") for name in folders)
    return not folders or ecosystem != "cargo" or any("*" in name for name in folders) or any(same)


def _row(ecosystem: str, folder: str) -> str:
    lines = (f"- package-ecosystem: {ecosystem}", f"  directory: {_address(folder)}")
    return "\n".join(f"  {line}" for line in (*lines, "  schedule:", "    interval: weekly"))
