"""Counts the lines of a text."""

from importlib.metadata import version

from small_abi3._core import count

__version__ = version("small-abi3")
__all__ = ["__version__", "count"]
