"""What the checks found, as notes on the page where it belongs."""

from collections.abc import Collection

from maturin_compliance.checks import Outcome, Problem, Result
from maturin_compliance.render import markdown
from maturin_compliance.render.view import View

SHOWN = 4
"""Problems of a check that a note shows; its page shows all."""


def findings(view: View, categories: Collection[str]) -> str:
    """Give one note for every check of some categories that failed or warned, under a heading."""
    notes = [note(view, result) for result in view.faults(categories)]
    return markdown.join("## What the checks found", *notes) if notes else ""


def note(view: View, result: Result) -> str:
    """Give a note that opens on demand: what is wrong and where, with a link to the check's page."""
    kind = "failure" if result.outcome is Outcome.FAILED else "warning"
    title = f"{result.outcome.capitalize()}: {markdown.inline(result.check.title)} ({result.check.severity})"
    lines = [problem(view, one) for one in result.problems[:SHOWN]]
    rest = len(result.problems) - len(lines)
    more = f"{rest} more. " if rest > 0 else ""
    way = f"{more}{view.check(result.check, 'Why, and what to do')}"
    return markdown.details(kind, title, markdown.join(markdown.bullets(lines), way))


def problem(view: View, one: Problem, shown: int | None = SHOWN) -> str:
    """Give a problem with its places: the first few, all of them for None."""
    places = [place for place in (one.location, *one.also) if place is not None]
    where = f" ({view.evidence.all(places, shown)})" if places else ""
    return f"{markdown.inline(one.message)}{where}"
