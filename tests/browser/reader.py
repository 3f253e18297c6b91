"""What the browser's tests share."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

OUTPUT = Path(__file__).parents[2] / "test-output"


@dataclass(frozen=True)
class Site:
    """The site's address and that of every page, as its sitemap lists them."""

    url: str
    pages: tuple[str, ...]


@dataclass(frozen=True)
class Visit:
    """One browser page, with every fault that it has shown: errors and refused requests."""

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
