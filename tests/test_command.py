import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from maturin_compliance.command import main

ROOT = str(Path(__file__).parent / "projects/small-abi3")
CHECK = "commits-the-lock-file"


def run(*arguments: str) -> int:
    return main(list(arguments))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "the following arguments are required: COMMAND; see maturin-compliance --help"),
        (("check", "--format", "xml"), "argument --format: invalid choice: 'xml'"),
        (("check", ROOT, "--as-of", "tomorrow"), "argument --as-of: not a date, write it as in 2025-12-03"),
        (("check", ROOT, "--fail-under", "11"), "argument --fail-under: not a score from 0 to 10"),
        (("check", ROOT, "--fail-under", "nan"), "argument --fail-under: not a score from 0 to 10"),
        (("check", ROOT, "--select", "comits-the-lock-file"), f"did you mean {CHECK}"),
        (("check", ROOT, "--ignore", "linux,linus"), "no check or category is called linus; did you mean linux"),
        (("explain", "nonsense-\x1b[31m"), "no check is called nonsense-"),
        (("check", "/there/is/no/such/folder"), "/there/is/no/such/folder"),
        (("render", ROOT), "the following arguments are required: --out"),
        (("render", ROOT, "--out", "/dev/null/x"), "/dev/null"),
        (("wheels", ROOT, "--package", "other"), "small-abi3"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert message in shown.err
    assert shown.err.startswith("maturin-compliance: ")
    assert shown.err.count("\n") == 1
    assert "\x1b" not in shown.err


@pytest.mark.parametrize(("limit", "status"), [("0", 0), ("10", 1)])
@pytest.mark.parametrize("form", ["text", "json", "sarif", "github", "markdown"])
def test_a_gate_closes_below_its_score(
    limit: str, status: int, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", ROOT, "--fail-under", limit, "--format", form) == status
    assert capsys.readouterr().err == ""


def test_only_what_is_selected_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", ROOT, "--format", "json", "--select", f"linux,{CHECK}", "--ignore", CHECK) == 0
    results = json.loads(capsys.readouterr().out)["results"]
    assert {result["category"] for result in results} == {"linux", "build"}
    ignored = next(result for result in results if result["check"] == CHECK)
    assert (ignored["outcome"], ignored["reason"], ignored["problems"]) == ("skipped", "ignored by --ignore", [])


def test_wheels_are_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("wheels", ROOT) == 0
    names = capsys.readouterr().out.splitlines()
    assert names == sorted(names)
    assert names
    assert all(name.endswith(".whl") for name in names)


def test_the_report_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "new/report.json"
    assert run("check", ROOT, "--format", "json", "--output", str(target)) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(target.read_text("utf-8"))["project"]["name"] == "small-abi3"
    assert [path.name for path in target.parent.iterdir()] == ["report.json"]


def test_pages_are_written_below_a_folder(tmp_path: Path) -> None:
    assert run("render", ROOT, "--out", str(tmp_path)) == 0
    assert (tmp_path / "index.md").read_text("utf-8").startswith("---\ntitle: ")
    assert (tmp_path / f"checks/{CHECK}.md").is_file()
    assert json.loads((tmp_path / "badge.json").read_text("utf-8"))["schemaVersion"] == 1


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "maturin_compliance", "render", ROOT, "--out", str(tmp_path / seed)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / seed).rglob("*.*")} for seed in "12")
    assert first == second
    assert len(first) > 20


def test_a_check_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", CHECK) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{CHECK}\ncategory build, severity high")
    assert "## Why" in shown


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    command = subprocess.Popen(
        [sys.executable, "-m", "maturin_compliance", "check", ROOT, "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert command.stdout is not None
    assert command.stderr is not None
    command.stdout.close()
    assert command.stderr.read() == b""
    assert command.wait() == 0
    command.stderr.close()


def test_a_terminal_that_knows_no_unicode_is_no_fault() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "maturin_compliance", "check", ROOT, "--format", "markdown"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert shown.stdout.isascii()
    assert shown.stderr == b""
