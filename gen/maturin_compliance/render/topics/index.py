"""The first page: what installs where, what it is worth, what to do next."""

from collections.abc import Iterator

from maturin_compliance import plain
from maturin_compliance.coverage import by_platform, labels, principal
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.fallback import without_wheel
from maturin_compliance.render.gone import gone
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.topics import installs, manylinux
from maturin_compliance.render.topics.distribution import started
from maturin_compliance.render.topics.recommendations import next_three
from maturin_compliance.render.topics.scorecard import denominator
from maturin_compliance.render.view import View
from maturin_compliance.repairs import Repair

_BRIEF = 110
"""Characters of a message that two lines of the first screen hold."""
_PAGES = (
    ("structure", "Structure", "what the project is made of, and what of it a wheel holds"),
    ("configuration", "Configuration", "the settings that decide the wheels"),
    ("matrix", "Platform matrix", "each wheel, where it is built, whether it is tested"),
    ("manylinux", "Linux compatibility", "what the Linux wheels need"),
    ("distribution", "Distribution", "the way from job to index"),
    ("profile", "Cargo profile", "how the extension module is optimised"),
    ("improvements", "Improvements", "what holds today"),
    ("recommendations", "Recommendations", "what to change, with the lines to paste"),
    ("scorecard", "Scorecard", "what the score is counted from"),
    ("references", "References", "where each fact and rule stands"),
    ("link", "Link", "badges to paste"),
)


def index(view: View) -> Page:
    """Give the page."""
    project = view.analysis.project
    version = plain.line(project.version.value) if project.version else ""
    title = f"{project.name} {version}".strip()
    body = markdown.join(
        f"# {markdown.text(title)}",
        _sentence(view),
        gone(view) if view.release.wheels else "",
        markdown.columns(markdown.join(_short(view), _next(view)), markdown.join(*installs.section(view))),
        _unread(view),
        _as_of(view),
        *installs.details(view),
        "## This release",
        _facts(view),
        "## The pages",
        markdown.bullets(f"{view.page(name, label)}: {what}" for name, label, what in _PAGES),
    )
    return page(
        "compliance/index.md",
        title=title,
        description=f"What {title} ships, worked out from its own files",
        body=body,
        hide=("toc",),
        source=None if project.package.pyproject is None else project.package.pyproject.path,
    )


def _sentence(view: View) -> str:
    backend = view.analysis.project.other_backend
    if backend is not None:
        return f"{markdown.code(backend.value)} builds this package, not maturin: nothing of it is checked here."
    groups = by_platform(view.release.wheels)
    if not groups:
        if view.release.not_modelled:
            return f"No wheel is known, as {view.page('matrix', 'not all is modelled')}."
        return f"No wheel is known: {without_wheel(view).clause}."
    count = len({wheel.filename for wheel in view.release.wheels})
    where = [markdown.text(name) for name in dict.fromkeys(platform.system for platform in groups)]
    who = [markdown.text(name) for name in view.pythons(principal(view.release.wheels))]
    doubt = f" ({view.page('matrix', 'not all is modelled')})" if view.release.not_modelled else ""
    return (
        f"A release has {view.counted(count, 'wheel')}{doubt} for {markdown.listed(where)}, "
        f"for Python {markdown.listed(who)}."
    )


def _as_of(view: View) -> str:
    facts, checkout = view.analysis.facts, view.analysis.project.checkout
    commit = f", at commit {markdown.code(checkout.commit[:12])}" if checkout and checkout.commit else ""
    return (
        f"Read from the project's own files{commit}; judged by the facts as of **{facts.as_of}**. "
        "The pages name the files and lines that they rest on."
    )


def _short(view: View) -> str:
    """Give what a reader asks first, in a few lines."""
    groups = by_platform(view.release.wheels)
    linux = {platform: wheels for platform, wheels in groups.items() if platform.system == "Linux"}
    items = [
        f"**{view.page('scorecard', 'Score')}**: {denominator(view.analysis)}",
        f"**{view.page('matrix', 'Wheels')}**: {_wheels(view)}.",
        f"**{view.page('manylinux', 'Linux')}**: {manylinux.sentence(view, linux)}",
        f"**{view.page('distribution', 'Signed')}**: {_signed(view)}.",
    ]
    return markdown.bullets(items)


def _wheels(view: View) -> str:
    """Count wheels, platforms and Pythons: "at least 103 on 15 platforms for 8 Pythons"."""
    groups = by_platform(view.release.wheels)
    if not groups:
        return "none is known"
    least = "at least " if view.release.not_modelled else ""
    count = sum(map(len, groups.values()))
    return f"{least}{count} on {plural(len(groups), 'platform')}{_kinds(view)}"


def _kinds(view: View) -> str:
    """Count the Pythons; a stable ABI serves more than can be counted."""
    names = labels(view.release.wheels)
    open_ended = any("newer" in name or "any" in name for name in names)
    return "" if open_ended or not names else f" for {plural(len(names), 'Python')}"


def _facts(view: View) -> str:
    version, release = view.analysis.project.version, view.release
    rows = [
        (
            "Version",
            f"{markdown.code(version.value)} ({view.at(version.location)})"
            if version
            else "the files do not tell",
        ),
        (
            "Source distribution",
            f"{markdown.codes(sorted(set(release.sdists)))} ({view.evidence.all(_packed(view))})"
            if release.sdists
            else state.no("none"),
        ),
        ("Released", started(view)),
    ]
    return markdown.table(("", "From the files"), rows)


def _packed(view: View) -> Iterator[Location]:
    """Give the steps that make the source distributions of the release."""
    return (build.origin.location for build in view.release.builds if build.sdist in view.release.sdists)


def _signed(view: View) -> str:
    if not view.publishes:
        return state.unknown("no upload to the index is known")
    values = {one.attestations for one in view.publishes}
    value = None if None in values else all(values)
    told = state.known(value, true="attestations on the index (PEP 740)", false="no attestations on the index")
    return f"{told} ({view.evidence.all((one.origin.location for one in view.publishes), 2)})"


def _next(view: View) -> str:
    best = next_three(view.analysis)
    if not best:
        return ""
    items = [
        f"{view.check(one.result.check)}{_gained(one)}: {markdown.inline(_brief(one.result.problems[0].message))}."
        for one in best
    ]
    more = view.page("recommendations", "All recommendations, with the lines to paste")
    cheap = view.page("scorecard", "the scorecard")
    return markdown.join(
        "## To do next",
        markdown.numbered(items),
        f"These gain most; {cheap} names what gains most for each edit. {more}.",
    )


def _brief(message: str) -> str:
    """Leave out the names that a long message lists behind its colon."""
    return message if len(message) <= _BRIEF else message.partition(": ")[0]


def _gained(repair: Repair) -> str:
    return f" (gains {repair.gain:.2f})" if repair.gain else ""


def _unread(view: View) -> str:
    unread = view.analysis.project.unread
    if not unread:
        return ""
    items = [f"{view.at(one.location)}: {markdown.inline(one.message)}" for one in unread]
    return markdown.admonition(
        "warning", f"Not read: {plural(len(unread), 'part')} of the project", markdown.bullets(items)
    )
