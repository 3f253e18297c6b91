import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest
from dulwich import porcelain

from maturin_compliance.command import main
from maturin_compliance.published import Published, PublishedFile, save, save_all

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
        (("check", ROOT, "--as-of", "2019-12-31"), "--as-of 2019-12-31: the facts begin on 2020-01-01"),
        (("check", ROOT, "--fail-under", "11"), "argument --fail-under: not a score from 0 to 10"),
        (("check", ROOT, "--fail-under", "nan"), "argument --fail-under: not a score from 0 to 10"),
        (("check", ROOT, "--select", "comits-the-lock-file"), f"did you mean {CHECK}"),
        (("check", ROOT, "--ignore", "linux,linus"), "no check or category is called linus; did you mean linux"),
        (("explain", "nonsense-\x1b[31m"), "no check is called nonsense-"),
        (("check", "/there/is/no/such/folder"), "/there/is/no/such/folder"),
        (("render", ROOT), "the following arguments are required: --out"),
        (("render", ROOT, "--out", "/dev/null/x"), "/dev/null"),
        (("wheels", ROOT, "--package", "other"), "small-abi3"),
        (("wheels", ROOT, "--save", "x.json"), "--save keeps what the index answers: it needs --published"),
        (("wheels", ROOT, "--published", "--all"), "--all tells what a snapshot holds: it needs --save"),
        (("wheels", ROOT, "--published", "--published-from", "x"), "not allowed with argument --published"),
        (("wheels", ROOT, "--published-from", "/no/such.json"), "/no/such.json: No such file or directory"),
        (("check", ROOT, "--since", "v0"), "--since v0: "),
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
    told = "the score 9.9 is lower than 10\n"
    prefix = "::error title=maturin-compliance::" if form == "github" else "maturin-compliance: "
    assert capsys.readouterr().err == (prefix + told if status else "")


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


def held(*names: str, version: str = "0.3.0") -> Published:
    return Published(
        name="small-abi3",
        version=version,
        as_of=date(2026, 11, 22),
        files=tuple(
            PublishedFile(
                filename=name,
                size=1_500_000,
                uploaded=datetime(2026, 11, 20, 12, tzinfo=UTC),
                requires_python=None,
                yanked=False,
                attestations=True,
                sha256=None,
            )
            for name in sorted(names)
        ),
    )


def predicted(capsys: pytest.CaptureFixture[str]) -> list[str]:
    run("wheels", ROOT)
    return capsys.readouterr().out.splitlines()


def test_wheels_are_held_against_a_snapshot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, *_ = names = predicted(capsys)
    version = first.split("-")[1]
    extra = f"small_abi3-{version}-cp311-abi3-win32.whl"
    snapshot = tmp_path / "snapshot.json"
    save(held(*names[1:], extra, version=version), snapshot)
    assert run("wheels", ROOT, "--published-from", str(snapshot)) == 0
    rows = capsys.readouterr().out.splitlines()
    assert f"  missing  {first}" in rows
    assert f"  same     {second}" in rows
    at = rows.index("Windows x86")
    assert rows[at + 1 : at + 3] == [
        f"  extra    {extra}",
        "           no wheel is predicted for Windows x86",
    ]
    assert rows[-1] == (
        f"{len(names) - 1} same, 0 renamed, 1 missing, 1 extra; "
        f"the index held {len(names)} wheels and 0 sdists of small-abi3 {version} on 2026-11-22"
    )
    assert run("wheels", ROOT, "--published-from", str(snapshot), "--format", "json") == 0
    document = json.loads(capsys.readouterr().out)
    schema = files("maturin_compliance.report").joinpath("schema/wheels.json").read_text("utf-8")
    jsonschema.validate(document, json.loads(schema), jsonschema.Draft202012Validator)
    assert {"status": "same", "predicted": second, "published": second, "cause": None} in document["published"]
    assert [one["published"] for one in document["published"] if one["status"] == "extra"] == [extra]


@pytest.mark.parametrize(
    ("differs", "as_of", "told"),
    [
        (True, "2026-11-22", "small-abi3 {} was uploaded on 2026-11-20, the facts are those of 2026-11-22: "),
        (True, "2026-11-20", ""),
        (False, "2026-11-22", ""),
    ],
)
def test_the_day_of_the_upload_is_named_where_wheels_differ(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], differs: bool, as_of: str, told: str
) -> None:
    names = predicted(capsys)
    version = names[0].split("-")[1]
    snapshot = tmp_path / "snapshot.json"
    save(held(*names[differs:], version=version), snapshot)
    assert run("wheels", ROOT, "--published-from", str(snapshot), "--as-of", as_of) == 0
    line = f"{told.format(version)}add `--as-of 2026-11-20` for those of that day\n" if told else ""
    assert capsys.readouterr().err == line


def test_a_version_that_a_snapshot_of_all_versions_lacks_is_not_published_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = predicted(capsys)
    snapshot = tmp_path / "snapshot.json"
    save_all((held(version="0.0.1"), held(version="0.0.2")), snapshot)
    assert run("wheels", ROOT, "--published-from", str(snapshot)) == 0
    assert f"0 same, 0 renamed, {len(names)} missing, 0 extra" in capsys.readouterr().out
    save(held(version="0.0.1"), snapshot)
    assert run("wheels", ROOT, "--published-from", str(snapshot)) == 2
    assert "it holds small-abi3 0.0.1, the project is small-abi3" in capsys.readouterr().err


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A checkout with a tag, whose py.typed has gone since."""
    root = tmp_path / "checkout"
    shutil.copytree(ROOT, root)
    repository = porcelain.init(root)
    porcelain.add(repository, [str(path) for path in root.rglob("*") if path.is_file()])
    day = b"A <a@example.org>"
    porcelain.commit(repository, message=b"All", author=day, committer=day)
    porcelain.tag_create(repository, b"v0.1.0")
    repository.close()
    (root / "python/small_abi3/py.typed").unlink()
    return root


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("text", "since v0.1.0:\n  - lost: marks-itself-typed\n"),
        ("markdown", "# Since v0.1.0\n\n- lost: [Marks the package as typed]("),
        ("json", '"lost": [\n        "marks-itself-typed"\n      ]'),
    ],
)
def test_what_differs_from_a_tag_is_told(
    form: str, sign: str, released: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", str(released), "--since", "v0.1.0", "--format", form) == 0
    shown = capsys.readouterr().out
    assert sign in shown
    if form == "json":
        schema = files("maturin_compliance.report").joinpath("schema/report.json").read_text("utf-8")
        jsonschema.validate(json.loads(shown), json.loads(schema), jsonschema.Draft202012Validator)


def test_a_limit_that_cannot_be_read_is_told_before_any_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT, tmp_path / "project")
    path = tmp_path / "project/pyproject.toml"
    path.write_text(f'{path.read_text("utf-8")}\n[tool.maturin-compliance]\nfail-under = "8"\n', "utf-8")
    line = path.read_text("utf-8").count("\n")
    assert run("check", str(tmp_path / "project")) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"maturin-compliance: pyproject.toml:{line}: `fail-under` is no number from 0 to 10\n"


def test_a_fault_of_the_program_is_told_in_one_line_and_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IndexError("tuple index\nout of range")

    monkeypatch.setattr("maturin_compliance.command.analyse", broken)
    assert run("check", ROOT) == 3
    told = capsys.readouterr().err
    assert "a fault of this program, please report it at https://github.com/" in told
    assert "IndexError: tuple index out of range (maturin_compliance/command.py:" in told
    assert told.count("\n") == 1


def test_the_first_day_of_the_facts_is_enough_to_judge_by() -> None:
    assert run("check", ROOT, "--as-of", "2020-01-01") == 0


def test_a_project_that_maturin_does_not_build_is_not_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[build-system]\nbuild-backend = "mesonpy"\n[project]\nname = "a"\n')
    assert run("check", str(tmp_path), "--format", "json", "--fail-under", "10") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["score"]["overall"], told["score"]["applicable"]) == (None, 0)
    assert {(one["outcome"], one["reason"]) for one in told["results"]} == {
        ("skipped", "the project is built by `mesonpy`, not by maturin")
    }
    assert run("wheels", str(tmp_path)) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == (
        "",
        "pyproject.toml:2: `mesonpy` builds the package, not maturin; its wheels are not told\n",
    )
    assert run("check", str(tmp_path), "--format", "markdown") == 0
    assert "`mesonpy` builds this package, not maturin: nothing of it is checked here." in capsys.readouterr().out
