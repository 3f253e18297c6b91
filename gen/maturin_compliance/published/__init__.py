"""What a package index holds of a version, asked once and kept in a file, and held against what is predicted.

``fetch`` is all that needs a network, and the extra ``published``; ``save`` and ``load`` keep a snapshot,
so that pages are built without either.
"""

from maturin_compliance.published.compare import Difference, Status, compare
from maturin_compliance.published.holding import Published, PublishedFile
from maturin_compliance.published.index import fetch, fetch_all
from maturin_compliance.published.snapshot import load, load_all, save, save_all

__all__ = [
    "Difference",
    "Published",
    "PublishedFile",
    "Status",
    "compare",
    "fetch",
    "fetch_all",
    "load",
    "load_all",
    "save",
    "save_all",
]
