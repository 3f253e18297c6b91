"""Compliance pages and checks for a maturin project, from the project's own files."""

__version__ = "0.1.0"
