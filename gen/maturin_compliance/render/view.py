"""What every page gets: the analysis, and how to name places, pages and checks from where it stands."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Check, Outcome, Result
from maturin_compliance.checks.evidence.testing.tried import perhaps
from maturin_compliance.coverage import labels, shortened
from maturin_compliance.expand.release import Publish, Release, Wheel
from maturin_compliance.history.pythons import served
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.evidence import Evidence, evidence
from maturin_compliance.trials import Trial, trials


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An analysis as a page shows it.

    ``trials`` are the tests of the release's wheels by file name, ``perhaps`` the steps that may test them where
    that is not told. ``target`` gives the address of a page by
    its name ("matrix", "checks/licence-named") as the page that is written has to link to it.
    """

    analysis: Analysis
    evidence: Evidence
    trials: Mapping[str, tuple[Trial, ...]]
    perhaps: Mapping[str, Location]
    target: Callable[[str], str]

    @property
    def release(self) -> Release:
        """What a release uploads."""
        return self.analysis.expansion.release

    @property
    def publishes(self) -> tuple[Publish, ...]:
        """The uploads to the index that hold files of this package."""
        own = {*(wheel.filename for wheel in self.release.wheels), *self.release.sdists}
        return tuple(one for one in self.release.publishes if own.intersection(one.files) or not one.files)

    def counted(self, count: int, noun: str) -> str:
        """Count files of the release, "at least" where something on the way to the index is not modelled."""
        if self.release.not_modelled and not count:
            return f"no {noun} that is known"
        more = "at least " if self.release.not_modelled else ""
        return f"{more}{plural(count, noun)}"

    def pythons(self, wheels: Iterable[Wheel]) -> tuple[str, ...]:
        """Give the Pythons of wheels in short; what a stable ABI serves begins where requires-python does."""
        pyproject = self.analysis.project.package.pyproject
        metadata = pyproject.project if pyproject else None
        wanted = metadata.requires_python.value if metadata and metadata.requires_python else None
        admitted = (served([name], wanted) or (name,) for name in labels(wheels))
        return shortened(_each(one for names in admitted for one in names))

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


def _each(names: Iterable[str]) -> tuple[str, ...]:
    """Give each Python once, and none on its own that a stable ABI serves."""
    once = tuple(dict.fromkeys(names))
    floors = [int(found[1]) for name in once if (found := re.match(r"3\.(\d+) and newer", name))]
    lowest = min(floors, default=None)
    plain = {name: int(name[2:]) for name in once if re.fullmatch(r"3\.\d+", name)}
    return tuple(name for name in once if lowest is None or plain.get(name, -1) < lowest)


def view_of(analysis: Analysis, target: Callable[[str], str], *, files: str | None = None) -> View:
    """Give the view of an analysis for pages that link to each other by ``target``.

    ``files`` is the web address of the project's files, used where its checkout names none.
    """
    return View(
        analysis=analysis,
        evidence=evidence(analysis.project.checkout, otherwise=files),
        trials=trials(analysis.expansion),
        perhaps=perhaps(analysis.expansion, analysis.expansion.release.wheels),
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
