"""What is read from the folder .git."""

import zlib
from pathlib import Path

import pytest

from maturin_compliance.read.checkout import https_address, read_checkout
from tests.read.support import posix, write

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
TAG = "ab" + "1" * 38


@pytest.mark.parametrize(
    ("files", "commit"),
    [
        ({"HEAD": f"{COMMIT}\n"}, COMMIT),
        ({"HEAD": "ref: refs/heads/main\n", "refs/heads/main": f"{COMMIT}\n"}, COMMIT),
        ({"HEAD": "ref: refs/heads/a/b\n", "packed-refs": f"# pack-refs\n{COMMIT} refs/heads/a/b\n"}, COMMIT),
        (
            {
                "HEAD": "ref: refs/heads/main\n",
                "refs/heads/main": COMMIT,
                "packed-refs": f"{OTHER} refs/heads/main\n",
            },
            COMMIT,
        ),
        ({"HEAD": "ref: refs/heads/main\n"}, None),
        ({"HEAD": "ref: refs/heads/.invalid\n"}, None),
        ({"HEAD": "ref: refs/../../secret\n", "../secret": COMMIT}, None),
        ({"HEAD": "ref: ../secret\n", "../secret": COMMIT}, None),
        ({"HEAD": "not a commit\n"}, None),
        ({"HEAD": b"\xff\xfe"}, None),
        ({"config": ""}, None),
    ],
)
def test_the_commit(tmp_path: Path, files: dict[str, str | bytes], commit: str | None) -> None:
    checkout = read_checkout(write(tmp_path, {f".git/{path}": text for path, text in files.items()}))
    assert checkout is not None
    assert checkout.commit == commit


def test_tags_at_the_commit(tmp_path: Path) -> None:
    annotation = zlib.compress(f"tag 99\0object {COMMIT}\ntype commit\ntag v3\n".encode())
    files: dict[str, str | bytes] = {
        "HEAD": COMMIT,
        "refs/tags/v1": COMMIT,
        "refs/tags/other": OTHER,
        "refs/tags/py/v2": COMMIT,
        "refs/tags/v3": TAG,
        f"objects/{TAG[:2]}/{TAG[2:]}": annotation,
        "refs/tags/v4": "cd" + "2" * 38,
        "packed-refs": f"# x\n{OTHER} refs/tags/v5\n^{COMMIT}\n{COMMIT} refs/tags/v6\n{COMMIT} refs/heads/b\n",
    }
    checkout = read_checkout(write(tmp_path, {f".git/{path}": text for path, text in files.items()}))
    assert checkout is not None
    assert checkout.tags == ("py/v2", "v1", "v3", "v5", "v6")
    assert checkout.every_tag == ("other", "py/v2", "v1", "v3", "v4", "v5", "v6")


@pytest.mark.parametrize(
    ("config", "repository"),
    [
        ('[remote "origin"]\n\turl = git@github.com:o/n.git\n', "https://github.com/o/n"),
        (
            '[core]\n\turl = https://a.example/x\n[remote "origin"]\n\turl = https://github.com/o/n\n',
            "https://github.com/o/n",
        ),
        ('[remote "fork"]\n\turl = https://github.com/f/n\n', None),
        ('[remote "origin"]\n\tfetch = x\n[branch "main"]\n\turl = https://github.com/o/n\n', None),
        ("", None),
    ],
)
def test_the_origin(tmp_path: Path, config: str, repository: str | None) -> None:
    checkout = read_checkout(write(tmp_path, {".git/HEAD": COMMIT, ".git/config": config}))
    assert checkout is not None
    assert checkout.repository == repository


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("git@github.com:o/n.git", "https://github.com/o/n"),
        ("github.com:o/n", "https://github.com/o/n"),
        ("ssh://git@gitlab.com:22/g/s/n.git", "https://gitlab.com/g/s/n"),
        ("https://github.com/o/n.git/", "https://github.com/o/n"),
        ("https://user:secret@github.com/o/n", "https://github.com/o/n"),
        ("https://x-access-token:ghs_1@github.com/o/n.git", "https://github.com/o/n"),
        ("http://github.com:8080/o/n", "https://github.com/o/n"),
        ("git://github.com/o/n.git", "https://github.com/o/n"),
        ("/srv/git/n.git", None),
        ("file:///srv/n", None),
        ("../n", None),
        ("javascript:alert(1)", None),
        ("https://github.com/o/n?x=<script>", None),
        ("https://a@b@github.com/o/n", None),
        ("ext::sh -c x", None),
    ],
)
def test_addresses(url: str, address: str | None) -> None:
    assert https_address(url) == address


def test_only_a_folder_git_in_the_root_counts(tmp_path: Path) -> None:
    root = write(tmp_path, {".git/HEAD": COMMIT, "root/x": "", "file/.git": "gitdir: ../.git\n"}) / "root"
    assert read_checkout(root) is None
    assert read_checkout(tmp_path / "file") is None


@posix
def test_links_out_of_the_root_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"outside/HEAD": COMMIT, "root/.git/config": ""})
    (tmp_path / "root/.git/HEAD").symlink_to("../../outside/HEAD")
    checkout = read_checkout(tmp_path / "root")
    assert checkout is not None
    assert checkout.commit is None
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / ".git").symlink_to("../outside")
    found = read_checkout(linked)
    assert found is None or found.commit is None
