"""Where a project lives, as its files say: the repository, and the pages that a forge has for it."""

import re
from collections.abc import Iterable, Iterator, Mapping

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.builds.outgrown import package_table

FORGE = re.compile(r"https?://(?:www\.)?(?P<host>github\.com|gitlab\.com|codeberg\.org)/(?P<name>[\w.-]+/[\w.-]+)")
PAGES: Mapping[str, Mapping[str, str]] = {
    "github.com": {"Repository": "", "Issues": "/issues", "Changelog": "/releases"},
    "gitlab.com": {"Repository": "", "Issues": "/-/issues", "Changelog": "/-/releases"},
    "codeberg.org": {"Repository": "", "Issues": "/issues", "Changelog": "/releases"},
}
"""What the addresses of a project's pages end in, by the forge and the label of a link."""


def links(subject: Subject, labels: Iterable[str]) -> Mapping[str, str]:
    """Give the addresses for some labels; nothing where no file tells where the project lives."""
    found = next((match for text in _addresses(subject) if (match := FORGE.match(text))), None)
    if found is None:
        return {}
    base = f"https://{found['host']}/{found['name'].removesuffix('.git')}"
    written = found["host"] == "github.com" and "CHANGELOG.md" in subject.project.tree
    pages = {**PAGES[found["host"]], **({"Changelog": "/blob/HEAD/CHANGELOG.md"} if written else {})}
    return {label: base + pages[label] for label in labels}


def front_page(address: str) -> str | None:
    """Give the address of a repository on GitHub where it is that of its first page, None for all else."""
    found = FORGE.fullmatch(address.strip().rstrip("/"))
    return (
        f"https://github.com/{found['name'].removesuffix('.git')}" if found and "github" in found["host"] else None
    )


def _addresses(subject: Subject) -> Iterator[str]:
    """Give the addresses that the checkout, the links of `[project]` and Cargo.toml hold, in this order."""
    checkout, pyproject = subject.project.checkout, subject.project.package.pyproject
    if checkout and checkout.repository:
        yield checkout.repository
    metadata = pyproject.project if pyproject else None
    yield from (url.value for url in metadata.urls.values()) if metadata else ()
    table = package_table(subject)
    for key in ("repository", "homepage"):
        node = table.get(key)
        if node is not None:
            yield from (str(n.value) for n in node.walk() if isinstance(n.value, str))
    yield from _of_workspace(subject)


def _of_workspace(subject: Subject) -> Iterator[str]:
    manifest = subject.project.package.manifest
    root = subject.project.manifests.get(manifest.workspace_path or "") if manifest else None
    workspace = root.document.mapping.get("workspace") if root else None
    package = workspace.mapping.get("package") if workspace else None
    for key in ("repository", "homepage"):
        node = package.mapping.get(key) if package else None
        if node is not None and isinstance(node.value, str):
            yield node.value
