"""Workflows, actions and scripts that call each other for ever: followed in bounds, told, never a traceback."""

import json
from pathlib import Path

import pytest

from maturin_compliance.command import main
from tests.hostile.base import RELEASE, WORKFLOW, write

CHECKOUT = "      - uses: actions/checkout@v6\n"
LONG = "9" * 900
TIRED = "the workflows take more steps than are followed; the rest is left out"


def caller(path: str, jobs: int) -> str:
    """A workflow whose jobs call another."""
    calls = "".join(f"  c{n}:\n    uses: ./.github/workflows/{path}\n" for n in range(jobs))
    return f"on:\n  push:\n    tags: ['v*']\n  workflow_call:\njobs:\n{calls}"


def action(steps: str) -> str:
    return f"runs:\n  using: composite\n  steps:\n{steps}"


def step(text: str) -> str:
    return RELEASE.replace(CHECKOUT, text)


ENDLESS = {
    "workflow-itself": {WORKFLOW: caller("release.yml", 4)},
    "workflows-in-a-circle": {
        WORKFLOW: caller("b.yml", 5),
        ".github/workflows/b.yml": caller("c.yml", 5),
        ".github/workflows/c.yml": caller("release.yml", 5),
    },
    "action-itself": {WORKFLOW: step("      - uses: ./a\n"), "a/action.yml": action("    - uses: ./a\n" * 4)},
    "actions-in-a-circle": {
        WORKFLOW: step("      - uses: ./a\n"),
        "a/action.yml": action("    - uses: ./b\n" * 5),
        "b/action.yml": action("    - uses: ./a\n" * 5),
    },
}


@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_call_is_left_and_told(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write(tmp_path, ENDLESS[name])
    assert main(["check", str(root)]) == 0
    capsys.readouterr()
    assert main(["wheels", str(root), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["not_modelled"]
    assert TIRED in [one["message"] for one in told]


def script(text: str) -> str:
    return step(f"      - run: {json.dumps(text)}\n")


ODD = {
    "needs-in-a-circle": {WORKFLOW: RELEASE.replace("  build:\n", "  build:\n    needs: [publish, build]\n", 1)},
    "empty-shell": {WORKFLOW: step("      - run: maturin build\n        shell: '  '\n")},
    "digits-of-a-format": {
        WORKFLOW: RELEASE.replace(
            "-i python3.12", f"--compatibility 2_${{{{ format('{'{0}' * 10}', '{LONG}') }}}}"
        )
    },
    "digits-of-a-script": {
        WORKFLOW: script(
            f"X={LONG}\nX=$X$X$X$X$X$X\nMACOSX_DEPLOYMENT_TARGET=$X.0 maturin build --target $X -i 3.$X\n"
        )
    },
    "script-itself": {WORKFLOW: script("bash x.sh"), "x.sh": "bash x.sh; source x.sh; ./x.sh\n"},
    "functions": {WORKFLOW: script("f() { f; f; }; f; :(){ :|:& };:\nwhile true; do maturin build; done")},
}


@pytest.mark.parametrize("name", ODD)
def test_odd_workflows_give_pages(name: str, tmp_path: Path) -> None:
    root = write(tmp_path / "project", ODD[name])
    assert main(["wheels", str(root)]) == 0
    assert main(["render", str(root), "--out", str(tmp_path / "pages")]) == 0
