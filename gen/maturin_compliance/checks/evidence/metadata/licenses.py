"""Licenses as metadata states them: expressions, classifiers, files."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.builds.floor import is_too_old, since, to_write
from maturin_compliance.checks.text import codes, fence, quoted
from maturin_compliance.facts import licenses as known
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


def of_crate(expression: str) -> str | None:
    """Give an expression of Cargo.toml, in which ``/`` is an older way to write OR; None for what is none."""
    return canonical(expression.replace("/", " OR "))


def parts(expression: str) -> frozenset[str]:
    """Give the words of an expression, so that ``A OR B`` and ``B OR A`` are the same."""
    return frozenset(re.findall(r"[^\s()]+", expression))


def deprecated(expression: str) -> tuple[str, ...]:
    """Give the identifiers of an expression that SPDX has replaced."""
    return tuple(sorted(parts(expression) & known.deprecated().keys()))


def suggested(subject: Subject) -> tuple[str, ...]:
    """Give the expressions to choose from: none where the files do not tell, or contradict each other.

    The table ``license``, Cargo.toml, the text and the classifiers are asked in this order.
    """
    texts = {name for text in subject.project.package.licenses for name in known.of_text(text.value)}
    stated = next(_stated(subject), None)
    if stated is None:
        return tuple(texts) if len(texts) == 1 else ()
    choices = known.deprecated().get(stated, (stated,))
    return choices if not texts or texts & parts(stated) else ()


def _stated(subject: Subject) -> Iterator[str]:
    """Give what the metadata of both files says, as far as it is exact."""
    metadata, manifest = need.metadata(subject), subject.project.package.manifest
    by_classifier = known.of_classifiers()
    text = (metadata.license.text or "").strip() if metadata.license else ""
    written = canonical(text) or by_classifier.get(f"License :: OSI Approved :: {text}")
    crates = of_crate(manifest.license.value) if manifest and manifest.license else None
    named = {by_classifier.get(each.value) for each in classifiers(metadata)}
    told = named.pop() if len(named) == 1 else None
    yield from (each for each in (written, crates, told) if each)


def fix(subject: Subject) -> str:
    """Give the lines that state the license, the classifiers to delete, and the maturin that it needs."""
    project, metadata = need.pyproject(subject), need.metadata(subject)
    choices, told = suggested(subject), classifiers(metadata)
    if len(choices) == 1:
        first = fence(f"[project]\nlicense = {quoted(choices[0])}", "toml", project.path)
    elif choices:
        either = " or ".join(codes([quoted(choice)]) for choice in choices)
        first = f"Write `license` as {either}, whichever holds."
    else:
        first = "Write `license` as the SPDX expression of your license."
    words = f"Delete the {'classifier' if len(told) == 1 else 'classifiers'} {codes(c.value for c in told)}."
    newer = (
        f"It needs a newer maturin:\n\n{to_write(subject)}"
        if is_too_old(subject, since(subject.facts, "license_expression"))
        else ""
    )
    return "\n\n".join(part for part in (first, words if told else "", newer) if part)


def renamed(old: tuple[str, ...]) -> str:
    """Say what to write for identifiers that SPDX has replaced."""
    instead = known.deprecated()
    return " ".join(f"For {codes([name])} write {' or '.join(codes([n]) for n in instead[name])}." for name in old)


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
