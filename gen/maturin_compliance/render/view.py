"""What every page gets: the analysis, and how to name places, pages and checks from where it stands."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Check, Outcome, Result
from maturin_compliance.expand.release import Release
from maturin_compliance.location import Location
from maturin_compliance.render import markdown
from maturin_compliance.render.evidence import Evidence, evidence
from maturin_compliance.trial import Trial, trials


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An analysis as a page shows it.

    ``trials`` are the tests of the release's wheels by file name. ``target`` gives the address of a page by
    its name ("matrix", "checks/licence-named") as the page that is written has to link to it.
    """

    analysis: Analysis
    evidence: Evidence
    trials: Mapping[str, tuple[Trial, ...]]
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


def view_of(analysis: Analysis, target: Callable[[str], str]) -> View:
    """Give the view of an analysis for pages that link to each other by ``target``."""
    return View(
        analysis=analysis,
        evidence=evidence(analysis.project.checkout),
        trials=trials(analysis.expansion),
        target=target,
    )


def gravity(result: Result) -> tuple[bool, int, str]:
    """Sort by: failed before warned, graver before lighter, by name."""
    from_heaviest = list(type(result.check.severity))
    return (
        result.outcome is not Outcome.FAILED,
        from_heaviest.index(result.check.severity),
        result.check.name,
    )
