"""What every page gets: the analysis, and how to name places, pages and checks from where it stands."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Check, Outcome, Result
from maturin_compliance.expand.release import Release
from maturin_compliance.location import Location
from maturin_compliance.render import markdown
from maturin_compliance.render.evidence import Evidence, evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An analysis as a page shows it.

    ``target`` gives the address of a page by its name ("matrix", "checks/licence-named") as the page
    that is written has to link to it.
    """

    analysis: Analysis
    evidence: Evidence
    target: Callable[[str], str]

    @property
    def release(self) -> Release:
        """What a release uploads."""
        return self.analysis.expansion.release

    def at(self, location: Location | None) -> str:
        """Give a place as Markdown."""
        return self.evidence.at(location)

    def page(self, name: str, label: str) -> str:
        """Give a link to another page; ``label`` is Markdown already."""
        return markdown.link(label, self.target(name))

    def check(self, check: Check, label: str | None = None) -> str:
        """Give a link to a check's page, called by its title if nothing else is said."""
        return self.page(f"checks/{check.name}", label or markdown.inline(check.title))

    def faults(self, categories: Collection[str]) -> tuple[Result, ...]:
        """Give what failed or warned in some categories, gravest first."""
        found = (one for one in self.analysis.results if one.check.category in categories)
        return tuple(sorted((one for one in found if one.problems), key=gravity))

    def passed(self, name: str) -> bool:
        """Whether a check of that name was run and passed."""
        return any(one.check.name == name and one.outcome is Outcome.PASSED for one in self.analysis.results)


def site_view(analysis: Analysis, *, below: bool = False) -> View:
    """Give the view of a page of the site; ``below`` for one in a folder of the compliance pages."""
    up = "../" if below else ""
    return View(
        analysis=analysis,
        evidence=evidence(analysis.project.checkout),
        target=lambda name: f"{up}{name}.md",
    )


def gravity(result: Result) -> tuple[bool, int, str]:
    """Sort by: failed before warned, graver before lighter, by name."""
    from_heaviest = list(type(result.check.severity))
    return (
        result.outcome is not Outcome.FAILED,
        from_heaviest.index(result.check.severity),
        result.check.name,
    )


def unique(items: Iterator[str]) -> tuple[str, ...]:
    """Give each text once, in the order of the first."""
    return tuple(dict.fromkeys(items))
