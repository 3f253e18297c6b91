"""What a reader sees: every page of the site, in both palettes, wide and narrow."""

from contextlib import suppress
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, ViewportSize
from playwright.sync_api import TimeoutError as TooLate

from tests.browser.reader import OUTPUT, Site, Visit

WIDE = ViewportSize(width=1440, height=900)
NARROW = ViewportSize(width=390, height=844)
Colours = Literal["light", "dark"]
SCHEMES: dict[Colours, str] = {"light": "default", "dark": "slate"}
LOOKS: tuple[tuple[ViewportSize, Colours], ...] = (
    (WIDE, "light"),
    (NARROW, "light"),
    (NARROW, "dark"),
    (WIDE, "dark"),
)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
DIAGRAMS = """
() => [...document.querySelectorAll(".mermaid")].map(host => {
  const svg = host.shadowRoot?.querySelector("svg");
  return {
    drawn: svg?.getBoundingClientRect().width > 0 && svg.getAttribute("aria-roledescription") !== "error",
    text: 16 * svg?.getBoundingClientRect().width / svg?.viewBox.baseVal.width,
    named: Boolean(svg?.querySelector("title")?.textContent.trim()),
  };
})
"""
DRAWN = f"() => ({DIAGRAMS})().every(diagram => diagram.drawn)"
LEGIBLE = 9  # pixels
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
SWITCH = "label.md-header__button[for^=__palette]:not([hidden])"


def open_page(page: Page, url: str) -> None:
    """Open ``url`` and wait until its diagrams are drawn, or have had the time."""
    page.goto(url)
    with suppress(TooLate):
        page.wait_for_function(DRAWN, timeout=10_000)


def look(page: Page, size: ViewportSize, colours: Colours) -> None:
    """Show the open page in this size and palette; the theme follows the system after a moment."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=colours)
    page.wait_for_function("name => document.body.dataset.mdColorScheme === name", arg=SCHEMES[colours])


def scheme(page: Page) -> str | None:
    return page.locator("body").get_attribute("data-md-color-scheme")


def faults_of_layout(page: Page) -> list[str]:
    """Everything that is drawn wrong on the page as it is now."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    place = f"{page.url} ({scheme(page)}, {width})"
    faults = [f"{place}: scrolls sideways"] if page.evaluate(SIDEWAYS) > 0 else []
    for number, diagram in enumerate(page.evaluate(DIAGRAMS), 1):
        if not diagram["drawn"]:
            faults.append(f"{place}: diagram {number} is not drawn")
            continue
        if not diagram["named"]:
            faults.append(f"{place}: diagram {number} has no accTitle")
        if diagram["text"] < LEGIBLE:
            faults.append(f"{place}: text of {diagram['text']:.1f} px in diagram {number}")
    return faults


def screenshot(page: Page, site: Site) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    name = page.url.removeprefix(site.url).strip("/").replace("/", "-") or "home"
    page.screenshot(path=OUTPUT / f"{name}-{scheme(page)}-{width}.png", full_page=True)


def test_every_page_is_drawn_and_asks_nobody_else(visit: Visit, site: Site) -> None:
    page, faults = visit.page, visit.faults
    for url in site.pages:
        open_page(page, url)
        for size, colours in LOOKS:
            look(page, size, colours)
            faults += faults_of_layout(page)
            if "/checks/" not in url and (size is WIDE or colours == "light"):
                screenshot(page, site)
    assert len(site.pages) > 20
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("colours", "size"), [("light", WIDE), ("dark", NARROW)])
def test_no_page_has_a_serious_accessibility_fault(
    visit: Visit, site: Site, colours: Colours, size: ViewportSize
) -> None:
    visit.page.set_viewport_size(size)
    visit.page.emulate_media(color_scheme=colours)
    faults = []
    for url in site.pages:
        open_page(visit.page, url)
        for violation in Axe().run(visit.page, options=WCAG).response["violations"]:
            if violation["impact"] in {"serious", "critical"}:
                places = [node["html"] for node in violation["nodes"]]
                faults.append(f"{url}: {violation['id']} {places[:3]}")
    assert not faults, "\n".join(faults)


def test_instant_navigation_draws_the_diagrams_of_the_next_page(visit: Visit, site: Site) -> None:
    page = visit.page
    page.set_viewport_size(WIDE)
    open_page(page, f"{site.url}reference/glossary/")
    page.evaluate("() => { window.sameDocument = true; }")
    page.locator(".md-tabs").get_by_role("link", name="Compliance").click()
    page.wait_for_url(f"{site.url}compliance/")
    page.locator(".md-nav--primary a[href$='structure/']").click()
    page.wait_for_url(f"{site.url}compliance/structure/")
    page.wait_for_selector("div.mermaid")
    page.wait_for_function(DRAWN)
    assert page.evaluate("() => window.sameDocument")
    assert not (faults := faults_of_layout(page) + visit.faults), "\n".join(faults)


def test_the_palette_switch_turns_page_and_diagram(visit: Visit, site: Site) -> None:
    page = visit.page
    page.set_viewport_size(WIDE)
    open_page(page, f"{site.url}compliance/structure/")
    colour = """
      () => getComputedStyle(
        document.querySelector("div.mermaid").shadowRoot.querySelector(".edgeLabel, .flowchart-link")
      ).stroke
    """
    before = page.evaluate(colour)
    page.locator(SWITCH).click()  # from the system's colours to light
    page.locator(SWITCH).click()
    assert scheme(page) == "slate"
    assert page.evaluate(colour) != before
    assert not (faults := faults_of_layout(page) + visit.faults), "\n".join(faults)
