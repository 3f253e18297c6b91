"""What a project ships at one release, kept small: what the pages tell of its past is made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maturin_compliance import coverage
from maturin_compliance.checks import Outcome
from maturin_compliance.expand.release import Certainty, Wheel
from maturin_compliance.history import pythons
from maturin_compliance.judgement import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A wheel that a release uploads: its file name, and other names that it may have got instead."""

    filename: str
    alternatives: tuple[str, ...]
    certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A release as its files make it, judged by the facts of the day ``as_of``.

    ``tag`` is git's name, ``committed`` the day (UTC) of its commit; ``commit`` is empty for the files as they
    lie there. ``served`` gives for each platform, as its
    name is written for readers, the Pythons that it has wheels for. ``floors`` gives the lowest libc or macOS
    on which every wheel of a platform runs ("2.17"). ``score`` goes from 0.0 to 10.0, None where nothing
    applied. ``not_modelled`` counts the steps on the way to the index that the rules do not cover.
    """

    tag: str
    version: str
    commit: str
    committed: date
    as_of: date
    score: float | None
    passed: int
    applicable: int
    wheels: tuple[Built, ...]
    sdist: bool
    requires_python: str | None
    served: Mapping[str, tuple[str, ...]]
    floors: Mapping[str, str]
    outcomes: Mapping[str, Outcome]
    not_modelled: int

    @property
    def label(self) -> str:
        """The version, or "now" for files that are no release yet."""
        return self.version if self.commit else "now"

    @property
    def platforms(self) -> tuple[str, ...]:
        """The platforms that it has wheels for: Linux, macOS, Windows, then others."""
        return tuple(self.served)

    @property
    def pythons(self) -> tuple[str, ...]:
        """The Pythons that it has wheels for on any platform, oldest first."""
        return pythons.served((label for labels in self.served.values() for label in labels), None)


def moment(analysis: Judgement, *, tag: str, version: str, commit: str, committed: date) -> Moment:
    """Keep of an analysis what the past is told from."""
    overall, release = analysis.score.overall, analysis.expansion.release
    requires = _requires_python(analysis)
    groups = coverage.by_platform(release.wheels)
    return Moment(
        tag=tag,
        version=version,
        commit=commit,
        committed=committed,
        as_of=analysis.facts.as_of,
        score=overall.score,
        passed=overall.passed,
        applicable=overall.applicable,
        wheels=tuple(_built(wheel) for wheel in release.wheels),
        sdist=bool(release.sdists),
        requires_python=requires,
        served={str(key): pythons.served(map(coverage.python, group), requires) for key, group in groups.items()},
        floors={str(key): floor for key, group in groups.items() if (floor := _floor(group))},
        outcomes={result.check.name: result.outcome for result in analysis.results},
        not_modelled=len(release.not_modelled),
    )


def _built(wheel: Wheel) -> Built:
    certain = wheel.certainty is Certainty.CERTAIN
    return Built(filename=wheel.filename, alternatives=wheel.alternatives, certain=certain)


def _requires_python(analysis: Judgement) -> str | None:
    pyproject = analysis.project.package.pyproject
    metadata = pyproject.project if pyproject else None
    return metadata.requires_python.value if metadata and metadata.requires_python else None


def _floor(wheels: tuple[Wheel, ...]) -> str | None:
    floors = [floor for wheel in wheels if (floor := coverage.floor(wheel))]
    return ".".join(map(str, max(floors))) if floors else None
