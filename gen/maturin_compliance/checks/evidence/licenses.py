"""Licenses as metadata states them: expressions, classifiers, files."""

import re
from fnmatch import fnmatchcase

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.location import Located
from maturin_compliance.model.pyproject import ProjectMetadata

DISCOVERED = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")
"""What maturin takes without ``license-files`` (metadata.rs, merge_license)."""


def classifiers(metadata: ProjectMetadata) -> tuple[Located[str], ...]:
    """Give the classifiers that name a license."""
    return tuple(c for c in metadata.classifiers if c.value.startswith("License ::"))


def canonical(expression: str) -> str | None:
    """Give an SPDX expression in its own spelling, None for what is none."""
    try:
        return str(canonicalize_license_expression(expression))
    except InvalidLicenseExpression:
        return None


def parts(expression: str) -> frozenset[str]:
    """Give the words of an expression, so that ``A OR B`` and ``B OR A`` are the same."""
    return frozenset(re.findall(r"[^\s()]+", expression))


def suggested(subject: Subject) -> str | None:
    """Give the expression that Cargo.toml has, in which ``/`` is an older way to write OR."""
    manifest = subject.project.package.manifest
    if manifest is None or manifest.license is None:
        return None
    return canonical(manifest.license.value.replace("/", " OR "))


def candidates(subject: Subject) -> tuple[str, ...]:
    """Give the files beside pyproject.toml that look like texts of a license."""
    folder = subject.project.package.folder
    found = (_below(folder, path) for path in subject.project.tree.under(folder))
    return tuple(p for p in found if any(fnmatchcase(p, pattern) for pattern in DISCOVERED) and "/" not in p)


def matches(subject: Subject, pattern: str) -> bool:
    """Tell whether a pattern of ``license-files`` (PEP 639: ``*``, ``?``, ``[…]``, ``**``) finds a file."""
    folder = subject.project.package.folder
    if pattern.startswith("../"):
        return need.inside(folder, pattern) in subject.project.tree
    wanted = re.compile(_expression(pattern))
    return any(wanted.fullmatch(_below(folder, path)) for path in subject.project.tree.under(folder))


def _below(folder: str, path: str) -> str:
    return path if folder == "." else path.removeprefix(f"{folder}/")


def _expression(pattern: str) -> str:
    """Give a regular expression for a glob; each wildcard stays inside a part of the path."""
    written = {"**/": r"(?:[^/]+/)*", "**": r".*", "*": r"[^/]*", "?": r"[^/]"}
    tokens = re.findall(r"\*\*/|\*\*|\*|\?|\[[^\]/]+\]|.", pattern, re.DOTALL)
    return "".join(written.get(t) or (t if _is_class(t) else re.escape(t)) for t in tokens)


def _is_class(token: str) -> bool:
    return re.fullmatch(r"\[[A-Za-z0-9_.-]+\]", token) is not None and "--" not in token
