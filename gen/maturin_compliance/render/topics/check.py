"""The page of a check: what it is, and what it found here."""

from maturin_compliance.checks import Check, Result
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.findings import problem
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View
from maturin_compliance.render.words import category
from maturin_compliance.score import WEIGHTS


def check(view: View, result: Result) -> Page:
    """Give the page; the check's docstring is its text."""
    one = result.check
    _, _, text = one.docstring.partition("\n")
    weight = WEIGHTS[one.severity]
    facts = (
        f"{markdown.code(one.name)} · category {category(one.category)} · severity {one.severity}, "
        f"weight {weight} · {_origin(one)}"
    )
    body = markdown.join(f"# {markdown.inline(one.title)}", facts, _found(view, result), text.strip())
    return page(
        f"compliance/checks/{one.name}.md",
        title=one.title,
        description=f"The check {one.name}: {one.title}",
        body=body,
    )


def _origin(one: Check) -> str:
    """Give the version that brought a check, or the tool that it is borrowed from."""
    return f"by {markdown.external(markdown.text(one.since), one.url)}" if one.url else f"since {one.since}"


def _found(view: View, result: Result) -> str:
    project = markdown.text(view.analysis.project.name)
    day = view.analysis.facts.as_of
    head = f"## In {project}"
    said = f"{state.outcome(result.outcome)}, as of {day}"
    if result.reason:
        return markdown.join(head, f"{said}: {markdown.inline(result.reason)}")
    if not result.problems:
        return markdown.join(head, f"{said}.")
    parts = [
        part
        for one in result.problems
        for part in (markdown.bullets([problem(view, one, shown=None)]), markdown.block(one.fix))
    ]
    return markdown.join(head, f"{said}, {plural(len(result.problems), 'problem')}:", *parts)
