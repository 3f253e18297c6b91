"""The page of sources: where each fact and each rule stands, and when it was read."""

import re
from collections.abc import Iterator

from maturin_compliance.checks import Outcome
from maturin_compliance.expand.release import Build
from maturin_compliance.facts import Pep, Source
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View

_PEP = re.compile(r"https://peps\.python\.org/pep-0*(\d+)/")
_NAMES = (425, 427, 600, 656)
"""PEPs on the names of wheels, which every project's pages read."""


def references(view: View) -> Page:
    """Give the page."""
    day = view.analysis.facts.as_of
    body = markdown.join(
        "# References",
        f"The rules and facts behind these pages come from these sources; facts are used as they stood on {day}, "
        "as far as the sources tell when something changed.",
        "## Rules",
        "Sources of the checks that apply; the page of a check names its own.",
        _rules(view),
        "## Proposals (PEPs)",
        "Those that these pages rest on; the status is the one on the day it was read.",
        markdown.table(("PEP", "Title", "Status", "Read on"), map(_pep, _peps(view))),
        "## Facts",
        "By what they are about, each source with the date of the state in which it was read.",
        *_facts(view),
    )
    return page(
        "compliance/references.md",
        title="References",
        description="Where each fact and each rule stands, and when it was read",
        body=body,
    )


def _facts(view: View) -> Iterator[str]:
    """Give the sources table by table, without tables on what the project does not use."""
    tables: dict[str, list[Source]] = {}
    for source in view.analysis.facts.sources:
        for name in source.tables:
            tables.setdefault(name, []).append(source)
    unused = set(_unused(view))
    for name in sorted(tables.keys() - unused):
        rows = [
            (markdown.external(markdown.text(one.url.removeprefix("https://")), one.url), str(one.seen))
            for one in tables[name]
        ]
        label = markdown.text(name.replace("_", "-"))
        title = f"{label}: {plural(len(rows), 'source')}"
        yield markdown.details("note", title, markdown.table(("Source", "Read as of"), rows))


def _unused(view: View) -> Iterator[str]:
    """Give the tables that no page of this project reads, and that of the PEPs, which are told above."""
    yield "peps"
    tools = {build.tool for build in view.analysis.expansion.activities if isinstance(build, Build)}
    if "cibuildwheel" not in tools:
        yield "cibuildwheel"
    if "maturin-action" not in tools:
        yield "maturin_action"
    if not any(build.image for build in view.release.builds):
        yield from ("images", "linked")
    if not view.analysis.project.workflows:
        yield from ("actions", "runners")


def _peps(view: View) -> list[Pep]:
    """Give the PEPs that the checks that apply name, and those on what the release holds."""
    numbers = {int(found[1]) for url in _sources(view) if (found := _PEP.match(url))}
    numbers.update(_NAMES)
    if view.publishes:
        numbers.add(740)
    if any(wheel.abi.endswith("t") for wheel in view.release.wheels):
        numbers.add(703)
    return [pep for pep in view.analysis.facts.peps if pep.number in numbers]


def _pep(pep: Pep) -> tuple[str, str, str, str]:
    by = f" by PEP {pep.superseded_by}" if pep.superseded_by else ""
    label = markdown.external(f"PEP {pep.number}", pep.source)
    return label, markdown.text(pep.title), f"{markdown.text(pep.status)}{by}", str(pep.seen)


def _rules(view: View) -> str:
    """Give the sources of rules, each page once, PEPs apart."""
    found = {url: title for url, title in _sources(view).items() if not _PEP.match(url)}
    ordered = sorted((title.casefold(), title, url) for url, title in found.items())
    items = [markdown.external(markdown.text(title), url) for _, title, url in ordered]
    return markdown.details("note", plural(len(items), "source"), markdown.bullets(items)) if items else ""


def _sources(view: View) -> dict[str, str]:
    found: dict[str, str] = {}
    for result in view.analysis.results:
        for source in result.check.sources if result.outcome is not Outcome.SKIPPED else ():
            found.setdefault(source.url, source.title)
    return found
