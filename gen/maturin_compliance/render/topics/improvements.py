"""The page of what holds: today, and over the releases where git tells of them."""

import re
from collections.abc import Iterator

from maturin_compliance.checks import CATEGORIES, CHECKS, Check, Outcome
from maturin_compliance.history import Changes, History, Loss, Missing, Record, Truth
from maturin_compliance.history.settle import settled
from maturin_compliance.plain import plural
from maturin_compliance.render import changes, markdown, state
from maturin_compliance.render.charts import history as charts
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View
from maturin_compliance.render.words import category


def improvements(view: View) -> Page:
    """Give the page."""
    tally = view.analysis.score.overall
    history = view.analysis.history
    body = markdown.join(
        "# What holds",
        f"{tally.passed} of {plural(tally.applicable, 'check')} that apply found no fault, "
        f"as of {view.analysis.facts.as_of}. "
        "What a check says holds as far as it looks: its page tells what it wants and what it reads.",
        *(_over_time(view, history) if history and history.moments else _today(view, history)),
    )
    return page(
        "compliance/improvements.md",
        title="Improvements",
        description="What holds today, check by check",
        body=body,
    )


def _today(view: View, history: History | None) -> Iterator[str]:
    if history and history.missing:
        told = markdown.inline(history.missing.told)
        more = ""
        if history.missing is Missing.SHALLOW:
            more = "In a workflow, `actions/checkout` fetches all tags with `fetch-depth: 0`."
        yield markdown.admonition(
            "info", "Since which release a check holds is not told", f"{_sentence(told)} {more}".strip()
        )
    for name in CATEGORIES:
        held = [
            one.check
            for one in view.analysis.results
            if one.check.category == name and one.outcome is Outcome.PASSED
        ]
        if held:
            rows = [(state.yes(view.check(check)), markdown.inline(_looked_at(check))) for check in held]
            table = markdown.table(("No fault found by", "It wants"), rows)
            yield markdown.details(
                "success", f"{category(name)}: {plural(len(held), 'check')} without a fault", table
            )


def _looked_at(check: Check) -> str:
    """Give the first sentence of what a check wants, of a borrowed one its title."""
    text = " ".join(_section(check.docstring, "What it wants").partition("\n\n")[0].split())
    return re.split(r"(?<=[.:]) (?=[A-Z`])", text)[0].rstrip(".:") if text else check.title


def _section(docstring: str, name: str) -> str:
    _, found, rest = docstring.partition(f"## {name}\n")
    return rest.partition("\n## ")[0].strip() if found else ""


def _sentence(told: str) -> str:
    return f"{told[:1].upper()}{told[1:]}."


def _over_time(view: View, history: History) -> Iterator[str]:
    first, last = history.moments[0], history.moments[-1]
    yield (
        f"{plural(len(history.moments), 'release')} from {_version(first.version)} ({first.committed}) to "
        f"{_version(last.version)} ({last.committed}) were read from their git tags, each judged by the facts "
        "of its own day: a check can be lost because the world moved. What a release ships is worked out from "
        "its files, as on every page here."
    )
    found = history.records
    yield from _regressions(view, history, found)
    yield "## Over the releases"
    yield from charts.charts(history.moments)
    yield from _sizes(history)
    yield from _releases(view, history)
    yield from _platforms(history)
    yield from _records(view, found)
    yield from _published(history)
    yield from _unread(history)


def _regressions(view: View, history: History, found: tuple[Record, ...]) -> Iterator[str]:
    lost = [one for one in found if one.losses and one.losses[-1].won is None]
    if not lost:
        return
    yield "## Held once, and no longer"
    rows = ([state.no(_title(view, one.check)), _at(one.losses[-1].lost, history)] for one in lost)
    yield markdown.table(["Check", "Lost in"], rows)


def _at(label: str, history: History) -> str:
    """Name a release; what was lost after the last one is lost by the facts of today or by files not released."""
    return f"no release yet, as of {history.now.as_of}" if label == history.now.label else _version(label)


def _releases(view: View, history: History) -> Iterator[str]:
    rows = [_row(view, one) for one in reversed(history.changes) if _tells(one)]
    if rows:
        yield "## What each release changed"
        yield "The newest first; releases that changed nothing here are left out."
        yield markdown.table(["Release", "For those who install", "Checks"], rows)


def _tells(one: Changes) -> bool:
    return bool(one.installs_differ or one.won or one.lost)


def _row(view: View, one: Changes) -> list[str]:
    """A regression stands out by its bold version; steps that are not modelled are said."""
    version = f"**{_version(one.after)}**" if one.regressed else _version(one.after)
    told = list(changes.installs(one))
    if one.doubtful and told:
        told.append(state.unknown("not all of this release, or of the one before, is modelled"))
    checks = changes.checks(one, lambda name: _title(view, name))
    return [version, "<br>".join(told) or "nothing", "<br>".join(checks) or "nothing"]


def _platforms(history: History) -> Iterator[str]:
    """Since which release each platform has wheels, and the C library or macOS that they need."""
    seen: dict[str, list[str]] = {}
    floors: dict[str, list[str]] = {}
    for moment in settled(history.moments):
        for name in moment.served:
            seen.setdefault(name, []).append(moment.version)
            floor = moment.floors.get(name)
            if floor and floors.setdefault(name, [""])[-1].partition(" ")[0] != floor:
                floors[name].append(f"{floor} since {_version(moment.version)}")
    if not seen:
        return
    last = history.moments[-1].version
    yield "## Platforms"
    rows = (
        [
            markdown.text(name),
            _version(versions[0]),
            state.yes("yes") if versions[-1] == last else state.no(f"last in {_version(versions[-1])}"),
            str(len(versions)),
            "<br>".join(floors.get(name, [])[1:]) or "none",
        ]
        for name, versions in seen.items()
    )
    yield markdown.table(
        ["Platform", "First wheels", "Still", "Releases", "Lowest libc or macOS"], rows, right=[3]
    )


def _records(view: View, found: tuple[Record, ...]) -> Iterator[str]:
    yield "## Since when each check holds"
    by_name = {one.check: one for one in found}
    for name in CATEGORIES:
        rows = [
            [_title(view, check.name), _since(by_name[check.name]), _losses(by_name[check.name].losses)]
            for check in CHECKS
            if check.category == name and check.name in by_name
        ]
        if rows:
            yield f"### {category(name)}"
            yield markdown.table(["Check", "Holds since", "Lost, and won back"], rows)


def _since(record: Record) -> str:
    if record.since is None:
        return state.no("does not hold")
    return state.yes(_version(record.since))


def _losses(losses: tuple[Loss, ...]) -> str:
    told = (f"{_version(one.lost)}, {_version(one.won) if one.won else 'not yet'}" for one in losses)
    return "<br>".join(told) or "never"


def _sizes(history: History) -> Iterator[str]:
    """The largest wheel of each published release, where the index tells sizes."""
    sized = [(truth.version, truth.sizes[1]) for truth in history.truths if truth.sizes]
    kept = sized[-charts.MAX_POINTS :]
    yield charts.chart(
        charts.Series(
            title="Largest published wheel",
            unit="MB",
            kind="line",
            labels=tuple(version for version, _ in kept),
            values=tuple(round(size / 1_000_000, 2) for _, size in kept),
        )
    )


def _published(history: History) -> Iterator[str]:
    if history.truths:
        yield "## What the package index holds"
        yield markdown.table(
            ["Release", "As worked out", "Not published", "Not foreseen", "Platforms lost"],
            (_truth(truth) for truth in reversed(history.truths)),
            right=[1, 2, 3],
        )


def _truth(truth: Truth) -> list[str]:
    lost = [markdown.text(name) for name in truth.platforms_lost]
    return [
        _version(truth.version),
        str(truth.same),
        str(len(truth.missing)),
        str(len(truth.extra)),
        state.no(markdown.listed(lost)) if lost else "none",
    ]


def _unread(history: History) -> Iterator[str]:
    reasons: dict[str, list[str]] = {}
    for one in history.unread:
        reasons.setdefault(one.why.told, []).append(one.tag)
    if history.older:
        yield f"{plural(history.older, 'older release')} were not read."
    if reasons:
        yield "## Tags that tell nothing"
        yield markdown.bullets(
            f"{markdown.codes(tags)}: {markdown.inline(told)}." for told, tags in sorted(reasons.items())
        )


def _title(view: View, name: str) -> str:
    check = next((one for one in CHECKS if one.name == name), None)
    return view.check(check) if check else markdown.code(name)


def _version(label: str) -> str:
    return markdown.text(label)
