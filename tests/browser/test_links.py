"""Every link of the built sites leads to a page that is there, and to an anchor on it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from tests.browser.reader import Site

NAMES = {"a": "href", "img": "src", "link": "href", "script": "src"}


class Reader(HTMLParser):
    """Collects what a page links to and the anchors that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = {"", "__top"}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value for name, value in attrs if value is not None}
        self.anchors |= {found[name] for name in ("id", "name") if name in found}
        if NAMES.get(tag) in found:
            self.links.add(found[NAMES[tag]])


def pages(site: Site) -> dict[str, Reader]:
    """Each page by its address."""
    read = {}
    for path in site.root.rglob("*.html"):
        reader = Reader()
        reader.feed(path.read_text("utf-8"))
        read[urljoin(site.url, path.relative_to(site.root).as_posix()).removesuffix("index.html")] = reader
    return read


def missing(site: Site) -> Iterator[str]:
    found = pages(site)
    for address, reader in found.items():
        for link in sorted(reader.links):
            target, anchor = urldefrag(urljoin(address, link))
            if not target.startswith(site.url):
                continue
            if target in found:
                if unquote(anchor) not in found[target].anchors:
                    yield f"{address}: {link} has no such anchor"
            elif not (site.root / unquote(target.removeprefix(site.url))).is_file():
                yield f"{address}: {link} leads nowhere"


def test_links_and_anchors_resolve(site: Site) -> None:
    assert not (faults := list(missing(site))), "\n".join(faults)


@pytest.mark.parametrize(
    ("link", "fault"),
    [("checks/absent/", "leads nowhere"), ("matrix/#absent", "no such anchor"), ("matrix/#every-file", None)],
)
def test_a_link_that_leads_nowhere_is_told(small_abi3: Site, link: str, fault: str | None) -> None:
    path = small_abi3.root / "planted.html"
    path.write_text(f'<a href="compliance/{link}">x</a>', "utf-8")
    told = [one for one in missing(small_abi3) if "planted" in one]
    path.unlink()
    assert [fault in one for one in told] == [True] if fault else not told


class Shared(HTMLParser):
    """Collects what a shared link shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "meta" and (key := named.get("property")):
            self.found[key] = named.get("content") or ""


@pytest.mark.parametrize(
    ("path", "title", "description"),
    [
        ("", "Home", "What a Rust/Python project ships, from its own files, with the evidence for every sentence"),
        (
            "compliance/",
            "small-abi3 1.4.0",
            "What small-abi3 1.4.0 ships, worked out from its own files",
        ),
    ],
)
def test_a_shared_link_shows_the_page(small_abi3: Site, path: str, title: str, description: str) -> None:
    shared = Shared()
    shared.feed((small_abi3.root / path / "index.html").read_text("utf-8"))
    assert shared.found["og:title"] == title
    assert shared.found["og:description"] == description
    assert shared.found["og:url"] == f"{small_abi3.url}{path}"
    picture = small_abi3.root / shared.found["og:image"].removeprefix(small_abi3.url)
    size = tuple(shared.found[f"og:image:{side}"] for side in ("width", "height"))
    assert size == tuple(str(int.from_bytes(picture.read_bytes()[at : at + 4])) for at in (16, 20))
