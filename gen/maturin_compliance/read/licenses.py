"""The texts of licenses beside a package."""

import posixpath
import re

from maturin_compliance.location import Located, Location
from maturin_compliance.model.project import Tree
from maturin_compliance.read.files import Files

_NAME = re.compile(r"(?:licen[cs]e|copying|unlicense)(?:[-_.](?!.*(?:third|vendor))[\w.-]+)?", re.IGNORECASE)
_SOURCES = (".html", ".json", ".py", ".rs", ".toml")
MAX_LICENSES = 10


def read_licenses(folder: str, tree: Tree, files: Files) -> tuple[Located[str], ...]:
    """The texts of the files in a folder that are named as the package's license is; not those of others' work."""
    own = "" if folder == "." else folder
    named = [path for path in tree.under(folder) if posixpath.dirname(path) == own and _is_license(path)]
    found = ((path, files.text(path)) for path in named[:MAX_LICENSES])
    return tuple(Located(text, Location(path)) for path, text in found if text is not None)


def _is_license(path: str) -> bool:
    name = posixpath.basename(path)
    return _NAME.fullmatch(name) is not None and not name.lower().endswith(_SOURCES)
