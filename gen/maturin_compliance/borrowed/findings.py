"""What zizmor answers (``--format json-v1``), as findings with their places."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from maturin_compliance import plain
from maturin_compliance.checks import Severity
from maturin_compliance.location import Location

SEVERITIES: Mapping[str, Severity] = {
    "High": Severity.HIGH,
    "Medium": Severity.MEDIUM,
    "Low": Severity.LOW,
    "Informational": Severity.INFO,
}
"""zizmor's words (crates/zizmor/src/finding.rs); it has none for "critical"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding of one audit at one place, its message one line. ``sure`` is False where zizmor guesses."""

    audit: str
    severity: Severity
    message: str
    location: Location
    sure: bool


def read_findings(answer: bytes, paths: Mapping[str, str]) -> tuple[Finding, ...]:
    """Read an answer; ``paths`` gives the project's path for each that zizmor was given. Sorted by place.

    zizmor counts rows from 0. Raises ValueError for what is no such answer.
    """
    try:
        found = {one for entry in json.loads(answer) for one in _findings(entry, paths.__getitem__)}
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no answer of zizmor: {error!r}") from None
    return tuple(sorted(found, key=lambda one: (one.audit, one.location, one.message)))


def _ident(text: str) -> str:
    """Give the name of an audit, which becomes a check's and the name of its page."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text):
        raise ValueError(text)
    return text


def _findings(entry: Any, path: Callable[[str], str]) -> Iterator[Finding]:
    """Give one finding for each primary location of an entry."""
    determined = entry["determinations"]
    for location in entry["locations"]:
        symbolic, concrete = location["symbolic"], location["concrete"]["location"]
        if symbolic["kind"] == "Primary":
            row = int(concrete["start_point"]["row"])
            yield Finding(
                audit=_ident(entry["ident"]),
                severity=SEVERITIES[determined["severity"]],
                message=plain.line(f"{entry['desc']} ({symbolic['annotation']})"),
                location=Location(path(symbolic["key"]["Local"]["verbatim_path"]), row + 1),
                sure=determined["confidence"] != "Low",
            )
