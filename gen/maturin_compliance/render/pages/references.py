"""The page of sources: where each fact and each rule stands, and when it was read."""

from maturin_compliance.render import markdown
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View


def references(view: View) -> Page:
    """Give the page."""
    day = view.analysis.facts.as_of
    body = markdown.join(
        "# References",
        "Every rule and every fact on these pages comes from one of these sources; "
        f"facts are used as they stood on {day}.",
        "## Rules",
        "Sources of the checks; the page of a check names its own.",
        markdown.bullets(_rules(view)),
        "## Proposals (PEPs)",
        markdown.table(("PEP", "Title", "Status"), _peps(view)),
        "## Facts",
        "The date is that of the state of the source in which the facts were read.",
        markdown.table(("Source", "Read as of", "Facts on"), _facts(view)),
    )
    return page(
        "compliance/references.md",
        title="References",
        description="Where each fact and each rule stands, and when it was read",
        body=body,
    )


def _facts(view: View) -> list[tuple[str, str, str]]:
    return [
        (
            markdown.external(markdown.text(source.url.removeprefix("https://")), source.url),
            str(source.seen),
            ", ".join(markdown.text(name.replace("_", "-")) for name in source.tables),
        )
        for source in view.analysis.facts.sources
    ]


def _peps(view: View) -> list[tuple[str, str, str]]:
    rows = []
    for pep in view.analysis.facts.peps:
        by = f" by PEP {pep.superseded_by}" if pep.superseded_by else ""
        label = markdown.external(f"PEP {pep.number}", pep.source)
        rows.append((label, markdown.text(pep.title), f"{markdown.text(pep.status)}{by}"))
    return rows


def _rules(view: View) -> list[str]:
    found: dict[str, str] = {}
    for result in view.analysis.results:
        for source in result.check.sources:
            found.setdefault(source.url, source.title)
    ordered = sorted((title.casefold(), title, url) for url, title in found.items())
    return [markdown.external(markdown.text(title), url) for _, title, url in ordered]
