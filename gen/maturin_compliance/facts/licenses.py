"""Licenses: what their texts and classifiers are, which identifiers are deprecated."""

from collections.abc import Mapping
from dataclasses import dataclass

from maturin_compliance.facts.table import Row, rows

TABLE = "licenses"


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenseText(Row):
    """Words that the text of a license has, and words that tell another one."""

    license: str
    has: tuple[str, ...]
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Classifier(Row):
    name: str
    license: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deprecated(Row):
    license: str
    instead: tuple[str, ...]


def of_text(text: str) -> tuple[str, ...]:
    """Give the SPDX identifiers of the licenses whose words stand in a text."""
    words = " ".join(text.lower().split())
    return tuple(row.license for row in rows(TABLE, "text", LicenseText) if _is(row, words))


def _is(row: LicenseText, words: str) -> bool:
    return all(part in words for part in row.has) and not any(part in words for part in row.lacks)


def of_classifiers() -> Mapping[str, str]:
    """Give the SPDX identifier of each classifier that names exactly one license."""
    return {row.name: row.license for row in rows(TABLE, "classifier", _Classifier)}


def deprecated() -> Mapping[str, tuple[str, ...]]:
    """Give the deprecated SPDX identifiers, each with those that replace it."""
    return {row.license: row.instead for row in rows(TABLE, "deprecated", _Deprecated)}
