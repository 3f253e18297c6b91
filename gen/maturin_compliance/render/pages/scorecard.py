"""The page on the score: its denominator, what holds each category back, what gains most next."""

from collections.abc import Sequence
from dataclasses import replace

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Outcome, Result
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View
from maturin_compliance.render.words import category
from maturin_compliance.score import WEIGHTS, Tally, tally


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


def gain(analysis: Analysis, result: Result) -> float:
    """Give the points that the overall score gains when one check passes; a borrowed one is then not there."""
    better = [
        replace(one, outcome=Outcome.PASSED, problems=()) if one is result else one
        for one in analysis.results
        if one is not result or one.check.url is None
    ]
    before, after = analysis.score.overall.score, tally(better, cap=False).score
    return 0.0 if before is None or after is None else round(after - before, 1)


def _categories(view: View) -> str:
    rows = [_category(view, name, tally) for name, tally in view.analysis.score.categories.items()]
    overall = view.analysis.score.overall
    rows.append(("**Overall**", f"**{number(overall)}**", _counted(overall), "", ""))
    return markdown.table(("Category", "Score", "Passed", "Holds it back", "Gains most next"), rows, right=(1,))


def _counted(tally: Tally) -> str:
    skipped = f", {tally.skipped} skipped" if tally.skipped else ""
    return f"{tally.passed} of {tally.applicable}{skipped}"


def _category(view: View, name: str, tally: Tally) -> tuple[str, ...]:
    faults = view.faults({name})
    held = ", ".join(
        f"{plural(count, 'check')} {word}"
        for word, outcome in (("failed", Outcome.FAILED), ("warned", Outcome.WARNED))
        if (count := sum(fault.outcome is outcome for fault in faults))
    )
    best = _best(faults)
    next_one = view.check(best.check) if best else (markdown.NOTHING if tally.applicable else "nothing applies")
    return category(name), number(tally), _counted(tally), held or "nothing", next_one


def _best(faults: Sequence[Result]) -> Result | None:
    """Give the fault whose check weighs most for what it has lost; the gravest among equals."""
    weighing = [fault for fault in faults if WEIGHTS[fault.check.severity]]
    return max(weighing, key=_lost, default=None)


def _lost(fault: Result) -> int:
    return WEIGHTS[fault.check.severity] * (2 if fault.outcome is Outcome.FAILED else 1)


def _rule() -> str:
    weights = ", ".join(f"{severity} {weight}" for severity, weight in WEIGHTS.items())
    return (
        f"A check weighs by its severity ({weights}). One that passes counts whole, one that warns half, one "
        "that fails nothing. A score is the sum of what counts, divided by the sum of the weights of all "
        "checks that apply, times ten, rounded down to a tenth. A failed critical check keeps its category at "
        "4.0 or lower. Checks that are skipped count nowhere."
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
