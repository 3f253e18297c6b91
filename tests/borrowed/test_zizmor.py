"""zizmor's findings as results; the program itself is run."""

import json
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from maturin_compliance import borrowed
from maturin_compliance.borrowed import ZIZMOR, process
from maturin_compliance.borrowed.audits import audits
from maturin_compliance.borrowed.findings import read_findings
from maturin_compliance.borrowed.process import UnavailableError, audit, zizmor
from maturin_compliance.checks import CHECKS, Outcome, Result
from maturin_compliance.read import read_project

TODAY = date(2026, 11, 22)
JOB = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n"
DANGEROUS = f"on: pull_request_target\n{JOB}      - run: echo hello\n"
PYPROJECT = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n\n[project]\nname = "a"\n'
W = ".github/workflows/"

Made = Callable[..., tuple[Result, ...]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """What is found in a project of some files."""

    def make(files: dict[str, str], as_of: date = TODAY) -> tuple[Result, ...]:
        for path, text in {"pyproject.toml": PYPROJECT, **files}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, "utf-8")
        return borrowed.findings(read_project(tmp_path), as_of)

    return make


def told(results: tuple[Result, ...]) -> list[str]:
    """Results as "name severity outcome places"."""
    return [
        f"{one.check.name} {one.check.severity} {one.outcome} "
        + " ".join(str(place) for p in one.problems for place in (p.location, *p.also))
        for one in results
    ]


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        pytest.param(
            {f"{W}a.yml": DANGEROUS},
            [f"zizmor-dangerous-triggers high failed {W}a.yml:1"],
            id="rows from 0 become lines from 1",
        ),
        pytest.param(
            {f"{W}a.yml": f"\n{DANGEROUS}", f"{W}b.yml": DANGEROUS, f"{W}a-2.yaml": DANGEROUS},
            [f"zizmor-dangerous-triggers high failed {W}a-2.yaml:1 {W}a.yml:2 {W}b.yml:1"],
            id="equal findings are one problem",
        ),
        pytest.param(
            {f"{W}a.yml": f"on: push\n{JOB}      - uses: actions/checkout@main\n"},
            ["zizmor-finds-nothing info passed "],
            id="what checks of this package say is left out",
        ),
        pytest.param(
            {f"{W}a.yml": DANGEROUS, ".github/zizmor.yml": "rules:\n  dangerous-triggers:\n    disable: true\n"},
            [f"zizmor-dangerous-triggers high failed {W}a.yml:1"],
            id="the project's configuration does not count",
        ),
        pytest.param(
            {f"{W}a.yml": DANGEROUS.replace("target", "target # zizmor: ignore[dangerous-triggers] labels")},
            ["zizmor-finds-nothing info passed "],
            id="a comment in the workflow does",
        ),
        pytest.param(
            {"vendor/b/.github/workflows/a.yml": DANGEROUS, f"{W}a.yml": f"on: push\n{JOB}      - run: echo a\n"},
            ["zizmor-finds-nothing info passed "],
            id="vendored workflows are not looked at",
        ),
        pytest.param(
            {
                f"{W}a.yml": f"on: push\n{JOB}      - uses: ./b\n",
                "b/action.yml": "name: b\nruns:\n  using: composite\n  steps:\n    - run: echo\n      shell: sh\n"
                "      env:\n        ACTIONS_ALLOW_UNSECURE_COMMANDS: true\n",
            },
            [
                "zizmor-insecure-commands high failed b/action.yml:7",
                f"zizmor-self-repository low failed {W}a.yml:6",
            ],
            id="local actions are",
        ),
        pytest.param(
            {
                f"{W}a.yml": DANGEROUS,
                f"{W}b.yml": "on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    step: 3\n",
            },
            [f"zizmor-dangerous-triggers high failed {W}a.yml:1", "zizmor-finds-nothing info skipped "],
            id="a workflow that it does not take",
        ),
        pytest.param({}, ["zizmor-finds-nothing info skipped "], id="no workflows"),
    ],
)
def test_findings_become_results(files: dict[str, str], wanted: list[str], made: Made) -> None:
    assert told(made(files)) == wanted


def test_advice_that_github_made_possible_later_is_not_given(made: Made) -> None:
    files = {
        f"{W}a.yml": f"on: push\n{JOB}      - uses: ./b\n",
        "b/action.yml": "name: b\nruns:\n  using: node24\n  main: b.js\n",
    }
    assert told(made(files, date(2026, 7, 29))) == ["zizmor-finds-nothing info passed "]
    assert told(made(files, date(2026, 7, 30))) == [f"zizmor-self-repository low failed {W}a.yml:6"]


def test_a_result_tells_where_it_is_from(made: Made) -> None:
    (result,) = made({f"{W}a.yml": DANGEROUS})
    url = "https://docs.zizmor.sh/audits/#dangerous-triggers"
    assert (result.check.category, result.check.url) == ("security", url)
    assert result.check.since == f"zizmor {version('zizmor')}"
    assert [source.url for source in result.check.sources] == [url]
    assert url in result.problems[0].fix


def test_without_zizmor_the_reason_is_told(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(process, "distribution", absent)
    (result,) = made({f"{W}a.yml": DANGEROUS})
    reason = "zizmor is not installed: `pip install 'maturin-compliance[security]'`"
    assert (result.check, result.outcome, result.reason) == (ZIZMOR, Outcome.SKIPPED, reason)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("import time\ntime.sleep(60)", "zizmor took longer than 0.5 seconds"),
        ("import sys\nsys.exit(3)", "zizmor takes none of the workflows"),
        ("print('{}')\nprint('oh')", "zizmor's answer is of another form than that of 1.32"),
        ("print('[{}]')", "zizmor's answer is of another form than that of 1.32"),
        ("import os\nos.write(1, b' ' * 99)", "zizmor's answer has more than 50 bytes"),
    ],
    ids=["slow", "refuses", "no JSON", "another form", "too much"],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for the program")
def test_a_failure_has_a_reason(script: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "zizmor"
    program.write_text(f"#!{sys.executable} -S\n{script}\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(process, "MAX_BYTES", 50)
    with pytest.raises(UnavailableError, match=f"^{reason}$"):
        audit(program, {f"{W}a.yml": DANGEROUS}, left_out=(), seconds=0.5)


def test_a_program_that_cannot_be_started_is_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"^zizmor cannot be started$"):
        audit(tmp_path / "zizmor", {f"{W}a.yml": DANGEROUS}, left_out=())


def test_names_of_files_reach_no_argument() -> None:
    program, _ = zizmor()
    paths = (f"{W}--fix=all.yml", f"{W}a\n\x1b[31m.yml", f"{W}CON.yml", "../../action.yml")
    found, complete = audit(program, dict.fromkeys(paths[:3], DANGEROUS), left_out=audits().covered)
    assert complete
    assert {one.location.path for one in found} == set(paths[:3])
    action = "name: a\nruns:\n  using: composite\n  steps: [{run: echo, shell: bash}]\n"
    assert audit(program, {paths[3]: action}, left_out=()) == ((), True)


@pytest.mark.parametrize("ident", ["../a", "A", "a--b", ""])
def test_the_name_of_an_audit_is_a_name(ident: str) -> None:
    entry = {
        "ident": ident,
        "desc": "a",
        "determinations": {"severity": "High", "confidence": "Low"},
        "locations": [
            {
                "symbolic": {"kind": "Primary", "annotation": "b", "key": {"Local": {"verbatim_path": "a"}}},
                "concrete": {"location": {"start_point": {"row": 0}}},
            }
        ],
    }
    with pytest.raises(ValueError, match=f"^{ident}$"):
        read_findings(json.dumps([entry]).encode(), {"a": "b"})


def test_audits_that_are_left_out_are_covered_by_checks_that_exist() -> None:
    assert set(audits().covered.values()) <= {check.name for check in CHECKS}
    assert sorted(audits().covered) == [
        "archived-uses",
        "artipacked",
        "cache-poisoning",
        "excessive-permissions",
        "template-injection",
        "unpinned-uses",
        "use-trusted-publishing",
    ]
    assert all(name in ZIZMOR.docstring for name in (*audits().covered, *audits().covered.values()))


def test_borrowed_checks_have_names_of_their_own() -> None:
    names = [check.name for check in (*CHECKS, *borrowed.borrowed())]
    assert sorted(set(names)) == sorted(names)
