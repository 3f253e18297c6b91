"""Jobs and steps: needs and skipping, called workflows, composite actions, variables, outputs."""

from pathlib import Path

import pytest

from tests.expand.support import commands, expanded, run, states, steps, workflow


def job(name: str, *, needs: str = "", condition: str = "", more: str = "", script: str = "a") -> str:
    lines = [f"  {name}:", "    runs-on: ubuntu-24.04"]
    lines += [f"    needs: {needs}"] if needs else []
    lines += [f"    if: {condition}"] if condition else []
    text = "\n".join(lines) + "\n" + more
    return text + f"    steps:\n      - run: {script}\n"


@pytest.mark.parametrize(
    ("jobs", "expected"),
    [
        (job("a") + job("b", needs="a"), {"a": "runs", "b": "runs"}),
        (job("a", condition="false") + job("b", needs="a"), {"a": "skipped", "b": "skipped"}),
        (job("a", condition="false") + job("b", needs="[a]") + job("c", needs="b"),
         {"a": "skipped", "b": "skipped", "c": "skipped"}),
        (job("a", condition="false") + job("b", needs="a", condition="always()"), {"a": "skipped", "b": "runs"}),
        (job("a", condition="false") + job("b", needs="a", condition="${{ !cancelled() }}"),
         {"a": "skipped", "b": "runs"}),
        (job("a", condition="false") + job("b", needs="a", condition="always()") + job("c", needs="b"),
         {"a": "skipped", "b": "runs", "c": "skipped"}),
        (job("a", condition="failure()"), {"a": "skipped"}),
        (job("a", condition="vars.X == '1'") + job("b", needs="a"), {"a": "maybe", "b": "maybe"}),
        (job("a", condition="secrets.X && false"), {"a": "skipped"}),
        (job("a", condition="github.ref_type == 'tag'"), {"a": "runs"}),
        (job("b", needs="a") + job("a"), {"a": "runs", "b": "runs"}),
        (job("a", needs="b") + job("b", needs="a"), {"a": "skipped", "b": "skipped"}),
        (job("a", condition="needs.b.result == 'success'", needs="b") + job("b"), {"a": "runs", "b": "runs"}),
    ],
)  # fmt: skip
def test_which_jobs_run(tmp_path: Path, jobs: str, expected: dict[str, str]) -> None:
    on = "{push: {tags: ['v*']}}"
    assert states(expanded(tmp_path, workflow(jobs, on)).jobs) == expected


def test_outputs_reach_the_jobs_that_need_them(tmp_path: Path) -> None:
    jobs = """\
  first:
    runs-on: ubuntu-24.04
    outputs:
      version: ${{ steps.set.outputs.version }}
      pythons: ${{ steps.set.outputs.pythons }}
    steps:
      - id: set
        run: |
          echo "version=1.2" >> "$GITHUB_OUTPUT"
          echo 'pythons=["3.12", "3.13"]' >> $GITHUB_OUTPUT
  second:
    needs: first
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        python: ${{ fromJSON(needs.first.outputs.pythons) }}
    steps:
      - run: build ${{ needs.first.outputs.version }} ${{ matrix.python }}
"""
    found = commands(expanded(tmp_path, workflow(jobs)))
    assert [line for line in found if line.startswith("build")] == ["build 1.2 3.12", "build 1.2 3.13"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([run("echo A=2 >> $GITHUB_ENV"), run("a $A ${{ env.A }}")], "a 2 2"),
        ([run("a $A ${{ env.A }}")], "a job job"),
        ([run("a $A", "env:", "  A: step")], "a step"),
        ([run("a $W")], "a workflow"),
        ([run("printf 'A<<END\\nx y\\nEND\\n' >> $GITHUB_ENV"), run('a "$A"')], "a 'x y'"),
        ([run("curl x >> $GITHUB_ENV"), run("a $A")], "a job"),
        ([run("a ${{ strategy.job-index }} of ${{ strategy.job-total }}")], "a 0 of 1"),
        ([run("if [ -f x ]; then echo A=2 >> $GITHUB_ENV; fi"), run("a $A")], "a $A"),
        ([run("echo A=$(curl x) >> $GITHUB_ENV"), run("a $A")], "a $A"),
        ([run("a ${{ github.ref_name }} $GITHUB_REF")], "a v1.0.0 refs/tags/v1.0.0"),
        ([run("a ${{ secrets.X }}")], "a $secrets_X"),
        ([run("a $RUNNER_OS ${{ runner.os }} ${{ runner.arch }}")], "a Linux Linux X64"),
        (["- id: x\n  run: echo v=1 >> $GITHUB_OUTPUT", run("a ${{ steps.x.outputs.v }}")], "a 1"),
        (["- id: x\n  run: echo\n  if: false", run("a ${{ steps.x.outcome }}")], "a skipped"),
        ([run("a", "if: failure()"), run("b")], "b"),
        ([run("echo 'a b' > s.sh"), run("bash s.sh")], "a b"),
        ([run("a", "shell: python"), run("b")], "b"),
        ([run("$x = 'y'\na $x", "shell: pwsh")], "a y"),
    ],
)
def test_variables_and_outputs_of_steps(tmp_path: Path, lines: list[str], expected: str) -> None:
    files = steps(*lines, above="    env:\n      A: job\n")
    path = next(iter(files))
    files[path] = files[path].replace("jobs:", "env:\n  W: workflow\n  A: workflow\njobs:", 1)
    assert (
        commands(expanded(tmp_path, {path: files[path].replace("on: push", "on: {push: {tags: ['v*']}}")}))[-1]
        == expected
    )


@pytest.mark.parametrize(
    ("above", "of_step", "printed"),
    [
        ("    env: ${{ matrix.env }}\n", "", "1 b"),
        ("", "env: ${{ matrix.env }}", "1 b"),
        ("    env: {C: b}\n", "env: ${{ fromJSON(matrix.json) }}", "true b"),
        ("    env: ${{ vars.ALL }}\n", "", "$A $C"),
    ],
)
def test_an_expression_may_stand_for_all_variables(tmp_path: Path, above: str, of_step: str, printed: str) -> None:
    matrix = "    strategy: {matrix: {include: [{env: {A: 1, C: b}, json: '{\"A\": true}'}]}}\n"
    found = expanded(tmp_path, steps(run("x $A $C", of_step), above=matrix + above))
    assert commands(found) == [f"x {printed}"]


def test_a_called_workflow_has_its_inputs_and_gives_its_outputs(tmp_path: Path) -> None:
    called = """\
on:
  workflow_call:
    inputs:
      python: {type: string, required: true}
      debug: {type: boolean, default: false}
    outputs:
      name: {value: "${{ jobs.inner.outputs.name }}"}
jobs:
  inner:
    runs-on: ubuntu-24.04
    outputs: {name: "${{ steps.x.outputs.name }}"}
    steps:
      - id: x
        run: echo "name=py-${{ inputs.python }}-${{ inputs.debug }}" >> $GITHUB_OUTPUT
"""
    jobs = """\
  call:
    strategy: {matrix: {python: ["3.12"]}}
    uses: ./.github/workflows/called.yml
    with: {python: "${{ matrix.python }}"}
  after:
    needs: call
    runs-on: ubuntu-24.04
    steps:
      - run: use ${{ needs.call.outputs.name }}
"""
    expansion = expanded(tmp_path, {**workflow(jobs), ".github/workflows/called.yml": called})
    assert "use py-3.12-false" in commands(expansion)
    assert states(expansion.jobs) == {"call / inner": "runs", "after": "runs"}


def test_a_workflow_that_calls_itself_ends(tmp_path: Path) -> None:
    files = workflow("  again:\n    uses: ./.github/workflows/release.yml\n", "[push, workflow_call]")
    expansion = expanded(tmp_path, files)
    assert len(expansion.jobs) == 1


def test_a_composite_action_has_inputs_steps_and_outputs_of_its_own(tmp_path: Path) -> None:
    action = """\
inputs:
  python: {default: "3.11"}
  Mode: {default: release}
outputs:
  name: {value: "${{ steps.x.outputs.name }}"}
runs:
  using: composite
  steps:
    - id: x
      shell: bash
      run: |
        echo "name=${{ inputs.python }}-${{ inputs.mode }}" >> $GITHUB_OUTPUT
        echo FROM=action >> $GITHUB_ENV
    - shell: bash
      if: inputs.mode == 'debug'
      run: never
"""
    lines = ["- id: made\n  uses: ./.github/actions/make\n  with:\n    python: '3.12'",
             run("use ${{ steps.made.outputs.name }} $FROM x${{ steps.x.outputs.name }}")]  # fmt: skip
    found = commands(expanded(tmp_path, {**steps(*lines), ".github/actions/make/action.yml": action}))
    assert found[-1] == "use 3.12-release action x"
    assert "never" not in found


@pytest.mark.parametrize(
    ("label", "os", "architecture"),
    [
        ("ubuntu-24.04", "linux", "x64"),
        ("ubuntu-24.04-arm", "linux", "arm64"),
        ("macos-15", "macos", "arm64"),
        ("macos-15-intel", "macos", "x64"),
        ("windows-2025", "windows", "x64"),
        ("windows-11-arm", "windows", "arm64"),
        ("'[self-hosted, linux]'", "linux", "x64"),
        ("${{ matrix.os }}", None, None),
    ],
)
def test_the_machine_of_a_label(tmp_path: Path, label: str, os: str | None, architecture: str | None) -> None:
    (made,) = expanded(tmp_path, steps(run("a"), runner=label)).jobs
    assert (made.os, made.architecture) == (os, architecture)


def test_a_matrix_that_github_refuses_is_noted(tmp_path: Path) -> None:
    jobs = job("a", more="    strategy: {matrix: {v: [1], exclude: [{w: 1}]}}\n")
    expansion = expanded(tmp_path, workflow(jobs))
    assert expansion.jobs == ()


def test_folders_of_workflow_job_and_step(tmp_path: Path) -> None:
    above = "    defaults: {run: {working-directory: python}}\n"
    lines = [run("pwd > $GITHUB_WORKSPACE/x"), run("a $(pwd)"), run("a $(pwd)", "working-directory: rust")]
    found = commands(expanded(tmp_path, steps(*lines, above=above)))
    assert [line for line in found if line.startswith("a ")] == ["a python", "a rust"]
