"""Asking an index, over a server of our own on this machine."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from maturin_compliance.errors import UsageError
from maturin_compliance.published import PublishedFile, fetch

pytest.importorskip("pypi_simple", reason="the extra `published` is not installed")

WHEEL = "demo_kit-1.0-cp312-cp312-win_amd64.whl"
JSON = "application/vnd.pypi.simple.v1+json"


@dataclass
class Index:
    """What the server answers to any request; ``asked`` are the paths that it was asked for."""

    address: str
    asked: list[str]
    status: int = 200
    content_type: str = JSON
    body: str = ""


@pytest.fixture
def index() -> Iterator[Index]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer.asked.append(self.path)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        answer = Index(f"http://127.0.0.1:{server.server_port}/simple/", [])
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield answer
        server.shutdown()
        thread.join()


def _page(*files: dict[str, Any], api: str = "1.3") -> str:
    return json.dumps(
        {"meta": {"api-version": api}, "name": "demo-kit", "versions": ["1.0"], "files": list(files)}
    )


def _file(filename: str, **more: Any) -> dict[str, Any]:
    return {"filename": filename, "url": f"https://files.invalid/{filename}", "hashes": {}, "size": 7, **more}


def test_a_version_is_listed_with_what_the_index_tells(index: Index) -> None:
    index.body = _page(
        _file("demo_kit-1.0.tar.gz", provenance=None, yanked="broken"),
        _file("demo_kit-1.1.tar.gz"),
        _file("no-version"),
        _file(
            WHEEL,
            provenance="https://files.invalid/provenance",
            hashes={"sha256": "ab" * 32},
            **{"upload-time": "2026-10-12T00:15:37.721228Z", "requires-python": ">=3.12"},
        ),
    )
    published = fetch("Demo_Kit", "1.0.0", index=index.address)
    assert index.asked == ["/simple/demo-kit/"]
    assert (published.name, published.version) == ("demo-kit", "1.0.0")
    assert published.wheels == (
        PublishedFile(
            filename=WHEEL,
            size=7,
            uploaded=datetime(2026, 10, 12, 0, 15, 37, 721228, tzinfo=UTC),
            requires_python=">=3.12",
            yanked=False,
            attestations=True,
            sha256="ab" * 32,
        ),
    )
    (sdist,) = published.sdists
    assert (sdist.filename, sdist.yanked, sdist.attestations, sdist.uploaded) == (
        "demo_kit-1.0.tar.gz",
        True,
        False,
        None,
    )


def test_a_version_that_the_index_does_not_know_has_no_files(index: Index) -> None:
    index.body = _page(_file(WHEEL))
    assert fetch("demo-kit", "2.0", index=index.address).files == ()


def test_an_older_api_does_not_tell_of_provenance(index: Index) -> None:
    index.body = _page(_file(WHEEL), api="1.1")
    assert [file.attestations for file in fetch("demo-kit", "1.0", index=index.address).files] == [None]


def test_an_index_in_html(index: Index) -> None:
    index.content_type = "text/html"
    index.body = f'<a href="https://files.invalid/{WHEEL}#sha256={"cd" * 32}">{WHEEL}</a>'
    (file,) = fetch("demo-kit", "1.0", index=index.address).files
    assert (file.filename, file.size, file.attestations, file.sha256) == (WHEEL, None, None, "cd" * 32)


def test_a_newer_minor_version_of_the_api_is_read_in_silence(index: Index) -> None:
    index.body = _page(_file(WHEEL), api="1.99")
    assert len(fetch("demo-kit", "1.0", index=index.address).files) == 1


@pytest.mark.parametrize(
    ("status", "content_type", "body", "told"),
    [
        (404, JSON, "", "the package index has no project called demo"),
        (503, JSON, "", "the package index cannot be asked: it answered 503 Service Unavailable"),
        (200, JSON, "<html>", "the answer of the package index cannot be read: it is no JSON"),
        (200, JSON, "{}", "the answer of the package index cannot be read: "),
        (200, "image/png", "", "the answer of the package index cannot be read: "),
        (
            200,
            JSON,
            _page(api="2.0"),
            "the answer of the package index cannot be read: Repository's version (2.0) has greater major",
        ),
    ],
)
def test_an_answer_that_is_none(index: Index, status: int, content_type: str, body: str, told: str) -> None:
    index.status, index.content_type, index.body = status, content_type, body
    with pytest.raises(UsageError) as raised:
        fetch("demo", "1.0", index=index.address)
    assert str(raised.value).startswith(told)
    assert "\n" not in str(raised.value)


def test_an_index_that_cannot_be_reached() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        address = f"http://127.0.0.1:{server.server_port}/simple/"
    with pytest.raises(UsageError) as raised:
        fetch("demo", "1.0", index=address)
    assert str(raised.value) == "the package index cannot be asked: it cannot be reached"


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypi_simple", None)
    with pytest.raises(UsageError) as raised:
        fetch("demo", "1.0")
    assert str(raised.value) == (
        "asking the package index needs the extra `published`: pip install 'maturin-compliance[published]'"
    )
