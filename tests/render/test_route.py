"""The way to the index: what waits for what, across workflows too."""

import shutil
from pathlib import Path

import pytest

from maturin_compliance.analysis import analyse
from maturin_compliance.render.charts.path import chart
from maturin_compliance.render.evidence import Evidence
from maturin_compliance.render.route import route

PROJECT = Path(__file__).parent.parent / "projects" / "small-abi3"
STEPS = (
    "{ uses: actions/checkout@v7 }",
    "{ uses: PyO3/maturin-action@v1, with: { args: --release --out dist } }",
    "{ uses: actions/upload-artifact@v7, with: { name: NAME, path: dist } }",
)
BUILD = f"{{ runs-on: ubuntu-24.04, steps: [{', '.join(STEPS)}] }}"
FETCH = "{ uses: actions/download-artifact@v8, with: { path: dist, merge-multiple: true } }"
PUBLISH = (
    f"{{ NEEDS runs-on: ubuntu-24.04, steps: [{FETCH}, {{ uses: pypa/gh-action-pypi-publish@release/v1 }}] }}"
)


def job(name: str, text: str, needs: str = "") -> str:
    return f"  {name}: {text.replace('NAME', name).replace('NEEDS', f'needs: {needs},' if needs else '')}\n"


ONE = {
    "release.yml": "on: { push: { tags: ['v*'] } }\njobs:\n"
    + job("build", BUILD)
    + job("check", "{ runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }")
    + job("publish", PUBLISH, "[build, check]")
}
CHAIN = {
    "ci.yml": "name: CI\non: { push: { branches: [main] } }\njobs:\n" + job("build", BUILD),
    "publish.yml": "on: { workflow_run: { workflows: [CI], types: [completed] } }\njobs:\n"
    + job("publish", PUBLISH.replace("with: {", "with: { run-id: '${{ github.event.workflow_run.id }}',")),
}
MANY = {
    "release.yml": "on: { push: { tags: ['v*'] } }\njobs:\n"
    + "".join(job(f"b{number}", BUILD) for number in range(9))
    + job("publish", PUBLISH, f"[{', '.join(f'b{number}' for number in range(9))}]")
}


ELSEWHERE = "with: { repository-url: 'https://test.example.org/legacy/' }"
TRIAL = f"{{ uses: pypa/gh-action-pypi-publish@release/v1, {ELSEWHERE} }}"
TRIED = {
    "release.yml": "on: { push: { tags: ['v*'] } }\njobs:\n"
    + job("build", BUILD)
    + job("publish", PUBLISH.replace("{ uses: pypa", f"{TRIAL}, {{ uses: pypa"), "build")
}


def drawn(tmp_path: Path, files: dict[str, str]) -> tuple[list[tuple[str, ...]], set[tuple[int, int, str]]]:
    root = tmp_path / "small-abi3"
    shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns("workflows"))
    (root / ".github/workflows").mkdir(parents=True)
    for name, text in files.items():
        (root / ".github/workflows" / name).write_text(text, "utf-8")
    made = chart(route(analyse(root).expansion.release), Evidence(None))
    return [vertex.lines for vertex in made.vertices], {(edge.start, edge.end, edge.label) for edge in made.edges}


@pytest.mark.parametrize(
    ("files", "boxes", "edges"),
    [
        (
            ONE,
            ["build", "check", "publish", "the package index"],
            {(0, 2, ""), (1, 2, ""), (2, 3, "")},
        ),
        (CHAIN, ["build", "publish", "the package index"], {(0, 1, ""), (1, 2, "")}),
        (MANY, ["9 jobs that build", "publish", "the package index"], {(0, 1, ""), (1, 2, "")}),
        (
            TRIED,
            ["build", "publish", "the package index", "a test index"],
            {(0, 1, ""), (1, 2, ""), (1, 3, "")},
        ),
    ],
    ids=["needs", "workflow_run", "many", "two indexes"],
)
def test_boxes_and_arrows(
    tmp_path: Path, files: dict[str, str], boxes: list[str], edges: set[tuple[int, int, str]]
) -> None:
    lines, arrows = drawn(tmp_path, files)
    assert [line[0] for line in lines] == boxes
    assert arrows == edges


def test_no_box_is_empty(tmp_path: Path) -> None:
    lines, _ = drawn(tmp_path, ONE)
    assert lines[1] == ("check", "passes on no file")
