"""An analysis made by hand: two checks with problems, one that passed, one that was skipped."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Check, Outcome, Problem, Result, Severity
from maturin_compliance.expand.release import (
    Expansion,
    NotModelled,
    Origin,
    Reason,
    Release,
    Wheel,
)
from maturin_compliance.facts import load
from maturin_compliance.location import Location
from maturin_compliance.model.node import Unread
from maturin_compliance.read import read_project
from maturin_compliance.score import score

PROJECT = Path(__file__).parent.parent / "projects/small-abi3"


def check(name: str, title: str, category: str, severity: Severity) -> Check:
    return Check(
        name=name,
        category=category,
        severity=severity,
        since="0.1.0",
        docstring=f"{title}.\n",
        function=lambda _: iter(()),
    )


RESULTS = (
    Result(
        check=check("locks-crates", "Locks its crates", "build", Severity.HIGH),
        outcome=Outcome.FAILED,
        reason=None,
        problems=(
            Problem(
                "`Cargo.lock` is not there",
                Location("Cargo.toml"),
                'Commit it:\n\n```sh title="shell"\ngit add Cargo.lock\n```',
            ),
        ),
    ),
    Result(
        check=check("pins-actions", "Pins actions", "ci", Severity.LOW),
        outcome=Outcome.WARNED,
        reason=None,
        problems=(
            Problem(
                "100% of actions: unpinned",
                Location(".github/workflows/a.yml", 3),
                "Use a commit.",
                warned=True,
                also=(Location(".github/workflows/a,b.yml", 9),),
            ),
        ),
    ),
    Result(
        check=check("has-tests", "Has tests", "testing", Severity.MEDIUM),
        outcome=Outcome.PASSED,
        reason=None,
        problems=(),
    ),
    Result(
        check=check("signs", "Signs", "security", Severity.MEDIUM),
        outcome=Outcome.SKIPPED,
        reason="nothing is uploaded",
        problems=(),
    ),
)

WHEEL = Wheel(
    distribution="name",
    version="1.0",
    interpreter="cp312",
    abi="cp312",
    platform="win_amd64",
    target="x86_64-pc-windows-msvc",
    alternatives=("name-1.0-cp312-none-win_amd64.whl",),
    may_be_absent=False,
    because=(Reason("`-i 3.12` names it", Location(".github/workflows/a.yml", 5)),),
    origin=Origin(
        workflow=".github/workflows/a.yml",
        job="build",
        combination={"os": "windows-latest"},
        location=Location(".github/workflows/a.yml", 5),
    ),
)


@cache
def analysis() -> Analysis:
    project = replace(
        read_project(PROJECT),
        root="given/root",
        checkout=None,
        unread=(Unread(Location("pyproject.toml", 7), "not valid TOML"),),
    )
    release = Release(
        tag="v1.0",
        event="push",
        runs=(),
        builds=(),
        publishes=(),
        wheels=(WHEEL,),
        sdists=("name-1.0.tar.gz",),
        not_modelled=(NotModelled("a step is not known", Location(".github/workflows/a.yml", 8)),),
    )
    return Analysis(
        project=project,
        facts=load(),
        expansion=Expansion(release=release, runs=()),
        results=RESULTS,
        score=score(RESULTS),
    )
