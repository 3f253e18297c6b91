"""Files of a job, and the artifacts that they travel in."""

import pytest

from maturin_compliance.expand.github.workspace import Artifacts, Sdist, Workspace, join, parents, upload_root
from maturin_compliance.expression import Unknown


def laid(*paths: str) -> Workspace:
    return Workspace({path: Sdist(path.rpartition("/")[2]) for path in paths})


ALL = ("dist/a.whl", "dist/sub/b.whl", "dist/c.tar.gz", "target/wheels/d.whl", "e.whl")


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["dist"], ["dist/a.whl", "dist/sub/b.whl", "dist/c.tar.gz"]),
        (["dist/"], ["dist/a.whl", "dist/sub/b.whl", "dist/c.tar.gz"]),
        (["./dist/*.whl"], ["dist/a.whl"]),
        (["dist/*"], ["dist/a.whl", "dist/sub/b.whl", "dist/c.tar.gz"]),
        (["dist/**/*.whl"], ["dist/a.whl", "dist/sub/b.whl"]),
        (["**/*.whl"], ["dist/a.whl", "dist/sub/b.whl", "target/wheels/d.whl", "e.whl"]),
        (["."], list(ALL)),
        (["*.whl", "target"], ["e.whl", "target/wheels/d.whl"]),
        (["dist", "!dist/*.whl"], ["dist/sub/b.whl", "dist/c.tar.gz"]),
        (["!dist", "dist/a.whl"], ["dist/a.whl"]),
        (["dist\\*.whl"], ["dist/a.whl"]),
        (["none"], []),
        ([], []),
    ],
)
def test_files_within_what_patterns_name(patterns: list[str], found: list[str]) -> None:
    assert list(laid(*ALL).within(patterns)) == found


@pytest.mark.parametrize(
    ("patterns", "found"),
    [
        (["dist/*"], ["dist/a.whl", "dist/c.tar.gz"]),
        (["dist/*/*"], ["dist/sub/b.whl"]),
        (["./dist/a.whl", "*"], ["dist/a.whl", "e.whl"]),
        (["dist"], []),
        ([], []),
    ],
)
def test_files_that_patterns_name(patterns: list[str], found: list[str]) -> None:
    assert list(laid(*ALL).match(patterns)) == found


@pytest.mark.parametrize(
    ("patterns", "files", "root"),
    [
        # of one path: the path itself, up to its first wildcard, or the folder of the one file it names
        (["dist"], ["dist/a.whl"], "dist"),
        (["dist/"], ["dist/sub/b.whl"], "dist"),
        (["dist/*.whl"], ["dist/a.whl"], "dist"),
        (["target/wheels/**/*.whl"], ["target/wheels/x/a.whl"], "target/wheels"),
        (["dist/a.whl"], ["dist/a.whl"], "dist"),
        (["a.whl"], ["a.whl"], "."),
        (["*"], ["a.whl"], "."),
        # of several: the folder that they have in common, also with a path that names nothing
        (["dist/*.whl", "dist/*.tar.gz"], ["dist/a.whl"], "dist"),
        (["dist", "target/wheels"], ["dist/a.whl"], "."),
        (["dist", "!dist/*.txt"], ["dist/a.whl"], "dist"),
    ],
)
def test_the_folder_that_paths_in_an_artifact_are_relative_to(
    patterns: list[str], files: list[str], root: str
) -> None:
    assert upload_root(patterns, files) == root


def test_artifacts_by_name_and_pattern() -> None:
    artifacts = Artifacts()
    for name in ("wheels-linux", "wheels-macos", "sdist"):
        artifacts.upload(name, laid(f"dist/{name}.whl").files, "dist", overwrite=False)
    artifacts.upload(Unknown("the matrix is made by a job"), laid("dist/x.whl").files, "dist", overwrite=False)
    assert [list(a.files) for a in artifacts.named("sdist")] == [["sdist.whl"]]
    assert [list(a.files) for a in artifacts.named("other")] == [["x.whl"]]
    assert [list(a.files) for a in artifacts.matching("wheels-*")] == [
        ["wheels-linux.whl"],
        ["wheels-macos.whl"],
        ["x.whl"],
    ]


@pytest.mark.parametrize(("overwrite", "names"), [(True, ["b.whl"]), (False, ["a.whl", "b.whl"])])
def test_an_upload_may_take_the_place_of_an_earlier_one(overwrite: bool, names: list[str]) -> None:
    artifacts = Artifacts()
    artifacts.upload("wheels", laid("a.whl").files, ".", overwrite=False)
    artifacts.upload("wheels", laid("b.whl").files, ".", overwrite=overwrite)
    assert [name for artifact in artifacts.named("wheels") for name in artifact.files] == names


@pytest.mark.parametrize(
    ("folder", "name", "path"),
    [
        (".", "dist", "dist"),
        ("python", "./dist/../out", "python/out"),
        ("python", "/opt/x", "/opt/x"),
        ("", "", "."),
        ("a", "b\\c", "a/b/c"),
        ("a", "~/.cargo", "~/.cargo"),
    ],
)
def test_a_path_below_a_folder(folder: str, name: str, path: str) -> None:
    assert join(folder, name) == path


def test_the_folders_that_a_path_lies_in() -> None:
    assert (parents("a/b/c.whl"), parents("c.whl")) == (["a/b", "a"], [])
