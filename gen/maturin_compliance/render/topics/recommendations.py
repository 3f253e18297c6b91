"""The page of what to change, gravest first, with the lines to paste."""

from collections.abc import Iterator, Sequence

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import Outcome, Result, Severity
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.findings import problem
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.topics.scorecard import effort
from maturin_compliance.render.view import View, gravity
from maturin_compliance.render.words import category
from maturin_compliance.repairs import Repair, repairs


def recommendations(view: View) -> Page:
    """Give the page."""
    found = by_gravity(view.analysis)
    body = markdown.join("# Recommendations", _sentence(found), _overview(view, found), *_groups(view, found))
    return page(
        "compliance/recommendations.md",
        title="Recommendations",
        description="What to change, gravest first, with the lines to paste",
        body=body,
    )


def by_gravity(analysis: Analysis) -> tuple[Repair, ...]:
    """Give what there is to repair, gravest first."""
    return tuple(sorted(repairs(analysis.results), key=lambda one: gravity(one.result)))


def next_three(analysis: Analysis) -> tuple[Repair, ...]:
    """Give the repairs that gain most, the gravest of equals first."""
    return tuple(sorted(by_gravity(analysis), key=lambda one: -one.gain)[:3])


def _sentence(found: Sequence[Repair]) -> str:
    if not found:
        return "Nothing to change: every check that applies passes."
    failed = sum(one.result.outcome is Outcome.FAILED for one in found)
    return (
        f"{plural(len(found), 'check')} found something to change: {failed} failed, "
        f"{len(found) - failed} warned. Gravest first. What a repair gains is told for the overall score and "
        "for that repair alone."
    )


def _overview(view: View, found: Sequence[Repair]) -> str:
    if not found:
        return ""
    rows = [
        (
            str(one.result.check.severity),
            state.outcome(one.result.outcome),
            view.check(one.result.check),
            effort(one),
            _points(one),
        )
        for severity in Severity
        for one in found
        if one.result.check.severity is severity
    ]
    table = markdown.table(("Priority", "Outcome", "Wanted", "To edit", "Gains"), rows, right=(4,))
    return markdown.details("abstract", "All of them by priority, effort and gain", table)


def _points(repair: Repair) -> str:
    if not repair.points:
        return "nothing"
    return f"{repair.gain:.2f}" if repair.gain else "less than 0.01"


def _groups(view: View, found: Sequence[Repair]) -> Iterator[str]:
    for severity in Severity:
        group = [one for one in found if one.result.check.severity is severity]
        if group:
            yield f"## {severity.capitalize()}"
            yield from (_one(view, one) for one in group)


def _one(view: View, repair: Repair) -> str:
    fault = repair.result
    why = view.check(fault.check, "why")
    if fault.check.url:
        why += f" · {markdown.external(markdown.text(fault.check.since), fault.check.url)}"
    facts = (
        f"{state.outcome(fault.outcome)} · {category(fault.check.category)} · {effort(repair)} · "
        f"gains {_points(repair)} · {why}"
    )
    return markdown.join(f"### {markdown.inline(fault.check.title)}", facts, *_problems(view, fault))


def _problems(view: View, fault: Result) -> Iterator[str]:
    """Give the problems; those with the same fix stand together above it."""
    fixes: dict[str, list[str]] = {}
    for one in fault.problems:
        fixes.setdefault(one.fix, []).append(problem(view, one))
    for fix, messages in fixes.items():
        yield markdown.bullets(messages)
        yield markdown.block(fix)
