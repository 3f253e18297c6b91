"""What pages share: Pythons as a reader is told of them, and which uploads are of the package."""

from dataclasses import replace

import pytest

from maturin_compliance.analysis import Analysis
from maturin_compliance.expand.release import Publish, Wheel, WorkflowRun
from maturin_compliance.render.view import view_of
from maturin_compliance.report.release import pushed_branch
from tests.report.support import WHEEL, analysis


def released(*tags: str) -> tuple[Analysis, tuple[Wheel, ...]]:
    parts = (tag.split("-") for tag in tags)
    wheels = tuple(replace(WHEEL, interpreter=interpreter, abi=abi) for interpreter, abi in parts)
    whole = analysis()
    release = replace(whole.expansion.release, wheels=wheels)
    return replace(whole, expansion=replace(whole.expansion, release=release)), wheels


# The project requires Python 3.11.
@pytest.mark.parametrize(
    ("tags", "told"),
    [
        (("cp37-abi3",), ("3.11 and newer",)),
        (("cp312-abi3",), ("3.12 and newer",)),
        (("cp312-abi3", "cp313-cp313", "cp311-cp311", "cp314-cp314t"), ("3.11", "3.12 and newer", "3.14t")),
        (("cp39-cp39", "cp311-cp311"), ("3.9", "3.11")),
        (tuple(f"cp3{minor}-cp3{minor}" for minor in (11, 12, 13, 14)), ("3.11 to 3.14",)),
    ],
)
def test_pythons_begin_where_the_project_admits_them(tags: tuple[str, ...], told: tuple[str, ...]) -> None:
    made, wheels = released(*tags)
    assert view_of(made, str).pythons(wheels) == told


def upload(*files: str) -> Publish:
    return Publish(
        origin=WHEEL.origin,
        method="twine",
        test_index=False,
        trusted=None,
        attestations=None,
        skip_existing=False,
        in_matrix=False,
        environment=None,
        files=files,
    )


def test_uploads_of_other_packages_are_not_those_of_this_one() -> None:
    own, other, unknown = upload(WHEEL.filename, "x-1.tar.gz"), upload("x-1.tar.gz"), upload()
    whole = analysis()
    release = replace(whole.expansion.release, publishes=(own, other, unknown))
    made = replace(whole, expansion=replace(whole.expansion, release=release))
    assert view_of(made, str).publishes == (own, unknown)


@pytest.mark.parametrize(
    ("event", "ref", "branch"),
    [
        ("push", "refs/tags/v1.0", None),
        ("push", "refs/heads/main", "main"),
        ("push", "refs/heads/a/b", "a/b"),
        ("workflow_dispatch", "refs/heads/main", None),
    ],
)
def test_a_push_of_a_branch_is_no_push_of_a_tag(event: str, ref: str, branch: str | None) -> None:
    run = WorkflowRun(workflow=analysis().project.workflows[0], event=event, ref=ref, jobs=())
    assert pushed_branch(replace(analysis().expansion.release, runs=(run,))) == branch
