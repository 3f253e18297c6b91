"""Local actions, found by where they are kept and by where workflows point."""

from pathlib import Path

from tests.read.support import read, unread

COMPOSITE = """\
name: wheel
inputs:
  target:
    description: d
    required: true
    default: x64
outputs:
  path:
    value: ${{ steps.a.outputs.path }}
runs:
  using: composite
  steps:
    - id: a
      run: echo
      shell: bash
    - uses: ./tools/inner
"""
WORKFLOW = """\
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/wheel
      - uses: ./tools/../tools/node
      - uses: ./
      - uses: ./missing
      - uses: actions/checkout@v4
"""
NODE = "runs: {using: node20, main: x.js}\n"


def test_local_actions(tmp_path: Path) -> None:
    project = read(
        tmp_path,
        {
            ".github/workflows/a.yml": WORKFLOW,
            ".github/actions/wheel/action.yml": COMPOSITE,
            ".github/actions/unused/deep/action.yaml": NODE,
            "tools/node/action.yml": NODE,
            "tools/inner/action.yml": "runs: {using: composite, steps: [{uses: ./tools/inner}]}\n",
            "tools/other/action.yml": NODE,
            "action.yml": "name: x\n",
        },
    )
    assert {folder: (a.path, a.using, len(a.steps)) for folder, a in project.actions.items()} == {
        ".github/actions/unused/deep": (".github/actions/unused/deep/action.yaml", "node20", 0),
        ".github/actions/wheel": (".github/actions/wheel/action.yml", "composite", 2),
        "tools/inner": ("tools/inner/action.yml", "composite", 1),
        "tools/node": ("tools/node/action.yml", "node20", 0),
    }
    wheel = project.actions[".github/actions/wheel"]
    target = wheel.inputs["target"]
    assert (target.required, target.default and target.default.value, target.location.line) == (True, "x64", 3)
    assert wheel.outputs["path"].value == "${{ steps.a.outputs.path }}"
    assert unread(project) == ["action.yml:1 is no action: has no mapping `runs`"]


def test_no_action_is_read_outside_of_the_root(tmp_path: Path) -> None:
    (tmp_path / "action.yml").write_text(NODE)
    workflow = "on: push\njobs:\n  a:\n    steps:\n      - uses: ./../\n"
    project = read(tmp_path / "root", {".github/workflows/a.yml": workflow})
    assert project.actions == {}
    assert unread(project) == []
