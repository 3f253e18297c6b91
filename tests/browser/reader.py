"""What the browser's tests share."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize
from playwright.sync_api import TimeoutError as TooLate

OUTPUT = Path(__file__).parents[2] / "test-output"
WIDE = ViewportSize(width=1440, height=900)
NARROW = ViewportSize(width=390, height=844)
Colours = Literal["light", "dark"]
SCHEMES: dict[Colours, str] = {"light": "default", "dark": "slate"}
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


@dataclass(frozen=True)
class Site:
    """One project's site: its address, the folder it was built in, and every page that its sitemap lists."""

    name: str
    url: str
    root: Path
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """One browser page, with every fault that it has shown: errors, and requests that leave the site."""

    page: Page
    faults: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.faults.append(f"{self.page.url}: {message.text}") if message.type == "error" else None
            ),
        )

    def open(self, url: str) -> None:
        """Open ``url`` and wait until its diagrams are drawn, or have had the time."""
        self.page.goto(url)
        with suppress(TooLate):
            self.page.wait_for_function(DRAWN, timeout=10_000)

    def look(self, size: ViewportSize, colours: Colours) -> None:
        """Show the open page in this size and palette; the theme follows the system after a moment."""
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme=colours)
        self.page.wait_for_function("name => document.body.dataset.mdColorScheme === name", arg=SCHEMES[colours])

    @property
    def scheme(self) -> str | None:
        return self.page.locator("body").get_attribute("data-md-color-scheme")

    @property
    def width(self) -> int:
        return self.page.viewport_size["width"] if self.page.viewport_size else 0

    def screenshot(self, site: Site) -> None:
        name = self.page.url.removeprefix(site.url).strip("/").replace("/", "-") or "home"
        path = OUTPUT / site.name / f"{name}-{self.scheme}-{self.width}.png"
        self.page.screenshot(path=path, full_page=True)
