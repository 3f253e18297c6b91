"""The first page: what installs where, what it is worth, what to do next."""

from collections.abc import Iterator, Sequence

from maturin_compliance import plain
from maturin_compliance.coverage import by_platform, pythons, tagged
from maturin_compliance.expand.release import Publish
from maturin_compliance.plain import plural
from maturin_compliance.render import machines, markdown, state
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.pages import manylinux
from maturin_compliance.render.pages.distribution import started
from maturin_compliance.render.pages.recommendations import next_three
from maturin_compliance.render.pages.scorecard import denominator
from maturin_compliance.render.view import View

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
        _as_of(view),
        _facts(view),
        _next(view),
        *_install(view),
        _unread(view),
        "## The pages",
        markdown.bullets(f"{view.page(name, label)}: {what}" for name, label, what in _PAGES),
    )
    return page(
        "compliance/index.md",
        title=title,
        description=f"What {title} ships, from its own files, with the evidence for every sentence",
        body=body,
        source=None if project.package.pyproject is None else project.package.pyproject.path,
    )


def _sentence(view: View) -> str:
    groups = by_platform(view.release.wheels)
    if not groups:
        return "No wheel is known: pip builds this package from source."
    systems: dict[str, list[str]] = {}
    for platform in groups:
        libc = " (musl)" if platform.libc == "musl" else ""
        systems.setdefault(platform.system, []).append(markdown.text(f"{platform.architecture}{libc}"))
    where = [f"{markdown.text(name)} ({', '.join(found)})" for name, found in systems.items()]
    who = [markdown.text(name) for name in pythons(view.release.wheels)]
    return f"A release has wheels for {markdown.listed(where)}, for Python {markdown.listed(who)}."


def _as_of(view: View) -> str:
    facts, checkout = view.analysis.facts, view.analysis.project.checkout
    commit = f", at commit {markdown.code(checkout.commit[:12])}" if checkout and checkout.commit else ""
    return (
        f"Read from the project's own files{commit}; judged by the facts as of **{facts.as_of}**. "
        "What is said here comes from the files named beside it."
    )


def _facts(view: View) -> str:
    release, project = view.release, view.analysis.project
    groups = by_platform(release.wheels)
    count = len({wheel.filename for wheel in release.wheels})
    version = project.version
    rows = [
        (
            "Version",
            f"{markdown.code(version.value)} ({view.at(version.location)})"
            if version
            else "the files do not tell",
        ),
        ("Wheels", f"{count} on {plural(len(groups), 'platform')} ({view.page('matrix', 'matrix')})"),
        (
            "Source distribution",
            markdown.codes(sorted(set(release.sdists))) if release.sdists else state.no("none"),
        ),
        ("Linux", manylinux.sentence({p: w for p, w in groups.items() if p.system == "Linux"})),
        ("Released", started(view)),
        ("Signed", _signed(release.publishes)),
        ("Score", f"{denominator(view.analysis)} {view.page('scorecard', 'More')}"),
    ]
    return markdown.table(("", "This release"), rows)


def _signed(publishes: Sequence[Publish]) -> str:
    if not publishes:
        return state.unknown("no upload to the index is known")
    values = {one.attestations for one in publishes}
    value = None if None in values else all(values)
    return state.known(value, true="attestations on the index (PEP 740)", false="no attestations on the index")


def _next(view: View) -> str:
    best = next_three(view.analysis)
    if not best:
        return ""
    items = [
        f"{view.check(one.check)}{_gained(points)}: {markdown.inline(one.problems[0].message)}."
        for one, points in best
    ]
    more = view.page("recommendations", "All recommendations, with the lines to paste")
    return markdown.join("## To do next", markdown.numbered(items), f"{more}.")


def _gained(points: float) -> str:
    return f" (gains {points:.1f})" if points else ""


def _install(view: View) -> Iterator[str]:
    wheels = sorted({wheel.filename for wheel in view.release.wheels})
    if not wheels:
        return
    day = view.analysis.facts.as_of
    found = machines.interpreters(view.analysis.project, view.analysis.facts)
    answers = machines.answers(view.analysis.facts, wheels, found)
    yield "## Will it install on my machine?"
    yield (
        f"What `pip install` takes on systems and Pythons supported as of {day}; a t marks the "
        "free-threaded build. *Source* means that pip builds it there, which needs a Rust toolchain."
    )
    header = ("System", "Architecture", *(str(one) for one in found), "Wheels with the tag")
    yield markdown.table(header, [_answer(answer) for answer in answers])
    yield markdown.details("info", "Which systems these are", _systems(answers))


def _systems(answers: Sequence[machines.Answer]) -> str:
    """Give the names of systems, architectures with the same ones together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for answer in answers:
        groups.setdefault((answer.label, answer.names), []).append(_architecture(answer))
    return markdown.bullets(
        f"{markdown.text(label)} on {', '.join(architectures)}: {markdown.text(names)}"
        for (label, names), architectures in groups.items()
    )


def _architecture(answer: machines.Answer) -> str:
    return "x86_64" if answer.architecture == "amd64" else markdown.text(answer.architecture)


def _answer(answer: machines.Answer) -> tuple[str, ...]:
    tags = dict.fromkeys(_tag(name) for name in answer.files if name)
    cells = [state.yes("wheel") if name else state.no("source") for name in answer.files]
    return (
        markdown.text(answer.label),
        _architecture(answer),
        *cells,
        ", ".join(tags) or markdown.NOTHING,
    )


def _tag(filename: str) -> str:
    """Give one platform tag of a file."""
    tags = filename.removesuffix(".whl").rpartition("-")[2].split(".")
    return markdown.code(min(tags, key=_plainness))


def _plainness(tag: str) -> tuple[bool, tuple[int, int], bool, str]:
    """Put a tag for all architectures first, then the oldest, then one that names a version."""
    found = tagged(tag)
    return (
        found.platform.architecture != "universal2",
        found.floor or (0, 0),
        not tag.startswith("manylinux_"),
        tag,
    )


def _unread(view: View) -> str:
    unread = view.analysis.project.unread
    if not unread:
        return ""
    items = [f"{view.at(one.location)}: {markdown.inline(one.message)}" for one in unread]
    return markdown.admonition(
        "warning", f"Not read: {plural(len(unread), 'part')} of the project", markdown.bullets(items)
    )
