"""The report in a terminal."""

from dataclasses import replace
from pathlib import Path

import pytest

from maturin_compliance.checks import Outcome, Problem, Result, Severity
from maturin_compliance.location import Located, Location
from maturin_compliance.report import terminal
from maturin_compliance.score import score
from tests.expand.support import expanded, workflow
from tests.report.support import analysis, check

VERSION = str(analysis().project.version)
FENCED = "Pin them:\n\n```yaml\nuses: a@b\n```"


def made(name: str, severity: Severity, outcome: Outcome, *problems: Problem) -> Result:
    return Result(
        check=check(name, name.capitalize(), "ci", severity), outcome=outcome, reason=None, problems=problems
    )


def skipped(name: str, reason: str) -> Result:
    return check(name, name.capitalize(), "ci", Severity.LOW).skipped(reason)


def lines(*results: Result) -> list[str]:
    """The report of some results, its head and its scores left out."""
    text = terminal.report(replace(analysis(), results=results, score=score(results)))
    return text.partition("\n\n")[2].partition("\nstructure ")[0].splitlines()


def test_what_costs_most_stands_first() -> None:
    fault = Problem("wrong", None, "Mend it.")
    found = lines(
        made("a", Severity.INFO, Outcome.FAILED, fault),
        made("b", Severity.HIGH, Outcome.WARNED, fault),
        made("c", Severity.HIGH, Outcome.FAILED, fault),
        made("d", Severity.CRITICAL, Outcome.WARNED, fault),
        made("e", Severity.LOW, Outcome.PASSED),
    )
    assert [line for line in found if "(" in line] == [
        "warned d (critical): D",
        "failed c (high): C",
        "warned b (high): B",
        "failed a (info): A",
    ]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "    also w.yml:1"),
        (8, "    also w.yml:1, 2, 3, 4, 5, 6, 7, 8"),
        (9, "    also w.yml:1, 2, 3, 4, 5, 6, 7, 8 and 1 other place"),
        (47, "    also w.yml:1, 2, 3, 4, 5, 6, 7, 8 and 39 other places"),
    ],
)
def test_a_few_further_places_are_shown(count: int, told: str) -> None:
    places = [Location("w.yml", line) for line in range(count + 1)]
    assert told in lines(made("a", Severity.LOW, Outcome.FAILED, Problem.at(places, "wrong", "Mend it.")))


def test_equal_fixes_are_printed_once() -> None:
    other = Problem("other", None, "Else.")
    found = lines(
        made(
            "a", Severity.HIGH, Outcome.FAILED, Problem("one", None, FENCED), other, Problem("two", None, FENCED)
        ),
        made("b", Severity.LOW, Outcome.FAILED, Problem("three", None, FENCED), other),
    )
    assert found == [
        "failed a (high): A",
        "  one",
        "  two",
        "    Pin them:",
        "      uses: a@b",
        "  other",
        "    Else.",
        "",
        "failed b (low): B",
        "  three",
        "    the lines to paste are those of a, above",
        "  other",
        "    Else.",
        "",
        "not read:",
        "  pyproject.toml:7: not valid TOML",
        "",
        "not followed, so that a release may upload more:",
        "  .github/workflows/a.yml:8: a step is not known",
    ]


def test_each_reason_of_what_is_skipped_is_told_once() -> None:
    found = lines(skipped("a", "no wheel"), skipped("b", "no sdist"), skipped("c", "no wheel"))
    assert found[found.index("skipped:") :] == ["skipped:", "  no wheel (a, c)", "  no sdist (b)"]


BUILD = """\
  %s:
    runs-on: %s
    steps:
      - uses: PyO3/maturin-action@v1.51.0
        with: {args: -i 3.12 --out dist, target: x86_64-pc-windows-msvc}
      - uses: actions/upload-artifact@v7
        with: {name: %s, path: dist}
"""
LINT = "  lint: {runs-on: macos-13, steps: [{run: ls}]}\n"
PUBLISH = """\
  publish:
    needs: [%s]
    runs-on: %s
    steps:
      - uses: actions/download-artifact@v8
        with: {path: dist, merge-multiple: true}
      - uses: pypa/gh-action-pypi-publish@release/v1
"""


WAITING = "A release (push at v1.0.0) cannot run as it stands: "
WOULD = "If all jobs ran, it would upload 1 wheel and 0 sdists."


@pytest.mark.parametrize(
    ("builds", "publish", "told"),
    [
        (["windows-2025"], "ubuntu-24.04", "A release (push at v1.0.0) uploads 1 wheel and 0 sdists."),
        (
            ["windows-2019"],
            "ubuntu-24.04",
            f"{WAITING}1 job waits for a retired runner (windows-2019). {WOULD}",
        ),
        (
            ["windows-2025", "windows-2019"],
            "ubuntu-20.04",
            f"{WAITING}2 jobs wait for a retired runner (windows-2019, ubuntu-20.04). {WOULD}",
        ),
    ],
)
def test_a_release_that_waits_for_a_retired_runner(
    tmp_path: Path, builds: list[str], publish: str, told: str
) -> None:
    names = [f"build{number}" for number, _ in enumerate(builds)]
    jobs = LINT + "".join(BUILD % (name, runner, name) for name, runner in zip(names, builds, strict=True))
    expansion = expanded(tmp_path, workflow(jobs + PUBLISH % (", ".join(names), publish)))
    head = terminal.report(replace(analysis(), expansion=expansion)).partition("\n\n")[0]
    assert " ".join(head.splitlines()[1:]) == told


def test_a_project_of_another_backend_is_told_in_one_sentence() -> None:
    reason = "the project is built by `mesonpy`, not by maturin"
    results = (skipped("a", reason), skipped("b", reason))
    package = analysis().project.package
    assert package.pyproject is not None
    assert package.pyproject.build_system is not None
    system = replace(
        package.pyproject.build_system,
        requires=(),
        build_backend=Located("mesonpy", Location("pyproject.toml", 2)),
    )
    pyproject = replace(package.pyproject, build_system=system, maturin=None)
    project = replace(analysis().project, package=replace(package, pyproject=pyproject), texts={}, scripts={})
    found = replace(analysis(), project=project, results=results, score=score(results))
    assert terminal.report(found).splitlines() == [
        f"small-abi3 {VERSION}, as of {analysis().facts.as_of}",
        "`mesonpy` builds it, not maturin (pyproject.toml:2): no check applies.",
        "",
        "overall      none  0 of 0 pass, 2 skipped",
    ]
