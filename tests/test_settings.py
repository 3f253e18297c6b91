"""What pyproject.toml leaves out is skipped with its reason, and what is wrong with that is told."""

import json
from pathlib import Path

import pytest

from maturin_compliance.analysis import analyse
from maturin_compliance.checks import Outcome, Result
from maturin_compliance.command import main
from maturin_compliance.render import pages

HEAD = """[build-system]
requires = ["maturin>=1.14,<2"]
build-backend = "maturin"

[project]
name = "orchard"
version = "1.2.0"

"""
TABLE = HEAD.count("\n") + 1
FAULTY, SOUND = "states-its-license", "names-the-backend"


def project(folder: Path, settings: str) -> Path:
    """A project whose license is not stated."""
    (folder / "pyproject.toml").write_text(HEAD + settings, "utf-8")
    return folder


def results(folder: Path, settings: str) -> dict[str, Result]:
    return {one.check.name: one for one in analyse(project(folder, settings)).results}


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ("[tool.maturin-compliance]\n", []),
        (f'[tool.maturin-compliance.ignore]\n{FAULTY} = "lawyers look at it"\n', []),
        (
            "[tool.maturin-compliance]\nfail_under = 3\n",
            [f"{TABLE + 1} `[tool.maturin-compliance]` knows no key `fail_under`"],
        ),
        (
            f'[tool.maturin-compliance]\nignore = ["{FAULTY}"]\n',
            [f"{TABLE + 1} ignoring `{FAULTY}` gives no reason, so that it counts all the same"],
        ),
        *(
            (
                f'[tool.maturin-compliance.ignore]\n{FAULTY} = "{reason}"\n',
                [f"{TABLE + 1} ignoring `{FAULTY}` gives no reason, so that it counts all the same"],
            )
            for reason in ("", "  ", "...", "-", "1")
        ),
        (
            '[tool.maturin-compliance.ignore]\nstates-its-licence = "lawyers look at it"\n',
            [f"{TABLE + 1} no check or category is called `states-its-licence`"],
        ),
        (
            '[tool.maturin-compliance]\nselect = ["linux", "linus"]\n',
            [f"{TABLE + 1} no check or category is called `linus`"],
        ),
        (
            f'[tool.maturin-compliance.ignore]\n{SOUND} = "we like it"\nwindows = "nobody asked"\n',
            [
                f"{TABLE + 1} ignoring `{SOUND}` leaves nothing out: it finds no problem (warned)",
                f"{TABLE + 2} ignoring `windows` leaves nothing out: it finds no problem (warned)",
            ],
        ),
        ('[tool.maturin-compliance.ignore]\nzizmor-github-env = "no strangers"\n', []),
        (
            '[tool.maturin-compliance]\nselect = "linux"\n',
            [f"{TABLE + 1} `select` has no effect: it is not a list of names of checks or categories"],
        ),
        ("[tool.maturin-compliance]\nselect = []\nignore = {}\n", []),
        (
            "[tool.maturin-compliance]\nignore = true\n",
            [f"{TABLE + 1} `ignore` has no effect: it is not a table with a reason for each name"],
        ),
        (
            "[tool.maturin-compliance]\nfail-under = 70\n",
            [f"{TABLE + 1} `fail-under` is `70.0`, no score from 0 to 10"],
        ),
        (
            "[tool.maturin-compliance]\nfail-under = nan\n",
            [f"{TABLE + 1} `fail-under` is `nan`, no score from 0 to 10"],
        ),
    ],
)
def test_what_is_wrong_with_settings_is_told(settings: str, wanted: list[str], tmp_path: Path) -> None:
    told = results(tmp_path, settings)["settings-take-effect"]
    assert told.outcome is not Outcome.SKIPPED
    assert [
        f"{p.location.line if p.location else None} {p.message}{' (warned)' if p.warned else ''}"
        for p in told.problems
    ] == wanted


def test_without_settings_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert results(tmp_path, "")["settings-take-effect"].outcome is Outcome.SKIPPED


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("select = 3", "tool.maturin-compliance.select: expected an array of strings, found an integer"),
        ("ignore = true", "tool.maturin-compliance.ignore: expected a table, found a boolean"),
        ("ignore.linux = 3", "tool.maturin-compliance.ignore.linux: expected a string, found an integer"),
        ('fail-under = "8"', "tool.maturin-compliance.fail-under: expected a number, found a string"),
        ("fail-under = true", "tool.maturin-compliance.fail-under: expected a number, found a boolean"),
    ],
)
def test_a_wrong_type_is_not_read(settings: str, message: str, tmp_path: Path) -> None:
    analysis = analyse(project(tmp_path, f"[tool.maturin-compliance]\n{settings}\n"))
    assert [(str(one.location), one.message) for one in analysis.project.unread] == [
        (f"pyproject.toml:{TABLE + 1}", message)
    ]


def test_a_table_of_another_type_is_not_read(tmp_path: Path) -> None:
    analysis = analyse(project(tmp_path, "[tool]\nmaturin-compliance = 3\n"))
    assert [one.message for one in analysis.project.unread] == [
        "tool.maturin-compliance: expected a table, found an integer"
    ]


@pytest.mark.parametrize("name", [FAULTY, "metadata"])
def test_an_ignored_check_is_skipped_with_its_reason(name: str, tmp_path: Path) -> None:
    settings = f'[tool.maturin-compliance.ignore]\n{name} = "  lawyers\\n look at [it](x) "\n'
    told = results(tmp_path, settings)[FAULTY]
    reason = "ignored: lawyers look at [it](x)"
    assert (told.outcome, told.reason, told.problems) == (Outcome.SKIPPED, reason, ())


def test_a_reason_for_a_check_is_nearer_than_one_for_its_category(tmp_path: Path) -> None:
    settings = f'[tool.maturin-compliance.ignore]\nmetadata = "all of it"\n{FAULTY} = "this one"\n'
    assert results(tmp_path, settings)[FAULTY].reason == "ignored: this one"


def test_what_is_ignored_does_not_count(tmp_path: Path) -> None:
    before = analyse(project(tmp_path, "")).score.overall
    settings = f'[tool.maturin-compliance.ignore]\n{FAULTY} = "not yet"\n'
    after = analyse(project(tmp_path, settings)).score.overall
    assert before.score is not None
    assert after.score is not None
    assert after.score > before.score
    # One check less, and the one on the settings more.
    assert (after.applicable, after.passed) == (before.applicable, before.passed + 1)


def test_what_is_not_selected_is_skipped(tmp_path: Path) -> None:
    told = results(tmp_path, f'[tool.maturin-compliance]\nselect = ["build", "{FAULTY}", "nonsense"]\n')
    reason = "not selected by `[tool.maturin-compliance]`"
    left = {name for name, one in told.items() if one.reason != reason}
    assert left == {
        FAULTY,
        "settings-take-effect",
        *(name for name, one in told.items() if one.check.category == "build"),
    }


def test_pages_show_an_ignored_check_with_its_reason(tmp_path: Path) -> None:
    analysis = analyse(
        project(tmp_path, f'[tool.maturin-compliance.ignore]\n{FAULTY} = "<b>later</b> | [x](y)"\n')
    )
    found = {page.path: page.content for page in pages(analysis)}
    shown = "ignored: &lt;b&gt;later&lt;/b&gt; &#124; &#91;x&#93;(y)"
    assert shown in found["compliance/scorecard.md"]
    assert shown in found[f"compliance/checks/{FAULTY}.md"]


@pytest.mark.parametrize(
    ("settings", "arguments", "status"),
    [
        ("", [], 0),
        ("fail-under = 9.9", [], 1),
        ("fail-under = 0", [], 0),
        ("fail-under = 70", [], 2),
        ('fail-under = "8"', [], 2),
        ("fail-under = 70", ["--fail-under", "0"], 0),
        ("fail-under = 9.9", ["--fail-under", "0"], 0),
        ("fail-under = 0", ["--fail-under", "9.9"], 1),
    ],
)
def test_the_project_has_a_gate_of_its_own(
    settings: str, arguments: list[str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project(tmp_path, f"[tool.maturin-compliance]\n{settings}\n")
    assert main(["check", str(tmp_path), *arguments]) == status
    assert capsys.readouterr().err.count("\n") == (1 if status else 0)


def test_options_come_on_top(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path, f'[tool.maturin-compliance.ignore]\n{FAULTY} = "later"\n')
    options = ["--select", f"{FAULTY},{SOUND},linux", "--ignore", f"{SOUND},{FAULTY}"]
    assert main(["check", str(tmp_path), "--format", "json", *options]) == 0
    told = {one["check"]: one["reason"] for one in json.loads(capsys.readouterr().out)["results"]}
    assert (told.pop(FAULTY), told.pop(SOUND)) == ("ignored: later", "ignored by --ignore")
    assert told


@pytest.mark.parametrize("name", ["zizmor-secrets-inherit", "zizmor-finds-nothing"])
def test_borrowed_checks_can_be_named(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project(tmp_path, "")
    assert main(["check", str(tmp_path), "--ignore", name]) == 0
    assert main(["explain", name]) == 0
    assert f"\n{name}\ncategory security, severity" in f"\n{capsys.readouterr().out}"
