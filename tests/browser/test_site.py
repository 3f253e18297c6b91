"""What a reader sees: every page of three projects, in both palettes, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import ViewportSize

from tests.browser.reader import DIAGRAMS, DRAWN, NARROW, WIDE, Colours, Site, Visit

LOOKS: tuple[tuple[ViewportSize, Colours], ...] = (
    (WIDE, "light"),
    (NARROW, "light"),
    (NARROW, "dark"),
    (WIDE, "dark"),
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
LEGIBLE = 9  # pixels
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SWITCH = "label.md-header__button[for^=__palette]:not([hidden])"
CHECKS = 3  # of the pages of checks, which are all alike; axe needs a second for each


def faults_of_layout(visit: Visit) -> list[str]:
    """Everything that is drawn wrong on the page as it is now."""
    place = f"{visit.page.url} ({visit.scheme}, {visit.width})"
    faults = [f"{place}: scrolls sideways"] if visit.page.evaluate(SIDEWAYS) > 0 else []
    for number, diagram in enumerate(visit.page.evaluate(DIAGRAMS), 1):
        if not diagram["drawn"]:
            faults.append(f"{place}: diagram {number} is not drawn")
            continue
        if not diagram["named"]:
            faults.append(f"{place}: diagram {number} has no accTitle")
        if diagram["text"] < LEGIBLE:
            faults.append(f"{place}: text of {diagram['text']:.1f} px in diagram {number}")
    return faults


def generated(site: Site) -> tuple[str, ...]:
    """The pages that the project decides; the others are the same in each site."""
    return tuple(url for url in site.pages if url.startswith(f"{site.url}compliance/"))


def judged(site: Site) -> tuple[str, ...]:
    """The pages that axe looks at: all of one site, the project's own of the others; of the checks a few."""
    pages = site.pages if site.name == "example" else generated(site)
    checks = [url for url in pages if "/checks/" in url]
    return tuple(url for url in pages if url not in checks[CHECKS:])


def test_every_page_is_drawn_and_asks_nobody_else(visit: Visit, site: Site) -> None:
    faults = visit.faults
    for url in site.pages if site.name == "example" else generated(site):
        visit.open(url)
        for size, colours in LOOKS:
            visit.look(size, colours)
            faults += faults_of_layout(visit)
            if "/checks/" not in url and (size, colours) in ((WIDE, "light"), (NARROW, "dark")):
                visit.screenshot(site)
    assert len(generated(site)) > 100
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("shown", "colours", "size"),
    [
        ("example", "light", WIDE),
        ("example", "dark", NARROW),
        ("many_wheels", "light", WIDE),
        ("small_abi3", "dark", NARROW),
    ],
)
def test_no_page_has_a_serious_accessibility_fault(
    visit: Visit, request: pytest.FixtureRequest, shown: str, colours: Colours, size: ViewportSize
) -> None:
    site: Site = request.getfixturevalue(shown)
    visit.page.set_viewport_size(size)
    visit.page.emulate_media(color_scheme=colours)
    faults = []
    for url in judged(site):
        visit.open(url)
        for violation in Axe().run(visit.page, options=WCAG).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                places = [node["html"] for node in violation["nodes"]]
                faults.append(f"{url}: {violation['id']} {places[:3]}")
    assert not faults, "\n".join(faults)


def test_instant_navigation_draws_the_diagrams_of_the_next_page(visit: Visit, example: Site) -> None:
    page = visit.page
    page.set_viewport_size(WIDE)
    visit.open(f"{example.url}reference/glossary/")
    page.evaluate("() => { window.sameDocument = true; }")
    page.locator(".md-tabs").get_by_role("link", name="Compliance").click()
    page.wait_for_url(f"{example.url}compliance/")
    page.locator(".md-nav--primary a[href$='structure/']").click()
    page.wait_for_url(f"{example.url}compliance/structure/")
    page.wait_for_selector("div.mermaid")
    page.wait_for_function(DRAWN)
    assert page.evaluate("() => window.sameDocument")
    assert not (faults := faults_of_layout(visit) + visit.faults), "\n".join(faults)


def test_the_palette_switch_turns_page_and_diagram(visit: Visit, example: Site) -> None:
    page = visit.page
    page.set_viewport_size(WIDE)
    visit.open(f"{example.url}compliance/structure/")
    colour = """
      () => getComputedStyle(
        document.querySelector("div.mermaid").shadowRoot.querySelector(".edgeLabel, .flowchart-link")
      ).stroke
    """
    before = page.evaluate(colour)
    page.locator(SWITCH).click()  # from the system's colours to light
    page.locator(SWITCH).click()
    assert visit.scheme == "slate"
    assert page.evaluate(colour) != before
    assert not (faults := faults_of_layout(visit) + visit.faults), "\n".join(faults)


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("Keeps Cargo.lock in the repository", "compliance/checks/commits-the-lock-file/"),
        ("many_wheels-2.3.0-cp313-cp313-win_arm64.whl", "compliance/matrix/"),
    ],
)
def test_the_search_finds_a_check_and_a_wheel(visit: Visit, many_wheels: Site, sought: str, found: str) -> None:
    page = visit.page
    page.set_viewport_size(WIDE)
    visit.open(many_wheels.url)
    page.locator("input.md-search__input").fill(sought)
    page.locator(f".md-search-result__item a[href^='{many_wheels.url}{found}']").first.wait_for(timeout=20_000)
    assert not visit.faults


def test_an_address_without_a_page_leads_on(visit: Visit, example: Site) -> None:
    visit.open(f"{example.url}404.html")
    assert visit.page.locator("h1").inner_text() == "This page does not exist"
    visit.page.locator("article a", has_text="The project").click()
    visit.page.wait_for_url(f"{example.url}compliance/")
    assert not visit.faults
