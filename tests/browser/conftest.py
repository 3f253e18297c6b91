"""Sites of three projects, built strictly, served on loopback and opened in Chromium."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Request, sync_playwright

from tests.browser.reader import Site, Visit
from tests.site.building import build

PROJECTS = Path(__file__).parents[1] / "projects"
SHOWN = {
    "example": {},
    "many-wheels": {"PROJECT": str(PROJECTS / "many-wheels"), "PACKAGE": "many-wheels"},
    "small-abi3": {"PROJECT": str(PROJECTS / "small-abi3")},
}
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
OPEN_SHADOWS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  return attach.call(this, { ...options, mode: "open" });
};
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep pytest's output to its own lines."""


def chromium() -> str:
    """The path of the system's browser; without one the test is skipped, but never in CI."""
    if path := which("chromium") or which("google-chrome"):
        return path
    missing = "needs Chromium: apt-get install chromium"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path, name: str) -> Iterator[Site]:
    """Build at the path and port of the site's own address: elsewhere instant navigation is off."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        url = f"http://127.0.0.1:{server.server_port}/maturin-compliance/"
        root = folder / "maturin-compliance"
        run = build(root, url, **SHOWN[name])
        assert run.returncode == 0, run.stderr
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sitemap = ET.parse(root / "sitemap.xml")
        yield Site(name, url, root, tuple(loc.text or "" for loc in sitemap.iterfind(".//{*}loc")))
        server.shutdown()


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("example"), "example") as site:
        yield site


@pytest.fixture(scope="session")
def many_wheels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("many-wheels"), "many-wheels") as site:
        yield site


@pytest.fixture(scope="session")
def small_abi3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(tmp_path_factory.mktemp("small-abi3"), "small-abi3") as site:
        yield site


@pytest.fixture(params=["example", "many_wheels", "small_abi3"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of the sites in turn."""
    found: Site = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A fresh page that reaches no host but this one; whatever else it asks for is a fault."""
    context = browser.new_context(color_scheme="light")
    context.add_init_script(OPEN_SHADOWS)
    visit = Visit(context.new_page())

    def note(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            visit.faults.append(f"{visit.page.url}: asked for {request.url}")

    context.on("request", note)
    visit.listen()
    yield visit
    context.close()
