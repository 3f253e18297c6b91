import json
import re
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from maturin_compliance.checks import Check, Outcome, Problem, Result, Severity
from maturin_compliance.location import Location
from maturin_compliance.report import github, release, results, sarif, terminal
from tests.report.support import analysis, check

VERSION = str(analysis().project.version)


def schema(name: str) -> Any:
    return json.loads(files("maturin_compliance.report").joinpath(f"schema/{name}.json").read_text("utf-8"))


def test_the_report_is_the_document_of_its_schema() -> None:
    document = results.report(analysis())
    jsonschema.validate(document, schema("report"), jsonschema.Draft202012Validator)
    assert json.loads(results.dumps(document)) == {
        "project": {"name": "small-abi3", "version": VERSION, "root": "given/root"},
        "as_of": str(analysis().facts.as_of),
        "score": {
            "overall": 4.1,
            "passed": 1,
            "applicable": 3,
            "skipped": 1,
            "categories": {
                name: {"score": found, "passed": passed, "applicable": applicable, "skipped": skipped}
                for name, found, passed, applicable, skipped in (
                    ("structure", None, 0, 0, 0),
                    ("build", 0.0, 0, 1, 0),
                    ("abi", None, 0, 0, 0),
                    ("linux", None, 0, 0, 0),
                    ("macos", None, 0, 0, 0),
                    ("windows", None, 0, 0, 0),
                    ("ci", 5.0, 0, 1, 0),
                    ("testing", 10.0, 1, 1, 0),
                    ("distribution", None, 0, 0, 0),
                    ("security", None, 0, 0, 1),
                    ("metadata", None, 0, 0, 0),
                    ("profile", None, 0, 0, 0),
                )
            },
        },
        "results": [
            {
                "check": "locks-crates",
                "title": "Locks its crates",
                "category": "build",
                "severity": "high",
                "outcome": "failed",
                "reason": None,
                "problems": [
                    {
                        "message": "`Cargo.lock` is not there",
                        "path": "Cargo.toml",
                        "line": None,
                        "fix": 'Commit it:\n\n```sh title="shell"\ngit add Cargo.lock\n```',
                        "also": [],
                    }
                ],
            },
            {
                "check": "pins-actions",
                "title": "Pins actions",
                "category": "ci",
                "severity": "low",
                "outcome": "warned",
                "reason": None,
                "problems": [
                    {
                        "message": "100% of actions: unpinned",
                        "path": ".github/workflows/a.yml",
                        "line": 3,
                        "fix": "Use a commit.",
                        "also": [{"path": ".github/workflows/a,b.yml", "line": 9}],
                    }
                ],
            },
            {
                "check": "has-tests",
                "title": "Has tests",
                "category": "testing",
                "severity": "medium",
                "outcome": "passed",
                "reason": None,
                "problems": [],
            },
            {
                "check": "signs",
                "title": "Signs",
                "category": "security",
                "severity": "medium",
                "outcome": "skipped",
                "reason": "nothing is uploaded",
                "problems": [],
            },
        ],
        "unread": [{"path": "pyproject.toml", "line": 7, "message": "not valid TOML"}],
    }


def test_the_release_is_the_document_of_its_schema() -> None:
    document = release.document(analysis())
    jsonschema.validate(document, schema("wheels"), jsonschema.Draft202012Validator)
    assert json.loads(results.dumps(document)) == {
        "project": {"name": "small-abi3", "version": VERSION, "root": "given/root"},
        "as_of": str(analysis().facts.as_of),
        "tag": "v1.0",
        "event": "push",
        "wheels": [
            {
                "filename": "name-1.0-cp312-cp312-win_amd64.whl",
                "interpreter": "cp312",
                "abi": "cp312",
                "platform": "win_amd64",
                "certainty": "assumed",
                "alternatives": ["name-1.0-cp312-none-win_amd64.whl"],
                "may_be_absent": False,
                "because": ["`-i 3.12` names it"],
                "path": ".github/workflows/a.yml",
                "line": 5,
                "job": "build",
                "combination": {"os": "windows-latest"},
            }
        ],
        "not_modelled": [{"message": "a step is not known", "path": ".github/workflows/a.yml", "line": 8}],
    }


def test_wheels_are_one_a_line_and_the_rest_goes_elsewhere() -> None:
    told = analysis().expansion.release
    assert release.names(told) == "name-1.0-cp312-cp312-win_amd64.whl\n"
    assert release.not_modelled(told) == ".github/workflows/a.yml:8: a step is not known\n"


def test_annotations_stand_on_the_lines_at_fault() -> None:
    title = "title=pins-actions%3A Pins actions"
    assert github.report(analysis()).splitlines() == [
        "::error file=Cargo.toml,title=locks-crates%3A Locks its crates::`Cargo.lock` is not there",
        "::warning file=pyproject.toml,line=7,title=not read::not valid TOML",
        f"::notice file=.github/workflows/a.yml,line=3,{title}::100%25 of actions: unpinned",
        f"::notice file=.github/workflows/a%2Cb.yml,line=9,{title}::100%25 of actions: unpinned",
    ]


LOW = check("low-one", "Low", "ci", Severity.LOW)
HIGH = check("high-one", "High", "ci", Severity.HIGH)
CRITICAL = check("critical-one", "Critical", "ci", Severity.CRITICAL)


def faulty(of: Check, *problems: Problem) -> Result:
    return Result(check=of, outcome=Outcome.FAILED, reason=None, problems=problems)


def lines(message: str, *numbers: int, warned: bool = False) -> Problem:
    return Problem.at((Location("a.yml", number) for number in numbers), message, "Mend it.", warned=warned)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (
            [faulty(LOW, lines("l", 1)), faulty(HIGH, lines("h", 2)), faulty(CRITICAL, lines("c", 3))],
            ["error 3 c", "error 2 h", "notice 1 l"],
        ),
        # the first places of all before the further ones, those that fail before those that warn
        (
            [faulty(HIGH, lines("w", 1, warned=True), lines("a", 2, 3), lines("b", 4, 5))],
            ["error 2 a", "error 4 b", "error 3 a", "error 5 b", "warning 1 w"],
        ),
        # a few places of a problem
        (
            [faulty(LOW, lines("a", 1, 2, 3), lines("b", 4, 5, 6, 7))],
            [
                "notice 1 a",
                "notice 4 b (one of 4 places)",
                "notice 2 a",
                "notice 5 b (one of 4 places)",
                "notice 3 a",
                "notice 6 b (one of 4 places)",
            ],
        ),
    ],
)
def test_annotations_come_gravest_first(found: list[Result], told: list[str]) -> None:
    whole = analysis()
    shown = github.report(
        replace(whole, results=tuple(found), project=replace(whole.project, unread=()))
    ).splitlines()
    assert [re.sub(r"::(\w+) file=a.yml,line=(\d+),title=.*::", r"\1 \2 ", line) for line in shown] == told


@pytest.mark.parametrize(
    ("colour", "failed", "warned"),
    [(False, "failed", "warned"), (True, "\x1b[31mfailed\x1b[0m", "\x1b[33mwarned\x1b[0m")],
)
def test_the_terminal_shows_the_gravest_first(colour: bool, failed: str, warned: str) -> None:
    day = analysis().facts.as_of
    assert terminal.report(analysis(), colour=colour).splitlines()[:23] == [
        f"small-abi3 {VERSION}, as of {day}",
        "A release (push at v1.0) uploads 1 wheel and 1 sdist.",
        "",
        f"{failed} locks-crates (high): Locks its crates",
        "  Cargo.toml: `Cargo.lock` is not there",
        "    Commit it:",
        "    in shell:",
        "      git add Cargo.lock",
        "",
        f"{warned} pins-actions (low): Pins actions",
        "  .github/workflows/a.yml:3: 100% of actions: unpinned",
        "    also .github/workflows/a,b.yml:9",
        "    Use a commit.",
        "",
        "not read:",
        "  pyproject.toml:7: not valid TOML",
        "",
        "not followed, so that a release may upload more:",
        "  .github/workflows/a.yml:8: a step is not known",
        "",
        "skipped:",
        "  nothing is uploaded (signs)",
        "",
    ]
    assert terminal.report(analysis()).splitlines()[-1] == "overall       4.1  1 of 3 pass, 1 skipped"


def test_sarif_has_a_rule_for_every_check_and_a_result_for_every_problem() -> None:
    log: Any = sarif.report(analysis())
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [
        "locks-crates",
        "pins-actions",
        "has-tests",
        "signs",
    ]
    assert run["invocations"] == [
        {
            "executionSuccessful": True,
            "toolExecutionNotifications": [
                {
                    "descriptor": {"id": "not-read", "index": 0},
                    "level": "warning",
                    "message": {"text": "pyproject.toml: not valid TOML"},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {"uri": "pyproject.toml", "uriBaseId": "%SRCROOT%"},
                                "region": {"startLine": 7},
                            }
                        }
                    ],
                }
            ],
        }
    ]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("locks-crates", 0, "error")
    assert first["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "Cargo.toml", "uriBaseId": "%SRCROOT%"}}}
    ]
    assert (second["ruleId"], second["ruleIndex"], second["level"]) == ("pins-actions", 1, "note")
    assert second["relatedLocations"] == [
        {
            "id": 1,
            "physicalLocation": {
                "artifactLocation": {"uri": ".github/workflows/a%2Cb.yml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 9},
            },
        }
    ]


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ((("a.yml", 3), ("a.yml", 5), ("b.yml", None)), "a.yml:3, 5, b.yml"),
        (tuple(("a.yml", line) for line in range(1, 12)), "a.yml:1, 2, 3, 4, 5, 6, 7, 8 and 3 other places"),
    ],
)
def test_the_terminal_counts_what_it_does_not_show(places: tuple[tuple[str, int | None], ...], told: str) -> None:
    assert terminal._places(tuple(Location(*place) for place in places)) == told
