"""What workflows refer to: values, rows of matrices, files, inputs."""

from pathlib import Path

import pytest

from maturin_compliance.checks.ci import action_inputs_known, references_exist
from tests.checks.flows import CI, ci, job, run, use
from tests.checks.support import found, result

ROWS = """strategy:
  matrix:
    at:
      - os: ubuntu-22.04
      - os: windows-2025
      - { os: ubuntu-22.04 }"""
CALLED = ".github/workflows/called.yml"
ACTION = ".github/actions/try/action.yml"
MATRIX = "strategy:\n  matrix:\n    target: [x86_64, i686]\n    {}"
CALL = """on:
  workflow_call:
    inputs:
      package: { required: true }
      level: { required: true, default: 1 }
jobs:
"""
COMPOSITE = """inputs:
  level: {required: true}
  name: {required: false}
runs:
  using: composite
  steps:
    - run: ls ${{ inputs.level }}
      shell: bash
"""


def calling(uses: str, given: str = "") -> dict[str, str | None]:
    """A job that calls a workflow, and the workflow."""
    call = f"  call:\n    uses: {uses}\n" + (f"    with: {{{given}}}\n" if given else "")
    return {**ci(call), CALLED: CALL + job("build", run("ls ${{ inputs.package }}"))}


def acting(uses: str, *before: str, given: str = "") -> dict[str, str | None]:
    """A job that uses a local action, and the action."""
    return {**ci(job("test", *before, use(uses, f"with: {{{given}}}"))), ACTION: COMPOSITE}


CHECKOUT = use("actions/checkout@v7")
LOCAL = "./.github/actions/try"


@pytest.mark.parametrize(
    ("overlay", "problems", "fixes"),
    [
        (
            ci(
                job("test", run("ls", **{"if": "matrix.os == 'linux'"}), run("ls\nls ${{ matrix.at.os }}")),
                job("more", run("ls ${{ matrix.AT.os }}-${{ matrix.other || 'matrix.no' }}"), keys=ROWS),
                job("open", run("ls ${{ matrix.any }}"), keys="strategy:\n  matrix: ${{ fromJSON(vars.m) }}"),
            ),
            [
                f"{CI}:7 job `test` has no matrix, and so no `os`: `matrix.os` is empty (warned)",
                f"{CI}:10 job `test` has no matrix, and so no `at`: `matrix.at.os` is empty (warned)",
                f"{CI}:20 the matrix of job `more` has no `other`: `matrix.other` is empty (warned)",
            ],
            ["Define it, or write the value itself."] * 2 + ["Write one that is there: `matrix.at`."],
        ),
        (
            ci(
                job("test", run("ls ${{ inputs.Level }} ${{ inputs.levels }}")),
                on="{workflow_dispatch: {inputs: {level: }}}",
            ),
            [f"{CI}:6 the workflow has no input `levels`: `inputs.levels` is empty (warned)"],
            ["Write `inputs.level`."],
        ),
        (
            ci(
                job("a", run("ls", id="one"), run("ls ${{ steps.two.outputs.x }}"), keys="outputs: {v: a}"),
                job(
                    "b",
                    run("ls ${{ needs.a.outputs.w }} ${{ needs.c.result }} ${{ needs.a.outputs.v }}"),
                    keys="needs: a",
                ),
            ),
            [
                f"{CI}:9 job `a` has no step `two`: `steps.two.outputs.x` is empty (warned)",
                f"{CI}:14 job `a` has no output `w`: `needs.a.outputs.w` is empty (warned)",
                f"{CI}:14 job `b` does not need `c`: `needs.c.result` is empty (warned)",
            ],
            [
                "Write one that is there: `steps.one`.",
                "Write one that is there: `needs.a.outputs.v`.",
                "Write one that is there: `needs.a`.",
            ],
        ),
        (
            ci(
                job("a", run("echo SET=1 >> $GITHUB_ENV"), run("ls ${{ env.SET }} ${{ env.pythonLocation }}")),
                job("b", run("ls ${{ env.PYTHONS }}"), keys="env: {PYTHON_VERSIONS: '3.14', UV_PYTHON: x}"),
            ),
            [f"{CI}:12 nothing sets the variable `PYTHONS`: `env.PYTHONS` is empty (warned)"],
            ["Write `env.PYTHON_VERSIONS`."],
        ),
        (
            {
                **ci(job("a", run("ls ${{ env.MATURIN }}"))),
                CALLED: "on: push\nenv: {MATURIN: v1}\njobs:\n" + job("b", run("ls")),
            },
            [f"{CI}:6 nothing sets the variable `MATURIN`: `env.MATURIN` is empty (warned)"],
            ["Set it under `env` of this workflow: those of another one, even a caller's, are not seen here."],
        ),
        (
            ci(
                job(
                    "a",
                    run("ls ${{ matrix.target }}"),
                    keys=MATRIX.format("include: [{tarjet: ppc64le}, {note: x}]"),
                )
            ),
            [f"{CI}:8 nothing in job `a` asks for `matrix.tarjet` (warned)"],
            ["Write `target`."],
        ),
        (
            ci(job("a", run("ls ${{ toJSON(matrix) }}"), keys=MATRIX.format("include: [{tarjet: ppc64le}]"))),
            [],
            [],
        ),
        (
            ci(job("a", run("ls"), keys=MATRIX.format("exclude: [{target: i386}, {target: i686}, {target: no}]"))),
            [
                f"{CI}:8 the row excludes nothing: `target` of the matrix of job `a` has no `i386` (warned)",
                f"{CI}:8 the row excludes nothing: `target` of the matrix of job `a` has no `no` (warned)",
            ],
            ["Write `i686`.", "Write one that is there: `x86_64` and `i686`."],
        ),
        (
            calling("./.github/workflows/called.yaml"),
            [f"{CI}:4 there is no workflow `./.github/workflows/called.yaml` in the repository"],
            ["Write `./.github/workflows/called.yml`."],
        ),
        (acting(LOCAL, CHECKOUT), [], []),
        (
            acting("./.github/action/try", CHECKOUT),
            [f"{CI}:7 there is no action `./.github/action/try` in the repository"],
            ["Write `./.github/actions/try`."],
        ),
        (acting("./other/try", use("actions/checkout@v7", path="other")), [], []),
        (
            acting(LOCAL, run("cargo test")),
            [f"{CI}:7 job `test` uses `{LOCAL}` without a checkout before it"],
            [f'Check out first:\n\n```yaml title="{CI}"\n- uses: actions/checkout@v7\n```'],
        ),
        (acting(LOCAL, run("git clone . x")), [], []),
        (
            {**acting(LOCAL, CHECKOUT), ACTION: COMPOSITE.replace("inputs.level", "inputs.levels")},
            [f"{ACTION}:7 the action has no input `levels`: `inputs.levels` is empty (warned)"],
            ["Write `inputs.level`."],
        ),
    ],
)
def test_references(overlay: dict[str, str | None], problems: list[str], fixes: list[str], tmp_path: Path) -> None:
    assert found(tmp_path / "a", references_exist, overlay) == problems
    assert [one.fix for one in result(tmp_path / "b", references_exist, overlay).problems] == fixes


@pytest.mark.parametrize(
    ("overlay", "problems"),
    [
        (calling("./.github/workflows/called.yml", "package: a, level: 2"), []),
        (
            calling("./.github/workflows/called.yml", "other: 1"),
            [
                f"{CI}:5 `./.github/workflows/called.yml` has no input `other`",
                f"{CI}:4 `./.github/workflows/called.yml` is not given `package`, which it requires",
            ],
        ),
        (
            calling("./.github/workflows/called.yml", "pkage: a"),
            [f"{CI}:5 `./.github/workflows/called.yml` has no input `pkage`"],
        ),
        (acting(LOCAL, CHECKOUT, given="level: 1, names: x"), [f"{CI}:8 `{LOCAL}` has no input `names`"]),
        (
            acting(LOCAL, CHECKOUT, given="name: x"),
            [f"{CI}:7 `{LOCAL}` is not given `level`, which it requires (warned)"],
        ),
    ],
)
def test_inputs(overlay: dict[str, str | None], problems: list[str], tmp_path: Path) -> None:
    assert found(tmp_path, action_inputs_known, overlay) == problems


def test_a_required_input_is_shown(tmp_path: Path) -> None:
    (problem,) = result(tmp_path, action_inputs_known, calling("./.github/workflows/called.yml")).problems
    assert problem.fix == f'Give it, with a value:\n\n```yaml title="{CI}"\nwith:\n  package:\n```'
