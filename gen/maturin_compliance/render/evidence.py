"""Where a sentence comes from: a link to the file and line, or the place in words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from maturin_compliance.location import Location
from maturin_compliance.model.project import Checkout
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown

_GITHUB = re.compile(r"https://github\.com/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Turns places of the project into Markdown.

    ``base`` is the address that files at the commit shown stand below, None where the checkout does not
    name a repository on GitHub and a commit.
    """

    base: str | None

    def address(self, location: Location) -> str | None:
        """Give the web address of a place, None where there is none."""
        if self.base is None:
            return None
        fragment = "" if location.line is None else f"#L{location.line}"
        return f"{self.base}/{quote(location.path.encode('utf-8', 'replace'), safe='/-._~+@')}{fragment}"

    def at(self, location: Location | None) -> str:
        """Give a place as Markdown: a link, or its path and line in code; a dash for none."""
        if location is None:
            return markdown.NOTHING
        address = self.address(location)
        shown = markdown.code(location)
        return shown if address is None else markdown.link(shown, address)

    def brief(self, locations: Iterable[Location]) -> str:
        """Give several places for a narrow cell: a link shows the name of its file alone."""
        return ", ".join(map(self._brief, dict.fromkeys(locations))) or markdown.NOTHING

    def _brief(self, location: Location) -> str:
        address, name = self.address(location), location.path.rpartition("/")[2]
        return (
            self.at(location)
            if address is None
            else markdown.link(markdown.code(Location(name, location.line)), address)
        )

    def all(self, locations: Iterable[Location], shown: int | None = None) -> str:
        """Give several places, each once, in their order; of more than ``shown`` the first, the rest counted."""
        places = list(dict.fromkeys(locations))
        rest = len(places) - len(places[:shown])
        more = f" and {plural(rest, 'more place')}" if rest else ""
        return (", ".join(map(self.at, places[:shown])) or markdown.NOTHING) + more


def evidence(checkout: Checkout | None, *, otherwise: str | None = None) -> Evidence:
    """Tell how places of a checkout are shown: below the address ``otherwise`` where it names none itself."""
    if checkout is None or checkout.commit is None or checkout.repository is None:
        return Evidence(otherwise)
    repository = checkout.repository.removesuffix("/").removesuffix(".git")
    if not _GITHUB.fullmatch(repository) or not _COMMIT.fullmatch(checkout.commit):
        return Evidence(otherwise)
    return Evidence(f"{repository}/blob/{checkout.commit}")
