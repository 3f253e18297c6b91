"""Pages from an analysis: Markdown for any site, data beside it. Same input, same bytes."""

from collections.abc import Callable
from dataclasses import replace

from maturin_compliance.analysis import Analysis
from maturin_compliance.render import badge
from maturin_compliance.render.document import document_since, joined
from maturin_compliance.render.page import Page
from maturin_compliance.render.topics.check import check
from maturin_compliance.render.topics.configuration import configuration
from maturin_compliance.render.topics.distribution import distribution
from maturin_compliance.render.topics.improvements import improvements
from maturin_compliance.render.topics.index import index
from maturin_compliance.render.topics.link import link
from maturin_compliance.render.topics.manylinux import manylinux
from maturin_compliance.render.topics.matrix import matrix
from maturin_compliance.render.topics.profile import profile
from maturin_compliance.render.topics.recommendations import recommendations
from maturin_compliance.render.topics.references import references
from maturin_compliance.render.topics.scorecard import scorecard
from maturin_compliance.render.topics.structure import structure
from maturin_compliance.render.view import View, view_of
from maturin_compliance.report import results

__all__ = ["PAGES", "Page", "document", "document_since", "pages"]

PAGES: tuple[Callable[[View], Page], ...] = (
    index,
    structure,
    configuration,
    matrix,
    manylinux,
    distribution,
    profile,
    improvements,
    recommendations,
    scorecard,
    references,
    link,
)
"""The pages in the order that a reader takes them."""


def document(analysis: Analysis) -> str:
    """Give all pages as one Markdown document."""
    return joined(analysis, PAGES)


def pages(analysis: Analysis, *, files: str | None = None) -> tuple[Page, ...]:
    """Give every file below ``compliance/``: the pages, one a check, the report and the badges.

    ``files`` is the web address that the project's files stand below, for one whose checkout names none.
    """
    view = view_of(analysis, lambda name: f"{name}.md", files=files)
    below = replace(view, target=lambda name: f"../{name}.md")
    overall = analysis.score.overall
    return (
        *(make(view) for make in PAGES),
        *(check(below, result) for result in analysis.results),
        Page("compliance/report.json", results.dumps(results.report(analysis)), None),
        Page("compliance/badge.json", badge.endpoint(overall), None),
        Page("compliance/badge.svg", badge.svg(overall), None),
    )
