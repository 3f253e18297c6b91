"""Other files that checks look at, each as a node that knows its lines."""

import posixpath
import re
from collections.abc import Callable

from maturin_compliance.location import Location
from maturin_compliance.model.node import Node
from maturin_compliance.model.project import Tree
from maturin_compliance.read.bounds import checked
from maturin_compliance.read.files import Files

MAX_CONFIGS = 200

_SECTION = re.compile(r"\[([^]]+)\]")
_PAIR = re.compile(r"([^\s=:#;\[][^=:]*+)[=:](.*)")


def read_configs(tree: Tree, files: Files) -> dict[str, Node]:
    """Those of the tree's files that are named here, by path."""
    wanted = [(path, kind) for path in tree.files if (kind := _reader(path))]
    read = ((path, reader(files, path)) for path, reader in wanted[:MAX_CONFIGS])
    return {path: node for path, node in read if node}


def parse_ini(text: str, path: str) -> Node:
    """Sections of keys with string values, as pytest.ini and tox.ini have; indented lines go on."""
    sections: dict[str, Node] = {}
    entries: dict[str, Node] = {}
    key = ""
    for number, line in enumerate(text.splitlines(), 1):
        checked(line, number)
        location = Location(path, number)
        section, pair = _SECTION.match(line), _PAIR.match(line)
        if section:
            entries, key = {}, ""
            sections[section[1]] = Node(entries, location)
        elif pair:
            key, value = pair[1].rstrip(), pair[2].strip()
            entries[key] = Node(value, location, number, value)
        elif key in entries and line[:1].isspace() and line.strip():
            node = entries[key]
            value = f"{node.text}\n{line.strip()}".lstrip("\n")
            first_line = node.first_line if node.text else number
            entries[key] = Node(value, node.location, first_line, value)
    return Node(sections, Location(path, 1))


def parse_lines(text: str, path: str) -> Node:
    """The lines of a text as a sequence of strings, comments and empty lines left out."""
    numbered = enumerate((line.strip() for line in text.splitlines()), 1)
    kept = ((n, line) for n, line in numbered if line and not line.startswith("#"))
    return Node(tuple(Node(checked(line, n), Location(path, n), n, line) for n, line in kept), Location(path, 1))


def _toml(files: Files, path: str) -> Node | None:
    return files.toml(path)


def _yaml(files: Files, path: str) -> Node | None:
    return files.yaml(path)


def _ini(files: Files, path: str) -> Node | None:
    return files.parsed(path, parse_ini)


def _lines(files: Files, path: str) -> Node | None:
    return files.parsed(path, parse_lines)


def _toolchain(files: Files, path: str) -> Node | None:
    """The older file rust-toolchain is TOML, or one line that names the channel."""
    text = files.text(path)
    if text is None or "[" in text:
        return files.toml(path)
    parsed = _lines(files, path)
    lines = parsed.items if parsed else ()
    if not lines:
        return None
    return Node({"toolchain": Node({"channel": lines[0]}, lines[0].location)}, Location(path, 1))


_READERS: dict[str, Callable[[Files, str], Node | None]] = {
    ".cargo/config": _toml,
    ".cargo/config.toml": _toml,
    ".github/dependabot.yaml": _yaml,
    ".github/dependabot.yml": _yaml,
    ".github/renovate.json": _yaml,
    ".github/zizmor.yml": _yaml,
    ".gitignore": _lines,
    ".pre-commit-config.yaml": _yaml,
    ".pytest.ini": _ini,
    ".renovaterc": _yaml,
    ".renovaterc.json": _yaml,
    "deny.toml": _toml,
    "pytest.ini": _ini,
    "release-plz.toml": _toml,
    "renovate.json": _yaml,
    "rust-toolchain": _toolchain,
    "rust-toolchain.toml": _toml,
    "setup.cfg": _ini,
    "tox.ini": _ini,
}
_AT_ROOT: dict[str, Callable[[Files, str], Node | None]] = {"zizmor.yml": _yaml}


def _reader(path: str) -> Callable[[Files, str], Node | None] | None:
    """A reader by the file's name; JSON is YAML."""
    name = posixpath.basename(path)
    above = posixpath.basename(posixpath.dirname(path))
    return _AT_ROOT.get(path) or _READERS.get(f"{above}/{name}") or _READERS.get(name)
