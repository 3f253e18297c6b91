"""What Cargo leaves out of a package, and with it maturin out of the sdist."""

from collections.abc import Iterator

from pathspec import GitIgnoreSpec

from maturin_compliance.location import Location
from maturin_compliance.model.cargo import Manifest
from maturin_compliance.model.project import Tree

MAX_PATTERN = 200
"""Characters of a pattern that is matched; a longer one is passed over."""


def hidden(manifest: Manifest, tree: Tree) -> Iterator[tuple[str, Location]]:
    """Give the crate's library and build script where ``include`` or ``exclude`` keeps them out.

    Patterns are those of .gitignore; with ``include``, ``exclude`` does not count
    (https://doc.rust-lang.org/cargo/reference/manifest.html#the-exclude-and-include-fields).
    """
    patterns = manifest.include or manifest.exclude
    if any(len(p.value) > MAX_PATTERN or p.value.count("*") > 4 for p in patterns):
        return
    wanted = [manifest.lib.path if manifest.lib else None, manifest.build_script]
    for path in (p for p in wanted if p and p in tree):
        below = path if manifest.folder == "." else path.removeprefix(f"{manifest.folder}/")
        if _matches([p.value for p in patterns], below) != bool(manifest.include):
            yield path, next((p.location for p in patterns if _matches([p.value], below)), patterns[0].location)


def _matches(patterns: list[str], path: str) -> bool:
    try:
        return GitIgnoreSpec.from_lines(patterns).match_file(path)
    except ValueError:
        return False
