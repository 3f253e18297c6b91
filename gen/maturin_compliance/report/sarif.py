"""``check --format sarif``: SARIF 2.1.0, as GitHub's code scanning reads it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from maturin_compliance import __version__
from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Check, Problem, Result, Severity
from maturin_compliance.location import Location
from maturin_compliance.model.node import Unread

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SITE = "https://maturin-compliance.github.io/maturin-compliance/"
UNREAD = "not-read"
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}


def report(analysis: Analysis) -> Mapping[str, Any]:
    """Give an analysis as a log of one run; every check that ran is a rule, every problem a result.

    What could not be read is a notification of the run.
    """
    checks = [result.check for result in analysis.results]
    numbers = {check.name: number for number, check in enumerate(checks)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(checks)},
                "invocations": [_invocation(analysis.project.unread)],
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The repository's root."}}},
                "results": [
                    _result(numbers[result.check.name], result, problem)
                    for result in analysis.results
                    for problem in result.problems
                ],
            }
        ],
    }


def _driver(checks: Sequence[Check]) -> Mapping[str, Any]:
    return {
        "name": "maturin-compliance",
        "version": __version__,
        "informationUri": SITE,
        "rules": [_rule(check) for check in checks],
        "notifications": [{"id": UNREAD, "shortDescription": {"text": "A file could not be read."}}],
    }


def _invocation(unread: Sequence[Unread]) -> Mapping[str, Any]:
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": [
            {
                "descriptor": {"id": UNREAD, "index": 0},
                "level": "warning",
                "message": {"text": f"{one.location.path}: {one.message}"},
                "locations": [_location(one.location)],
            }
            for one in unread
        ],
    }


def _rule(check: Check) -> Mapping[str, Any]:
    return {
        "id": check.name,
        "shortDescription": {"text": check.title},
        "helpUri": check.url or f"{SITE}compliance/checks/{check.name}/",
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {"tags": ["maturin", check.category], "severity": check.severity.value},
    }


def _result(number: int, result: Result, problem: Problem) -> Mapping[str, Any]:
    """Give one problem. The fingerprint leaves the line out, so that a moved line is no new finding."""
    level = _LEVELS[result.check.severity]
    found = {
        "ruleId": result.check.name,
        "ruleIndex": number,
        "level": "warning" if problem.warned and level == "error" else level,
        "message": {"text": f"{problem.message}\n\n{problem.fix}".strip()},
        "partialFingerprints": {"problem/v1": _fingerprint(result.check.name, problem)},
    }
    if problem.location is not None:
        found["locations"] = [_location(problem.location)]
    if problem.also:
        found["relatedLocations"] = [
            {"id": number, **_location(location)} for number, location in enumerate(problem.also, 1)
        ]
    return found


def _location(location: Location) -> Mapping[str, Any]:
    uri = quote(location.path.encode("utf-8", "replace"), safe="/-._~+@")
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}}
    if location.line is not None:
        physical["region"] = {"startLine": location.line}
    return {"physicalLocation": physical}


def _fingerprint(name: str, problem: Problem) -> str:
    path = "" if problem.location is None else problem.location.path
    told = f"{name}\0{path}\0{problem.message}".encode("utf-8", "replace")
    return sha256(told).hexdigest()
