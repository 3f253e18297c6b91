"""Mermaid's script, taken from an installed distribution so that no diagram needs a network."""

from hashlib import sha256
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from maturin_compliance.errors import UsageError

SCRIPT = "assets/vendor/mermaid.min.js"
"""Where mkdocs.yml and docs/assets/diagrams.js expect the script, relative to the docs folder."""

_DISTRIBUTION, _FILE = "mermaidx", "mermaidx/assets/mermaid.js"
_SHA256 = "74d7c46dabca328c2294733910a8aa1ed0c37451776e8d5295da38a2b758fb9b"  # Mermaid 11.16.0


def mermaid_script() -> bytes:
    """Return the bytes of Mermaid 11.16.0, a script that sets ``globalThis.mermaid``.

    The distribution is not imported. Raises UsageError where it is missing or holds another file.
    """
    try:
        script = Path(str(distribution(_DISTRIBUTION).locate_file(_FILE))).read_bytes()
    except (PackageNotFoundError, OSError) as error:
        raise UsageError(f"Mermaid's script is missing ({error}): python -m pip install -e '.[site]'") from error
    if sha256(script).hexdigest() != _SHA256:
        raise UsageError(f"{_FILE} is not Mermaid 11.16.0: python -m pip install -e '.[site]'")
    return script


def place(script: bytes, docs: Path) -> None:
    """Write ``script`` below the folder ``docs``, where mermaid2 looks for it.

    An equal file is left alone: ``mkdocs serve`` watches the folder and would build for ever.
    """
    path = docs / SCRIPT
    if path.is_file() and path.read_bytes() == script:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(script)
