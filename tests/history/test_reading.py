"""A history read from git's objects."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dulwich.objects import Blob

from maturin_compliance.analysis import analyse, with_history
from maturin_compliance.errors import UsageError
from maturin_compliance.history import History, Missing, Why, analyse_history, since
from maturin_compliance.history.objects import open_objects
from maturin_compliance.model.project import Checkout, Project
from maturin_compliance.read import read_project, read_source
from maturin_compliance.read.commit import CommitSource
from tests.history.repository import Content, annotate, pack, remove, repository
from tests.read.support import CARGO, posix, write

WORKFLOW = """\
on:
  push:
    tags: ["v*", "demo-v*"]
jobs:
  build:
    runs-on: ubuntu-24.04
    strategy:
      matrix:
        target: [TARGETS]
    steps:
      - uses: PyO3/maturin-action@v1
        with:
          target: ${{ matrix.target }}
          args: --release --out dist -i 3.11 3.12
          manylinux: auto
      - uses: actions/upload-artifact@v4
        with:
          name: wheels-${{ matrix.target }}
          path: dist
  publish:
    needs: build
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/download-artifact@v4
        with:
          path: dist
          merge-multiple: true
      - uses: pypa/gh-action-pypi-publish@release/v1
"""
X86, ARM = "Linux x86_64 (glibc)", "Linux aarch64 (glibc)"
DAYS = ("2025-03-01", "2025-05-01", "2025-07-01")


def release(version: str, targets: str = "x86_64", name: str = "demo", backend: str = "maturin") -> Content:
    """The files of a release."""
    return {
        "pyproject.toml": (
            f'[build-system]\nrequires = ["maturin>=1.8,<2"]\nbuild-backend = "{backend}"\n'
            f'[project]\nname = "{name}"\nversion = "{version}"\nrequires-python = ">=3.11"\n'
        ),
        "Cargo.toml": CARGO.replace("1.0.0", version),
        "src/lib.rs": "#[pymodule]\nfn demo() {}\n",
        "tests/test_demo.py": "def test_it():\n    pass\n",
        ".github/workflows/release.yml": WORKFLOW.replace("TARGETS", targets),
    }


def three() -> dict[str, tuple[str, Content]]:
    """Three releases of which the second adds a platform that the third takes away."""
    targets = ("x86_64", "x86_64, aarch64", "x86_64")
    return {
        f"v1.{n}.0": (day, release(f"1.{n}.0", target))
        for n, (day, target) in enumerate(zip(DAYS, targets, strict=True))
    }


def history(root: Path, cache: Path | None = None, package: str | None = None) -> History:
    """The history of a repository."""
    return analyse_history(root, analyse(root, package=package), cache=cache)


def told(found: History) -> list[tuple[str, str]]:
    """The tags that give nothing."""
    return [(one.tag, one.why.value) for one in found.unread]


@pytest.mark.parametrize(
    "change", [None, pack, lambda root: annotate(root, "v1.1.0")], ids=["loose", "packed", "annotated"]
)
def test_releases_are_read_from_objects(tmp_path: Path, change: Callable[[Path], None] | None) -> None:
    root = repository(tmp_path, three())
    if change:
        change(root)
    found = history(root)
    assert found.missing is None
    assert [(one.version, str(one.committed), one.platforms) for one in found.moments] == [
        ("1.0.0", "2025-03-01", (X86,)),
        ("1.1.0", "2025-05-01", (X86, ARM)),
        ("1.2.0", "2025-07-01", (X86,)),
    ]
    assert [(one.after, one.platforms_gained, one.platforms_lost) for one in found.changes] == [
        ("1.1.0", (ARM,), ()),
        ("1.2.0", (), (ARM,)),
    ]
    assert found.moments[1].pythons == ("3.11", "3.12")
    assert found.moments[0].as_of == date(2025, 3, 1)


def test_a_commit_reads_as_its_folder_does(tmp_path: Path) -> None:
    files: Content = {
        **release("1.0.0"),
        "LINK.toml": b"Cargo.toml",
        "out": b"../x",
        "node_modules/x": "",
        "a/b/c": "1",
    }
    root = repository(tmp_path / "root", {"v1.0.0": ("2025-03-01", files)})
    folder = read_project(root)
    assert folder.checkout is not None
    with open_objects(root) as objects:
        commit = objects.commit(folder.checkout.commit or "")
        about = Checkout(commit=commit.id, repository=None, tags=("v1.0.0",), every_tag=("v1.0.0",))
        source = CommitSource(root, objects, commit.tree_id, about)
        assert _comparable(read_source(source)) == _comparable(folder)


def _comparable(project: Project) -> Project:
    return replace(project, tree=replace(project.tree, ignored=frozenset()))


def test_tags_of_other_things_are_left_out(tmp_path: Path) -> None:
    other: Content = {**release("1.0.0"), "other/Cargo.toml": '[package]\nname = "other"\nversion = "1.0.0"\n'}
    releases = {
        "v0.1.0": ("2024-01-01", release("0.1.0", backend="setuptools.build_meta")),
        "v0.2.0": ("2024-02-01", release("0.2.0", name="former")),
        "v0.3.0": ("2024-03-01", {**release("0.3.0"), ".github/workflows/release.yml": "on: push\njobs: {}\n"}),
        "other-v1.0.0": ("2024-04-01", other),
        "v0.9.0": ("2024-04-02", other),
        "nightly": ("2024-04-03", other),
        "v1.0.0": ("2024-05-01", other),
        "demo-v1.0.0": ("2024-05-01", other),
        "v1.1.0rc1": ("2024-05-02", release("1.1.0rc1")),
    }
    found = history(repository(tmp_path, releases), package="demo")
    assert [one.tag for one in found.moments] == ["demo-v1.0.0"]
    assert told(found) == [("v0.1.0", "not maturin"), ("v0.2.0", "no package"), ("v0.3.0", "nothing built")]


def test_a_file_that_the_clone_lacks_is_told(tmp_path: Path) -> None:
    root = repository(tmp_path, three())
    remove(root, str(three()["v1.1.0"][1]["pyproject.toml"]))
    found = history(root)
    assert [one.tag for one in found.moments] == ["v1.0.0", "v1.2.0"]
    assert told(found) == [("v1.1.0", "objects")]


def test_a_file_of_other_content_than_its_name_says_is_told(tmp_path: Path) -> None:
    root, cache = repository(tmp_path / "root", three()), tmp_path / "cache"
    other, wanted = (
        Blob.from_string(str(three()[tag][1]["pyproject.toml"]).encode()) for tag in ("v1.0.0", "v1.1.0")
    )
    path = root / ".git/objects" / wanted.id[:2].decode() / wanted.id[2:].decode()
    path.chmod(0o644)
    path.write_bytes(other.as_legacy_object())
    found = history(root, cache)
    assert [one.tag for one in found.moments] == ["v1.0.0", "v1.2.0"]
    path.write_bytes(wanted.as_legacy_object())
    assert [one.tag for one in history(root, cache).moments] == ["v1.0.0", "v1.1.0", "v1.2.0"]


def test_a_binary_file_that_the_clone_lacks_does_not_matter(tmp_path: Path) -> None:
    root = repository(tmp_path, {"v1.0.0": ("2025-03-01", {**release("1.0.0"), "logo.png": "binary"})})
    remove(root, "binary")
    assert [one.tag for one in history(root).moments] == ["v1.0.0"]


def _no_tags(root: Path) -> None:
    for path in (root / ".git/refs/tags").iterdir():
        path.unlink()


def _shallow(root: Path) -> None:
    _no_tags(root)
    write(root, {".git/shallow": "0" * 40 + "\n"})


def _pointer(root: Path) -> None:
    (root / ".git").rename(root.parent / "elsewhere")
    write(root, {".git": "gitdir: ../elsewhere\n"})


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        (lambda root: (root / ".git").rename(root.parent / "gone"), Missing.CHECKOUT),
        (_pointer, Missing.ELSEWHERE),
        (_shallow, Missing.SHALLOW),
        (_no_tags, Missing.RELEASES),
        (lambda root: (root / ".git/reftable").mkdir(), Missing.FORMAT),
        (lambda root: write(root, {".git/config": "[extensions]\n\tobjectformat = sha256\n"}), Missing.FORMAT),
    ],
)
def test_what_is_missing_is_told(tmp_path: Path, change: Callable[[Path], object], missing: Missing) -> None:
    root = repository(tmp_path / "root", three())
    change(root)
    found = history(root)
    assert (found.missing, found.moments) == (missing, ())


def test_without_the_extra_the_history_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(tmp_path, three())
    monkeypatch.setattr("maturin_compliance.history.history.find_spec", lambda _: None)
    given = with_history(root, analyse(root)).history
    assert given is not None
    assert given.missing is Missing.EXTRA
    assert "maturin-compliance[history]" in Missing.EXTRA.told


# What a hostile repository holds does nothing.


def test_alternates_are_not_followed(tmp_path: Path) -> None:
    root = repository(tmp_path / "root", three())
    (root / ".git/objects").rename(tmp_path / "outside")
    write(root, {".git/objects/info/alternates": f"{tmp_path / 'outside'}\n../../../outside\n"})
    found = history(root)
    assert found.moments == ()
    assert {one.why for one in found.unread} == {Why.OBJECTS}


@posix
@pytest.mark.parametrize("place", ["objects", "objects/pack", "objects/pack/x.pack"])
def test_links_out_of_the_root_are_not_followed(tmp_path: Path, place: str) -> None:
    root = repository(tmp_path / "root", three())
    if place.endswith(".pack"):
        write(tmp_path, {"outside": ""})
        (root / ".git" / place).symlink_to(tmp_path / "outside")
    else:
        (root / ".git" / place).rename(tmp_path / "outside")
        (root / ".git" / place).symlink_to(tmp_path / "outside")
    found = history(root)
    assert (found.missing, found.moments) == (Missing.ELSEWHERE, ())


@posix
def test_a_loose_object_out_of_the_root_is_not_read(tmp_path: Path) -> None:
    root = repository(tmp_path / "root", three())
    for folder in sorted((root / ".git/objects").glob("??")):
        folder.rename(tmp_path / folder.name)
        folder.symlink_to(tmp_path / folder.name)
    assert {one.why for one in history(root).unread} == {Why.OBJECTS}


CONFIG = """\
[core]
	fsmonitor = touch {marker}
	sshCommand = touch {marker}
	hooksPath = .git/hooks
	worktree = {folder}
[include]
	path = {folder}/more
[includeIf "gitdir:**"]
	path = {folder}/more
[extensions]
	partialClone = origin
[remote "origin"]
	url = ext::touch {marker}
	promisor = true
[filter "x"]
	smudge = touch {marker}
"""


def test_configuration_and_hooks_do_nothing(tmp_path: Path) -> None:
    root = repository(tmp_path / "root", three())
    plain = history(root)
    marker = tmp_path / "ran"
    script = f"#!/bin/sh\ntouch {marker}\n"
    write(
        root,
        {
            ".git/config": CONFIG.format(marker=marker, folder=tmp_path),
            ".git/hooks/post-checkout": script,
            ".git/commondir": f"{tmp_path}\n",
        },
    )
    assert history(root).moments == plain.moments
    assert not marker.exists()


@pytest.mark.parametrize("data", [b"", b"PACK", b"\0" * 4096, b"\377tOc\0\0\0\2" + b"\xff" * 1200])
def test_damaged_packs_are_told(tmp_path: Path, data: bytes) -> None:
    root = repository(tmp_path, three())
    pack(root)
    for path in (root / ".git/objects/pack").iterdir():
        path.chmod(0o644)
        path.write_bytes(data)
    found = history(root)
    assert found.moments == ()
    assert {one.tag for one in found.unread} == {"v1.0.0", "v1.1.0", "v1.2.0"}


@pytest.mark.parametrize("data", [b"", b"x", b"\x78\x9c", b"\0" * 64])
def test_damaged_loose_objects_are_told(tmp_path: Path, data: bytes) -> None:
    root = repository(tmp_path, three())
    for path in (root / ".git/objects").glob("??/*"):
        path.chmod(0o644)
        path.write_bytes(data)
    found = history(root)
    assert found.moments == ()
    assert {one.tag for one in found.unread} == {"v1.0.0", "v1.1.0", "v1.2.0"}


# The cache.


def test_a_release_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = repository(tmp_path / "root", three()), tmp_path / "cache"
    first = history(root, cache)
    monkeypatch.setattr("maturin_compliance.history.reading.read_source", _refuse)
    assert history(root, cache).moments == first.moments
    assert history(root, cache).unread == first.unread


def _refuse(*_: object, **__: object) -> None:
    raise AssertionError("read again")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"why": "x"}', '{"tag": 1}', "[" * 5000, "\0"])
def test_a_damaged_cache_is_read_anew(tmp_path: Path, content: str) -> None:
    root, cache = repository(tmp_path / "root", three()), tmp_path / "cache"
    first = history(root, cache)
    for path in cache.rglob("*.json"):
        path.write_text(content)
    assert history(root, cache).moments == first.moments


def test_other_rules_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, cache = repository(tmp_path / "root", three()), tmp_path / "cache"
    history(root, cache)
    monkeypatch.setattr("maturin_compliance.history.cache.rules", lambda: "f" * 64)
    history(root, cache)
    assert len(list(cache.iterdir())) == 2


@posix
def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    root = repository(tmp_path / "root", three())
    write(tmp_path, {"file": ""})
    assert len(history(root, tmp_path / "file").moments) == 3


# Since a tag.


def test_since_tells_what_changed(tmp_path: Path) -> None:
    root = repository(tmp_path, three())
    analysis = analyse(root)
    found = since(root, analysis, "v1.1.0")
    assert (found.before.version, found.before.as_of, found.now.label) == ("1.1.0", analysis.facts.as_of, "now")
    assert found.changes.platforms_lost == (ARM,)


@pytest.mark.parametrize(
    ("tag", "change", "message"),
    [
        ("v1.1", None, "--since v1.1: no such tag; did you mean v1.1.0 or v1.2.0 or v1.0.0?"),
        ("x", None, "--since x: no such tag"),
        ("v9", _shallow, "--since v9: the clone is shallow and without release tags"),
        (
            "v1.0.0",
            lambda root: (root / ".git").rename(root.parent / "gone"),
            "--since v1.0.0: there is no folder .git",
        ),
    ],
)
def test_since_tells_what_is_wrong(
    tmp_path: Path, tag: str, change: Callable[[Path], None] | None, message: str
) -> None:
    root = repository(tmp_path / "root", three())
    if change:
        change(root)
    with pytest.raises(UsageError) as caught:
        since(root, analyse(root), tag)
    assert str(caught.value).startswith(message)
