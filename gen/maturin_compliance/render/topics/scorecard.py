"""The page on the score: its denominator, what holds each category back, what gains most next."""

from collections.abc import Sequence

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Outcome
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View, gravity
from maturin_compliance.render.words import category
from maturin_compliance.repairs import Repair, cheapest, repairs
from maturin_compliance.score import WEIGHTS, Tally


def scorecard(view: View) -> Page:
    """Give the page."""
    analysis = view.analysis
    body = markdown.join(
        "# Scorecard",
        denominator(analysis),
        _categories(view),
        "## How it is counted",
        _rule(),
        _skipped(view),
        _all(view),
    )
    return page(
        "compliance/scorecard.md",
        title="Scorecard",
        description="The score by category, what it is counted from, and what holds it back",
        body=body,
    )


def number(counted: Tally) -> str:
    """Give a score as text."""
    return "no score" if counted.score is None else f"{counted.score:.1f}"


def denominator(analysis: Analysis) -> str:
    """Give the overall score with what it is counted from, in a sentence."""
    tally = analysis.score.overall
    total = tally.applicable + tally.skipped
    if tally.score is None:
        return f"There is no score: of {plural(total, 'check')} none applies."
    return (
        f"**{tally.score:.1f} of 10**: {tally.applicable} of {plural(total, 'check')} apply, "
        f"and {tally.passed} of these pass."
    )


def _categories(view: View) -> str:
    found = repairs(view.analysis.results)
    rows = [
        _category(view, name, tally, [one for one in found if one.result.check.category == name])
        for name, tally in view.analysis.score.categories.items()
    ]
    overall = view.analysis.score.overall
    best = f"**{_next(view, found)}**" if found else markdown.NOTHING
    rows.append(("**Overall**", f"**{number(overall)}**", _counted(overall), "", best))
    return markdown.table(("Category", "Score", "Passed", "Holds it back", "Cheapest gain"), rows, right=(1,))


def _counted(tally: Tally) -> str:
    skipped = f", {tally.skipped} skipped" if tally.skipped else ""
    return f"{tally.passed} of {tally.applicable}{skipped}"


def _category(view: View, name: str, tally: Tally, found: Sequence[Repair]) -> tuple[str, ...]:
    held = ", ".join(
        f"{count} {word}"
        for word, outcome in (("failed", Outcome.FAILED), ("warned", Outcome.WARNED))
        if (count := sum(one.result.outcome is outcome for one in found))
    )
    next_one = _next(view, found) if tally.applicable else "nothing applies"
    return category(name), number(tally), _counted(tally), held or "nothing", next_one


def _next(view: View, found: Sequence[Repair]) -> str:
    """Give the repair that gains most for what there is to edit, the gravest of equals."""
    best = cheapest(sorted(found, key=lambda one: gravity(one.result)))
    return markdown.NOTHING if best is None else f"{view.check(best.result.check)} ({effort(best)})"


def effort(repair: Repair) -> str:
    """Give how much there is to edit: "1 place", "3 places in 2 files, 5 lines to paste"."""
    files = f" in {plural(repair.files, 'file')}" if repair.files > 1 else ""
    lines = f", {plural(repair.lines, 'line')} to paste" if repair.lines else ""
    return f"{plural(repair.places, 'place')}{files}{lines}"


def _rule() -> str:
    weights = ", ".join(f"{severity} {weight}" for severity, weight in WEIGHTS.items())
    return (
        f"A check weighs by its severity ({weights}). One that passes counts whole, one that warns half, one "
        "that fails nothing. A score is the sum of what counts, divided by the sum of the weights of all "
        "checks that apply, times ten, rounded down to a tenth. A failed critical check keeps its category at "
        "4.0 or lower. Checks that are skipped count nowhere. The cheapest gain is the check that gives most for "
        "each place to edit and each line to paste."
    )


def _skipped(view: View) -> str:
    skipped = [one for one in view.analysis.results if one.outcome is Outcome.SKIPPED]
    if not skipped:
        return ""
    rows = [
        (view.check(one.check), category(one.check.category), markdown.inline(one.reason or "")) for one in skipped
    ]
    table = markdown.table(("Check", "Category", "Why it is skipped"), rows)
    return markdown.details("note", f"{plural(len(skipped), 'check')} skipped", table)


def _all(view: View) -> str:
    rows = [
        (state.outcome(one.outcome), view.check(one.check), category(one.check.category), str(one.check.severity))
        for one in view.analysis.results
        if one.outcome is not Outcome.SKIPPED
    ]
    if not rows:
        return ""
    table = markdown.table(("Outcome", "Check", "Category", "Severity"), rows)
    return markdown.join("## Every check that applies", table)
