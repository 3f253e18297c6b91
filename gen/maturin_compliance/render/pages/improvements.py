"""The page of what holds today."""

from collections.abc import Iterator

from maturin_compliance.checks import CATEGORIES, Outcome
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View
from maturin_compliance.render.words import category


def improvements(view: View) -> Page:
    """Give the page."""
    tally = view.analysis.score.overall
    body = markdown.join(
        "# What holds",
        f"{tally.passed} of {plural(tally.applicable, 'check')} that apply hold "
        f"as of {view.analysis.facts.as_of}. "
        "Each was found in the files; its page tells what it looks at.",
        *_categories(view),
    )
    return page(
        "compliance/improvements.md",
        title="Improvements",
        description="What holds today, check by check",
        body=body,
    )


def _categories(view: View) -> Iterator[str]:
    for name in CATEGORIES:
        held = [
            one.check
            for one in view.analysis.results
            if one.check.category == name and one.outcome is Outcome.PASSED
        ]
        if held:
            yield f"## {category(name)}"
            yield markdown.bullets(f"{state.yes(view.check(check))}" for check in held)
