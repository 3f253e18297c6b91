"""Files read with bounds."""

import os
from pathlib import Path

import pytest

from maturin_compliance.read.faults import ReadError
from maturin_compliance.read.files import MAX_BYTES, read_text
from tests.read.support import posix, write


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"a\r\nb", "a\r\nb"),
        (b"\xef\xbb\xbfa", "a"),
        ("é\u2028".encode(), "é\u2028"),
    ],
)
def test_text_is_utf8_without_its_byte_order_mark(tmp_path: Path, content: bytes, text: str) -> None:
    assert read_text(write(tmp_path, {"f": content}), "f") == text


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"a\nb\xe9", 2, "is not UTF-8 text: byte 0xe9"),
        ("a".encode("utf-16"), 1, "is not UTF-8 text: byte 0xff"),
        (b"a\n\nb\0", 3, "holds a NUL character, expected text"),
        (b"a" * (MAX_BYTES + 1), None, "is larger than 4,194,304 bytes"),
    ],
    ids=["latin-1", "utf-16", "nul", "large"],
)
def test_other_content_is_refused(tmp_path: Path, content: bytes, line: int | None, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(write(tmp_path, {"f": content}), "f")
    assert (caught.value.message, caught.value.line) == (message, line)


@posix
def test_only_regular_files_inside_the_root_are_opened(tmp_path: Path) -> None:
    root = write(tmp_path, {"secret": "s", "root/real": "x", "root/folder/f": ""}) / "root"
    (root / "out").symlink_to("../secret")
    (root / "up").symlink_to("..")
    (root / "loop").symlink_to("loop")
    (root / "nowhere").symlink_to("missing")
    (root / "inside").symlink_to("real")
    os.mkfifo(root / "pipe")
    messages = {}
    for path in ("out", "up/secret", "../secret", "loop", "nowhere", "folder", "pipe", "real/x"):
        with pytest.raises(ReadError) as caught:
            read_text(root, path)
        messages[path] = caught.value.message
    assert messages == {
        "out": "is a link that leads out of the project",
        "up/secret": "is a link that leads out of the project",
        "../secret": "is a link that leads out of the project",
        "loop": "is a link that leads in a circle",
        "nowhere": "cannot be opened: No such file or directory",
        "folder": "is a folder, expected a file",
        "pipe": "is no regular file",
        "real/x": "cannot be opened: Not a directory",
    }
    assert read_text(root, "inside") == "x"


def test_a_file_without_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    root = write(tmp_path, {"f": "x"})
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadError, match="cannot be opened: Permission denied"):
        read_text(root, "f")
