"""From a folder to the model: what the files say, each value with its file and line."""

from maturin_compliance.read.project import read_project, read_source

__all__ = ["read_project", "read_source"]
