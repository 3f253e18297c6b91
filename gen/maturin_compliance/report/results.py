"""``check --format json``: the results as data, by ``schema/report.json``."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Problem, Result
from maturin_compliance.history import Since, document
from maturin_compliance.location import Location
from maturin_compliance.score import Tally


def report(analysis: Analysis, moved: Since | None = None) -> Mapping[str, Any]:
    """Give an analysis as the document that the schema describes; ``moved`` is what differs from a tag."""
    return {
        "project": project(analysis),
        "as_of": analysis.facts.as_of.isoformat(),
        "score": {
            **tally("overall", analysis.score.overall),
            "categories": {name: tally("score", one) for name, one in analysis.score.categories.items()},
        },
        "results": [result(one) for one in analysis.results],
        "unread": [{**place(one.location), "message": one.message} for one in analysis.project.unread],
        **({} if moved is None else {"since": document(moved)}),
    }


def project(analysis: Analysis) -> Mapping[str, Any]:
    """Give what names the project; ``version`` is null where no file says one."""
    version = analysis.project.version
    return {
        "name": analysis.project.name,
        "version": None if version is None else version.value,
        "root": analysis.project.root,
    }


def tally(key: str, counted: Tally) -> Mapping[str, Any]:
    """Give a score under ``key`` with the counts behind it."""
    return {
        key: counted.score,
        "passed": counted.passed,
        "applicable": counted.applicable,
        "skipped": counted.skipped,
    }


def result(one: Result) -> Mapping[str, Any]:
    """Give a check's result; ``reason`` is null but for a check that was skipped."""
    return {
        "check": one.check.name,
        "title": one.check.title,
        "category": one.check.category,
        "severity": one.check.severity.value,
        "outcome": one.outcome.value,
        "reason": one.reason,
        "problems": [problem(fault) for fault in one.problems],
    }


def problem(fault: Problem) -> Mapping[str, Any]:
    """Give a problem; the first place is its own, ``also`` holds the others."""
    return {
        "message": fault.message,
        **place(fault.location),
        "fix": fault.fix,
        "also": places(fault.also),
    }


def place(location: Location | None) -> Mapping[str, Any]:
    """Give a place as ``path`` and ``line``, each null where it is not known."""
    return {
        "path": None if location is None else location.path,
        "line": None if location is None else location.line,
    }


def places(locations: Sequence[Location]) -> list[Mapping[str, Any]]:
    """Give several places."""
    return [place(location) for location in locations]


def dumps(told: Mapping[str, Any]) -> str:
    """Give a document as JSON text of ASCII characters, so that nothing in it acts on a terminal."""
    return json.dumps(told, indent=2, allow_nan=False) + "\n"
