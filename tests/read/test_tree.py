"""The walk over the repository's files."""

import os
import struct
from pathlib import Path

import pytest

from maturin_compliance.model.project import Tree
from maturin_compliance.read import tree as tree_module
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.tree import read_tree
from tests.read.support import posix, write


def _tree(root: Path, files: dict[str, str | bytes]) -> tuple[Tree, list[str]]:
    faults = Faults()
    tree = read_tree(write(root, files), faults)
    return tree, [f"{fault.location} {fault.message}" for fault in faults.sorted()]


@pytest.mark.parametrize(
    ("paths", "kept"),
    [
        (["b", "a/x", "a-b"], ["a-b", "a/x", "b"]),
        ([".git/HEAD", "src/.git/HEAD", "src/a"], ["src/a"]),
        (["node_modules/x/y", "__pycache__/x", ".tox/x", ".nox/x", ".mypy_cache/x", "ok"], ["ok"]),
        (["env/pyvenv.cfg", "env/lib/x", "ok"], ["ok"]),
        (["out/CACHEDIR.TAG", "out/x", "ok"], ["ok"]),
        (["Cargo.toml", "target/debug/x", "src/target/mod.rs"], ["Cargo.toml", "src/target/mod.rs"]),
        (["target/a"], ["target/a"]),
        ([".github/workflows/a.yml", ".cargo/config.toml"], [".cargo/config.toml", ".github/workflows/a.yml"]),
    ],
)
def test_what_is_built_or_installed_is_left_out(tmp_path: Path, paths: list[str], kept: list[str]) -> None:
    assert _tree(tmp_path, dict.fromkeys(paths, ""))[0].files == tuple(kept)


@pytest.mark.parametrize(
    ("ignore", "paths", "ignored"),
    [
        ({".gitignore": "*.so\n!keep.so\n"}, ["a.so", "keep.so", "d/b.so"], {"a.so", "d/b.so"}),
        ({".gitignore": "/dist\n"}, ["dist/a", "d/dist/b"], {"dist/"}),
        ({".gitignore": "build/\n"}, ["build", "d/build/x"], {"d/build/"}),
        ({".gitignore": "# x\r\n\r\nCargo.lock\r\n"}, ["Cargo.lock"], {"Cargo.lock"}),
        (
            {".gitignore": "*.log\n", "d/.gitignore": "!a.log\n"},
            ["a.log", "d/a.log", "d/b.log"],
            {"a.log", "d/b.log"},
        ),
        ({"d/.gitignore": "/x\n"}, ["x", "d/x", "d/e/x"], {"d/x"}),
        ({".gitignore": "d/*\n!d/keep/\n"}, ["d/a", "d/keep/b"], {"d/a"}),
        ({".gitignore": "docs/**/*.md\n"}, ["docs/a.md", "docs/b/c.md", "x.md"], {"docs/a.md", "docs/b/c.md"}),
    ],
)
def test_gitignore_keeps_files_apart(
    tmp_path: Path, ignore: dict[str, str | bytes], paths: list[str], ignored: set[str]
) -> None:
    tree, faults = _tree(tmp_path, {".git/HEAD": "", **ignore, **dict.fromkeys(paths, "")})
    assert tree.ignored == ignored
    folders = tuple(path for path in ignored if path.endswith("/"))
    kept = [path for path in [*ignore, *paths] if path not in ignored and not path.startswith(folders)]
    assert tree.files == tuple(sorted(kept))
    assert faults == []


def test_patterns_that_git_does_not_take_are_named(tmp_path: Path) -> None:
    tree, faults = _tree(
        tmp_path,
        {".git/HEAD": "", ".gitignore": "a\n!\n*a*b*c*d*e\n" + "x" * 300 + "\n", "a": "", "b": ""},
    )
    assert tree.ignored == {"a"}
    assert faults == [
        ".gitignore:2 holds a pattern that git does not take",
        ".gitignore:3 holds a pattern too costly to match; it is passed over",
        ".gitignore:4 holds a pattern too costly to match; it is passed over",
    ]


def _index(*paths: str) -> bytes:
    entries = b""
    for path in paths:
        entry = bytes(60) + struct.pack(">H", len(path)) + path.encode()
        entries += entry + bytes(8 - len(entry) % 8)
    return b"DIRC" + struct.pack(">LL", 2, len(paths)) + entries


def test_a_tracked_file_is_never_ignored(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        ".git/index": _index(".gitignore", "Cargo.lock", "data/deep/in.txt"),
        ".gitignore": "Cargo.lock\ndata/\n",
        "Cargo.lock": "",
        "data/deep/in.txt": "",
        "data/deep/out.txt": "",
        "data/other/out.txt": "",
    }
    tree, _ = _tree(tmp_path, files)
    assert tree.files == (".gitignore", "Cargo.lock", "data/deep/in.txt")
    assert tree.ignored == {"data/deep/out.txt", "data/other/"}


@pytest.mark.parametrize(
    ("pattern", "path", "ignored"),
    [
        ("Cargo.lock", "Cargo.lock", False),
        ("README.rst", "pkg/README.rst", False),
        ("*.so", "python/pkg/_core.abi3.so", True),
        ("*.py[cod]", "pkg/a.pyc", True),
        ("dist", "dist/a.whl", True),
        ("/target", "target/a", True),
    ],
)
def test_a_file_of_an_archive_was_tracked(tmp_path: Path, pattern: str, path: str, ignored: bool) -> None:
    tree, _ = _tree(tmp_path, {".gitignore": pattern + "\n", path: ""})
    assert (path not in tree.files) == ignored


@pytest.mark.parametrize("index", [b"", b"DIRC", b"DIRC" + bytes(8), b"DIRC\0\0\0\2\xff\xff\xff\xff" + bytes(99)])
def test_a_broken_index_tells_nothing(tmp_path: Path, index: bytes) -> None:
    tree, faults = _tree(tmp_path, {".git/index": index, ".gitignore": "a\n", "a": "", "b": ""})
    assert (tree.files, faults) == ((".gitignore", "b"), [])


@posix
def test_links_lead_nowhere_but_to_files_of_the_root(tmp_path: Path) -> None:
    root = write(tmp_path, {"outside/x": "", "root/real/file": ""}) / "root"
    for name, target in {
        "file": "real/file",
        "folder": "real",
        "self": ".",
        "loop": "loop",
        "out": "../outside/x",
        "away": "../outside",
        "gone": "missing",
    }.items():
        (root / name).symlink_to(target)
    os.mkfifo(root / "pipe")
    assert _tree(root, {})[0].files == ("file", "real/file")


@posix
def test_names_that_are_no_text_are_told(tmp_path: Path) -> None:
    (tmp_path / "new\nline").touch()
    (tmp_path / os.fsdecode(b"latin-\xe9")).touch()
    (tmp_path / "ünï 🙂").touch()
    tree, faults = _tree(tmp_path, {})
    assert tree.files == ("ünï 🙂",)
    assert faults == [
        ". holds a name that is no text: 'latin-\\udce9'",
        ". holds a name that is no text: 'new\\nline'",
    ]


def test_the_walk_ends_at_its_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_module, "MAX_FILES", 3)
    tree, _ = _tree(tmp_path, {"a/deep/x": "", "b": "", "c": "", "d": "", "e": ""})
    assert (tree.files, tree.truncated) == (("b", "c", "d"), True)


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    tree, faults = _tree(tmp_path, {"closed/x": "", "open": ""})
    assert tree.files == ("open",)
    assert faults == ["closed cannot be listed: Permission denied"]


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        (".", ("a-b/x", "a.b", "a/b/c", "a/x", "a0/x", "ab")),
        ("a", ("a/b/c", "a/x")),
        ("a/", ("a/b/c", "a/x")),
        ("a/b", ("a/b/c",)),
        ("a.b", ()),
        ("none", ()),
    ],
)
def test_files_under_a_folder(folder: str, found: tuple[str, ...]) -> None:
    files = ("a-b/x", "a.b", "a/b/c", "a/x", "a0/x", "ab")
    assert Tree(files, frozenset(), truncated=False).under(folder) == found
