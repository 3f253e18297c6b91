"""Which event is the release, at which tag, with which inputs."""

from pathlib import Path

import pytest

from tests.expand.support import PYPROJECT, expanded, run, steps, workflow

BUILD = """\
  build:
    runs-on: ubuntu-24.04
    steps:
      - uses: PyO3/maturin-action@v1.51.0
        with:
          args: -i 3.12 --out dist
          manylinux: '2014'
      - uses: actions/upload-artifact@v4
        with: {name: wheels, path: dist}
"""
PUBLISH = """\
  publish:
    needs: build
    runs-on: ubuntu-24.04
%s    steps:
      - uses: actions/download-artifact@v4
        with: {name: wheels, path: dist}
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
CHOICE = "release: {type: choice, default: 'no', options: ['no', patch, minor]}"


def released(root: Path, on: str, condition: str = "", tag: str | None = None) -> tuple[str | None, str, int]:
    jobs = BUILD + PUBLISH % (f"    if: {condition}\n" if condition else "")
    release = expanded(root, workflow(jobs, on), tag=tag).release
    return release.event, release.tag, len(release.publishes)


@pytest.mark.parametrize(
    ("on", "condition", "event", "tag"),
    [
        ("push", "", "push", "v1.0.0"),
        ("{push: {tags: ['v*']}}", "", "push", "v1.0.0"),
        ("{push: {tags: ['[0-9]+.[0-9]+.[0-9]+']}}", "", "push", "1.0.0"),
        ("{push: {tags: ['demo-v*']}}", "", "push", "demo-v1.0.0"),
        ("{push: {tags: ['v*', '!v1*']}, release: {types: [published]}}", "", "release", "v1.0.0"),
        ("{release: {types: [published]}}", "", "release", "v1.0.0"),
        ("[push, release]", "github.event_name == 'release'", "release", "v1.0.0"),
        ("[push, workflow_dispatch]", "startsWith(github.ref, 'refs/tags/v')", "push", "v1.0.0"),
        ("[push, workflow_dispatch]", "github.event_name == 'workflow_dispatch'", "workflow_dispatch", "v1.0.0"),
        ("workflow_dispatch", "", "workflow_dispatch", "v1.0.0"),
        ("{push: {branches: [main]}}", "github.ref == 'refs/heads/main'", "push", "v1.0.0"),
        ("{push: {tags-ignore: ['nightly*']}}", "github.ref_type == 'tag'", "push", "v1.0.0"),
        ("pull_request", "", None, "v1.0.0"),
        ("{release: {types: [deleted]}}", "", None, "v1.0.0"),
    ],
)  # fmt: skip
def test_the_first_event_that_publishes_is_the_release(
    tmp_path: Path, on: str, condition: str, event: str | None, tag: str
) -> None:
    assert released(tmp_path, on, condition) == (event, tag, 0 if event is None else 1)


def test_a_tag_can_be_given(tmp_path: Path) -> None:
    assert released(tmp_path, "push", "github.ref_name == '2.0rc1'", tag="2.0rc1") == ("push", "2.0rc1", 1)


@pytest.mark.parametrize(
    ("inputs", "condition", "publishes"),
    [
        ("publish: {type: boolean, default: true}", "inputs.publish", 1),
        ("publish: {type: boolean, required: true}", "inputs.publish", 1),
        ("version: {type: string, required: true}", "inputs.version == '1.0.0'", 1),
        ("tag: {required: true}", "inputs.tag == 'v1.0.0'", 1),
        ("level: {type: choice, options: [a, b]}", "github.event.inputs.level == 'a'", 1),
        ("note: {type: string}", "inputs.note == ''", 1),
        ("dry: {type: boolean, default: false}", "${{ !inputs.dry }}", 1),
    ],
)
def test_a_dispatch_has_the_inputs_of_a_real_release(
    tmp_path: Path, inputs: str, condition: str, publishes: int
) -> None:
    on = f"{{workflow_dispatch: {{inputs: {{{inputs}}}}}}}"
    assert released(tmp_path, on, condition) == ("workflow_dispatch", "v1.0.0", publishes)


@pytest.mark.parametrize(
    ("inputs", "condition", "publishes"),
    [
        ("", "github.ref == 'refs/heads/main'", 1),
        (CHOICE, "inputs.release != 'no'", 1),
        (CHOICE, "inputs.release != 'no' && github.ref == 'refs/heads/main'", 1),
        (CHOICE, "inputs.release == 'huge'", 0),
        ("dry: {type: boolean, default: true}", "${{ !inputs.dry }}", 1),
        ("publish: {type: boolean, default: false}", "inputs.publish", 1),
    ],
)
def test_a_person_may_have_to_choose(tmp_path: Path, inputs: str, condition: str, publishes: int) -> None:
    on = f"{{workflow_dispatch: {{inputs: {{{inputs}}}}}}}" if inputs else "workflow_dispatch"
    assert released(tmp_path, on, condition)[::2] == ("workflow_dispatch", publishes)


def test_a_test_index_is_no_release(tmp_path: Path) -> None:
    jobs = BUILD + PUBLISH % "" + "        with:\n          repository-url: https://test.example.org/legacy/\n"
    release = expanded(tmp_path, workflow(jobs)).release
    assert (release.publishes, len(release.wheels)) == ((), 1)
    assert {wheel.certainty.value for wheel in release.wheels} == {"assumed"}


def test_a_workflow_that_follows_another_has_its_artifacts(tmp_path: Path) -> None:
    second = "on: {workflow_run: {workflows: [Build], types: [completed]}}\njobs:\n" + PUBLISH % ""
    files = {
        **workflow(BUILD, "push", head="name: Build\n"),
        ".github/workflows/publish.yml": second.replace("    needs: build\n", ""),
    }
    release = expanded(tmp_path, files).release
    assert [(run.event, run.workflow.path.rpartition("/")[2]) for run in release.runs] == [
        ("push", "release.yml"),
        ("workflow_run", "publish.yml"),
    ]
    assert [publish.files for publish in release.publishes] == [tuple(wheel.filename for wheel in release.wheels)]


def test_without_any_workflow_nothing_is_released(tmp_path: Path) -> None:
    release = expanded(tmp_path, {}).release
    assert (release.event, release.runs, release.wheels, release.sdists) == (None, (), (), ())


def test_several_workflows_release_their_union(tmp_path: Path) -> None:
    one = BUILD + PUBLISH % ""
    files = {
        ".github/workflows/a.yml": f"on: push\njobs:\n{one}",
        ".github/workflows/b.yml": f"on: push\njobs:\n{one.replace('-i 3.12', '-i 3.13')}",
    }
    release = expanded(tmp_path, files).release
    assert [wheel.interpreter for wheel in release.wheels] == ["cp312", "cp313"]


def test_each_job_comes_up_once_whatever_starts_it(tmp_path: Path) -> None:
    jobs = BUILD + PUBLISH % "    if: github.ref_type == 'tag'\n"
    for name, condition in (("lint", "github.event_name == 'pull_request'"), ("never", "false")):
        jobs += f"  {name}:\n    if: {condition}\n    runs-on: ubuntu-24.04\n    steps: [{{run: ls}}]\n"
    other = "on: [push, schedule]\njobs:\n" + jobs.replace("pull_request", "schedule")
    files = {
        **workflow(jobs, "[push, pull_request]"),
        ".github/workflows/test.yml": other.replace("gh-action", "x"),
    }
    runs = expanded(tmp_path, files).runs
    assert [
        (run.workflow.path.rpartition("/")[2], run.event, [f"{job.name} {job.state}" for job in run.jobs])
        for run in runs
    ] == [
        ("release.yml", "push", ["build runs", "publish runs", "lint skipped", "never skipped"]),
        ("release.yml", "pull_request", ["lint runs"]),
        ("test.yml", "push", ["build runs", "publish skipped", "lint skipped", "never skipped"]),
        ("test.yml", "schedule", ["lint runs"]),
    ]


def test_a_package_of_another_backend_has_no_wheels_to_tell(tmp_path: Path) -> None:
    pyproject = PYPROJECT.replace("maturin==1.9.4", "mesonpy").replace('"maturin"', '"mesonpy"')
    release = expanded(tmp_path, {"pyproject.toml": pyproject, **steps(run("python -m build"))}).release
    assert (release.wheels, release.sdists) == ((), ())
    assert [f"{note.location} {note.message}" for note in release.not_modelled] == [
        "pyproject.toml:3 `mesonpy` builds the package, not maturin; its wheels are not told"
    ]
