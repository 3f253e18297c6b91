"""Workflows and actions into their models."""

import pytest

from maturin_compliance.location import Located
from maturin_compliance.model.node import Scalar, Template
from maturin_compliance.model.workflow import Job, Step, Trigger, Workflow
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.workflow import read_workflow
from maturin_compliance.read.yaml import parse_yaml
from tests.read.support import plain

PATH = ".github/workflows/release.yml"

FULL = """\
name: Release
run-name: r
on:
  push:
    branches: main
    tags: ["v*", 1.0]
    paths-ignore: [docs/**]
  release:
    types: [published]
  workflow_dispatch:
    inputs:
      dry:
        type: boolean
        required: true
        default: false
      level:
        type: choice
        options: [a, b]
      bare:
  workflow_run:
    workflows: [CI]
  schedule:
    - cron: "0 0 * * *"
  pull_request:
permissions:
  contents: read
  id-token: write
env:
  A: 1
  B: "${{ github.ref }}"
defaults:
  run:
    shell: bash
    working-directory: py
jobs:
  build:
    name: b ${{ matrix.os }}
    needs: [lint, test]
    if: github.ref != 'x'
    runs-on: ${{ matrix.os }}
    environment:
      name: pypi
      url: https://example.org
    permissions: {}
    strategy:
      fail-fast: false
      max-parallel: 2
      matrix:
        os: [ubuntu-latest]
        python: [3.10, "3.11"]
    container: quay.io/x
    env: {C: 2}
    outputs:
      out: ${{ steps.a.outputs.x }}
    continue-on-error: true
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
          path:
      - id: a
        name: run it
        if: always()
        run: |
          one
          two
        shell: bash -e {0}
        working-directory: sub
        env:
          D: x
        continue-on-error: ${{ true }}
        timeout-minutes: 5
      - parallel:
          - run: p1
          - run: p2
      - run: 3.10
  call:
    uses: ./.github/workflows/other.yml
    needs: build
    with: {x: 1}
    secrets: inherit
  more:
    uses: o/r/.github/workflows/x.yml@v1
    environment: prod
    secrets:
      token: ${{ secrets.T }}
    permissions: read-all
"""


def _read(text: str) -> tuple[Workflow | None, list[str]]:
    faults = Faults()
    workflow = read_workflow(PATH, parse_yaml(text, PATH, github=True), faults)
    return workflow, [f"{fault.location.line}: {fault.message}" for fault in faults.sorted()]


@pytest.fixture(scope="module")
def workflow() -> Workflow:
    found, faults = _read(FULL)
    assert faults == []
    assert found is not None
    return found


def _at(found: Located[str] | Template | None) -> tuple[Scalar, int | None] | None:
    return None if found is None else (found.value, found.location.line)


def test_the_workflow_itself(workflow: Workflow) -> None:
    assert _at(workflow.name) == ("Release", 1)
    assert {key: _at(value) for key, value in workflow.env.items()} == {
        "A": (1, 29),
        "B": ("${{ github.ref }}", 30),
    }
    assert (_at(workflow.shell), _at(workflow.working_directory)) == (("bash", 33), ("py", 34))
    assert list(workflow.jobs) == ["build", "call", "more"]
    assert workflow.permissions is not None
    assert workflow.permissions.allows("id-token", "write")
    assert not workflow.permissions.allows("contents", "write")


def test_triggers_and_their_filters(workflow: Workflow) -> None:
    push, release, dispatch, run, schedule, pull = workflow.triggers
    assert (push.event, push.location.line) == ("push", 4)
    assert (push.branches, push.tags, push.tags_ignore) == (("main",), ("v*", "1.0"), None)
    assert push.paths_ignore == ("docs/**",)
    assert release.types == ("published",)
    assert run.workflows == ("CI",)
    assert [(schedule.event, schedule.location.line), (pull.event, pull.location.line)] == [
        ("schedule", 22),
        ("pull_request", 24),
    ]
    assert dispatch is workflow.trigger("workflow_dispatch")


def test_inputs(workflow: Workflow) -> None:
    dispatch = workflow.trigger("workflow_dispatch")
    assert dispatch is not None
    shown = [
        (i.name, i.type, i.required, _at(i.default), i.options, i.location.line) for i in dispatch.inputs.values()
    ]
    assert shown == [
        ("dry", "boolean", True, (False, 15), (), 12),
        ("level", "choice", False, None, ("a", "b"), 16),
        ("bare", "string", False, None, (), 19),
    ]


def test_a_job_with_steps(workflow: Workflow) -> None:
    job = workflow.jobs["build"]
    assert job.location.line == 36
    assert _at(job.name) == ("b ${{ matrix.os }}", 37)
    assert [_at(need) for need in job.needs] == [("lint", 38), ("test", 38)]
    assert _at(job.condition) == ("github.ref != 'x'", 39)
    assert job.runs_on is not None
    assert job.runs_on.value == "${{ matrix.os }}"
    assert _at(job.environment) == ("pypi", 42)
    assert job.permissions is not None
    assert not job.permissions.allows("contents", "read")
    assert (_at(job.continue_on_error), _at(job.timeout_minutes)) == ((True, 55), (10, 56))
    assert job.container is not None
    assert job.container.value == "quay.io/x"
    assert {key: _at(value) for key, value in job.outputs.items()} == {"out": ("${{ steps.a.outputs.x }}", 54)}


def test_a_matrix_keeps_values_and_texts(workflow: Workflow) -> None:
    strategy = workflow.jobs["build"].strategy
    assert strategy is not None
    assert strategy.matrix is not None
    assert (_at(strategy.fail_fast), _at(strategy.max_parallel)) == ((False, 46), (2, 47))
    assert plain(strategy.matrix) == {"os": ["ubuntu-latest"], "python": [3.1, "3.11"]}
    assert [item.text for item in strategy.matrix.mapping["python"].items] == ["3.10", "3.11"]


def _shown(step: Step) -> tuple[int | None, str | None, str | None]:
    uses = step.uses.value if step.uses else None
    return step.location.line, uses, step.run.text if step.run else None


def test_steps(workflow: Workflow) -> None:
    steps = workflow.jobs["build"].steps
    assert [_shown(step) for step in steps] == [
        (58, "actions/checkout@v4", None),
        (62, None, "one\ntwo\n"),
        (75, None, "p1"),
        (76, None, "p2"),
        (77, None, "3.10"),
    ]
    first, second = steps[:2]
    assert {key: _at(value) for key, value in first.inputs.items()} == {
        "fetch-depth": (0, 60),
        "path": (None, 61),
    }
    assert second.run is not None
    assert (second.run.location.line, second.run.first_line, second.run.line(1).line) == (65, 66, 67)
    assert (second.id, _at(second.name), _at(second.condition)) == ("a", ("run it", 63), ("always()", 64))
    assert (_at(second.shell), _at(second.working_directory)) == (("bash -e {0}", 68), ("sub", 69))
    assert _at(second.timeout_minutes) == (5, 73)


def test_calls_of_reusable_workflows(workflow: Workflow) -> None:
    call, more = workflow.jobs["call"], workflow.jobs["more"]
    assert _at(call.uses) == ("./.github/workflows/other.yml", 79)
    assert [need.value for need in call.needs] == ["build"]
    assert (call.inherits_secrets, _at(call.inputs["x"])) == (True, (1, 81))
    assert (more.inherits_secrets, _at(more.secrets["token"])) == (False, ("${{ secrets.T }}", 87))
    assert _at(more.environment) == ("prod", 85)
    assert more.permissions is not None
    assert more.permissions.everything == "read-all"


JOBS = "jobs: {}\n"


@pytest.mark.parametrize(
    ("on", "events"),
    [
        ("on: push", ["push"]),
        ("on: [push, pull_request]", ["push", "pull_request"]),
        ("on: {push: , release: {types: created}}", ["push", "release"]),
        ("'on': push", ["push"]),
        ("on:\n- push\n", ["push"]),
    ],
)
def test_forms_of_on(on: str, events: list[str]) -> None:
    found, faults = _read(f"{on}\n{JOBS}")
    assert found is not None
    assert ([trigger.event for trigger in found.triggers], faults) == (events, [])


def test_a_filter_that_is_absent_is_not_empty() -> None:
    found, _ = _read("on: {push: {branches: []}}\n" + JOBS)
    assert found is not None
    assert found.triggers == (
        Trigger(event="push", location=found.triggers[0].location, branches=(), inputs={}, outputs={}),
    )


def _job(text: str) -> tuple[Job, list[str]]:
    found, faults = _read(f"on: push\njobs:\n  a:\n{text}")
    assert found is not None
    return found.jobs["a"], faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["1: is no workflow: expected a mapping with `on` and `jobs`"]),
        ("- a\n", ["1: is no workflow: expected a mapping with `on` and `jobs`"]),
        ("text\n", ["1: is no workflow: expected a mapping with `on` and `jobs`"]),
        (
            "name: x\n",
            ["1: is no workflow: has neither `on` nor `jobs`"],
        ),
        ("on: 3\njobs: {}\n", ["1: on: expected a mapping, found an integer"]),
        ("on: [push, {}]\njobs: {}\n", ["1: on[1]: expected a string, found a mapping"]),
        ("on: {push: 3}\njobs: {}\n", ["1: on.push: expected a mapping, found an integer"]),
        (
            "on: {push: {tags: {a: b}}}\njobs: {}\n",
            ["1: on.push.tags: expected a string or a sequence of strings, found a mapping"],
        ),
        ("on: push\njobs: 3\n", ["2: jobs: expected a mapping, found an integer"]),
        ("on: push\njobs:\n  a: 3\n", ["3: jobs.a: expected a mapping, found an integer"]),
        ("on: push\nenv: 3\njobs: {}\n", ["2: env: expected a mapping, found an integer"]),
        ("on: push\nenv: text\njobs: {}\n", ["2: env: expected a mapping, found a string"]),
        ("on: push\nenv: {a: [1]}\njobs: {}\n", ["2: env.a: expected a scalar, found a sequence"]),
        ("on: push\npermissions: all\njobs: {}\n", ["2: permissions: expected a mapping, found a string"]),
        ("on: push\n", ["1: is no workflow: has no `jobs`"]),
        ("jobs: {}\n", ["1: is no workflow: has no `on`, so that nothing starts it"]),
        ("on: pushed\njobs: {}\n", ["1: on: GitHub knows no event `pushed`"]),
        ("on: [push, pulls]\njobs: {}\n", ["1: on: GitHub knows no event `pulls`"]),
        ("on: {push: {tag: v1}}\njobs: {}\n", ["1: on.push.tag: GitHub knows no such key here"]),
        (
            "on: {release: {types: [publish, released]}}\njobs: {}\n",
            ["1: on.release.types: GitHub knows no such type: `publish`"],
        ),
        (
            "on: push\npermissions: {id_token: write}\njobs: {}\n",
            ["2: permissions.id_token: GitHub knows no such key here"],
        ),
        (
            "on: {push: {tags: ['^v\\d+$', 'v[0-9]*']}}\njobs: {}\n",
            ["1: on.push.tags: `^v\\d+$` is a regular expression, where GitHub takes glob patterns"],
        ),
        ("on: push\nextra: 1\njobs: {}\n", ["2: extra: GitHub knows no such key here"]),
        ("on: push\ndefaults: []\njobs: {}\n", ["2: defaults: expected a mapping, found a sequence"]),
    ],
)
def test_wrong_shapes_of_a_workflow(text: str, faults: list[str]) -> None:
    assert _read(text)[1] == faults


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("    needs: {}\n", ["4: jobs.a.needs: expected a sequence of strings, found a mapping"]),
        ("    needs: [a, 1]\n", ["4: jobs.a.needs[1]: expected a string, found an integer"]),
        ("    steps: {}\n", ["4: jobs.a.steps: expected a sequence, found a mapping"]),
        ("    steps:\n      - x\n", ["5: jobs.a.steps[0]: expected a mapping, found a string"]),
        ("    steps:\n      - run: [a]\n", ["5: jobs.a.steps[0].run: expected a scalar, found a sequence"]),
        ("    steps:\n      - uses: 1\n", ["5: jobs.a.steps[0].uses: expected a string, found an integer"]),
        ("    steps:\n      - with: x\n", ["5: jobs.a.steps[0].with: expected a mapping, found a string"]),
        ("    steps:\n      - runs: x\n", ["5: jobs.a.steps[0].runs: GitHub knows no such key here"]),
        ("    strategy: 1\n", ["4: jobs.a.strategy: expected a mapping, found an integer"]),
        (
            "    strategy: {matrix: [1]}\n",
            ["4: jobs.a.strategy.matrix: expected a mapping or an expression, found a sequence"],
        ),
        ("    timeout: 1\n", ["4: jobs.a.timeout: GitHub knows no such key here"]),
        ("    environment: [a]\n", ["4: jobs.a.environment: expected a scalar, found a sequence"]),
        ("    secrets: x\n", ["4: jobs.a.secrets: expected a mapping, found a string"]),
        ("    if: [a]\n", ["4: jobs.a.if: expected a scalar, found a sequence"]),
    ],
)
def test_wrong_shapes_of_a_job(text: str, faults: list[str]) -> None:
    job, found = _job(text)
    assert (job.id, found) == ("a", faults)


def test_a_matrix_may_be_an_expression() -> None:
    job, faults = _job("    strategy: {matrix: '${{ fromJSON(x) }}'}\n")
    assert job.strategy is not None
    assert job.strategy.matrix is not None
    assert (job.strategy.matrix.value, faults) == ("${{ fromJSON(x) }}", [])


def test_an_expression_may_stand_for_all_variables() -> None:
    job, faults = _job(
        "    env: ${{ matrix.env }}\n"
        "    steps:\n      - {run: a, env: '${{ x }}'}\n      - {run: a, env: {B: c}}\n"
    )
    assert faults == []
    assert [(dict(one.env), _at(one.env_from)) for one in (job, job.steps[0])] == [
        ({}, ("${{ matrix.env }}", 4)),
        ({}, ("${{ x }}", 6)),
    ]
    assert (list(job.steps[1].env), job.steps[1].env_from) == (["B"], None)
