"""What a package can say of itself on the index: its description and its readme, as the files have them."""

from collections.abc import Iterator
from posixpath import dirname, relpath

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Skip, Subject
from maturin_compliance.checks.evidence.builds.outgrown import package_table
from maturin_compliance.checks.text import code, fence, quoted


def takes_all(subject: Subject) -> bool:
    """Whether the newest maturin that the requirement admits takes from Cargo.toml what `[project]` lacks."""
    try:
        requirement = need.maturin_requirement(subject).requirement
    except Skip:
        return False
    newest = subject.facts.newest_maturin(requirement.specifier) if requirement else None
    return newest is not None and not subject.facts.maturin(newest).keeps_to_dynamic


def introduction(subject: Subject, missing: tuple[str, ...]) -> str:
    """Give the lines that state what is missing; in words what the files do not tell."""
    known = {key: value for key in missing if (value := _value(subject, key))}
    lines = "\n".join(f"{key} = {quoted(value)}" for key, value in known.items())
    parts = [fence(f"[project]\n{lines}", "toml", need.pyproject(subject).path)] if known else []
    if "description" in missing and "description" not in known:
        manifest, dynamic = subject.project.package.manifest, need.metadata(subject).dynamic
        taken = manifest is not None and any(field.value == "description" for field in dynamic)
        where = f" into `[package]` of {code(manifest.path)}" if manifest and taken else ""
        parts.append(f"Write a `description` of one line{where}.")
    if "readme" in missing and "readme" not in known:
        parts.append("Write a README beside `pyproject.toml`, and name it as `readme`.")
    return "\n\n".join(parts)


def _value(subject: Subject, key: str) -> str | None:
    return next(_descriptions(subject) if key == "description" else _readmes(subject), None)


def _descriptions(subject: Subject) -> Iterator[str]:
    node = package_table(subject).get("description")
    if node is not None and isinstance(node.value, str) and "\n" not in node.value.strip():
        yield node.value.strip()


def _readmes(subject: Subject) -> Iterator[str]:
    """Give the README beside pyproject.toml, else the one that Cargo.toml names, relative to the package."""
    folder, tree = subject.project.package.folder, subject.project.tree
    for path in tree.under(folder):
        name = path.removeprefix(f"{folder}/")
        if name.lower() in {"readme.md", "readme.rst", "readme.txt", "readme"}:
            yield name
    manifest, node = subject.project.package.manifest, package_table(subject).get("readme")
    if manifest and node and isinstance(node.value, str):
        path = need.inside(dirname(manifest.path) or ".", node.value)
        if path in tree:
            yield relpath(path, folder)
