"""The site of the example project, built strictly, served on loopback and opened in Chromium."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from shutil import which
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from tests.browser.reader import Site, Visit
from tests.site.building import build

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Build at the path and port of its own address: elsewhere instant navigation is off."""
    folder = tmp_path_factory.mktemp("site")
    handler = partial(Quiet, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        url = f"http://127.0.0.1:{server.server_port}/maturin-compliance/"
        run = build(folder / "maturin-compliance", url)
        assert run.returncode == 0, run.stderr
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sitemap = ET.parse(folder / "maturin-compliance/sitemap.xml")
        yield Site(url, tuple(loc.text or "" for loc in sitemap.iterfind(".//{*}loc")))
        server.shutdown()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """A fresh page that sees nothing of the network but the site."""
    context = browser.new_context(color_scheme="light")
    context.add_init_script(OPEN_SHADOWS)
    visit = Visit(context.new_page())

    def answer(route: Route) -> None:
        if route.request.url.startswith(site.url):
            route.continue_()
        else:
            visit.faults.append(f"{visit.page.url}: asked for {route.request.url}")
            route.abort()

    context.route("**/*", answer)
    visit.listen()
    yield visit
    context.close()
