"""Code that is edited while `mkdocs serve` runs: a build of the site takes it anew, and only then."""

import sys
from importlib import import_module
from pathlib import Path

import maturin_compliance

_PACKAGE = maturin_compliance.__name__
_SUFFIXES = frozenset({".py", ".toml", ".json"})


def _stamp() -> frozenset[tuple[str, int]]:
    """Give each file of the package with the time it was last written."""
    found = Path(maturin_compliance.__file__).parent.rglob("*")
    return frozenset((str(path), path.stat().st_mtime_ns) for path in found if path.suffix in _SUFFIXES)


_LOADED = _stamp()


def forget_if_changed() -> None:
    """Let the package be imported anew if a file of it changed since this module was imported.

    Importing all of it takes as long as analysing a project.
    """
    if _stamp() == _LOADED:
        return
    for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
        del sys.modules[name]
    import_module(__name__)  # keeps the time of this change, even where what changed cannot be imported
