"""The page of what to change, gravest first, with the lines to paste."""

from collections.abc import Iterator, Sequence

from maturin_compliance.analysis import Analysis
from maturin_compliance.checks import CATEGORIES, Outcome, Result, Severity
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.findings import problem
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.pages.scorecard import gain
from maturin_compliance.render.view import View, gravity
from maturin_compliance.render.words import category


def recommendations(view: View) -> Page:
    """Give the page."""
    faults = view.faults(CATEGORIES)
    body = markdown.join("# Recommendations", _sentence(faults), *_groups(view, faults))
    return page(
        "compliance/recommendations.md",
        title="Recommendations",
        description="What to change, gravest first, with the lines to paste",
        body=body,
    )


def next_three(analysis: Analysis) -> tuple[tuple[Result, float], ...]:
    """Give the faults whose repair gains most, with the points that each gains overall."""
    faults = [one for one in analysis.results if one.problems]
    gains = [(one, gain(analysis, one)) for one in faults]
    return tuple(sorted(gains, key=lambda pair: (-pair[1], gravity(pair[0])))[:3])


def _sentence(faults: Sequence[Result]) -> str:
    if not faults:
        return "Nothing to change: every check that applies passes."
    failed = sum(fault.outcome is Outcome.FAILED for fault in faults)
    return (
        f"{plural(len(faults), 'check')} found something to change: {failed} failed, "
        f"{len(faults) - failed} warned. Gravest first. What a repair gains is told for the overall score and "
        "for that repair alone."
    )


def _groups(view: View, faults: Sequence[Result]) -> Iterator[str]:
    for severity in Severity:
        group = [fault for fault in faults if fault.check.severity is severity]
        if group:
            yield f"## {severity.capitalize()}"
            yield from (_one(view, fault) for fault in group)


def _one(view: View, fault: Result) -> str:
    points = gain(view.analysis, fault)
    gained = f"gains {points:.1f}" if points else "gains less than 0.1"
    why = view.check(fault.check, "why")
    if fault.check.url:
        why += f" · {markdown.external(markdown.text(fault.check.since), fault.check.url)}"
    facts = f"{state.outcome(fault.outcome)} · {category(fault.check.category)} · {gained} · {why}"
    return markdown.join(f"### {markdown.inline(fault.check.title)}", facts, *_problems(view, fault))


def _problems(view: View, fault: Result) -> Iterator[str]:
    """Give the problems; those with the same fix stand together above it."""
    fixes: dict[str, list[str]] = {}
    for one in fault.problems:
        fixes.setdefault(one.fix, []).append(problem(view, one))
    for fix, messages in fixes.items():
        yield markdown.bullets(messages)
        yield markdown.block(fix)
