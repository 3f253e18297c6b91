"""The part of the matrix page on the package index: what it holds of this version, against what is built."""

from collections import Counter
from collections.abc import Sequence

from maturin_compliance.coverage import Platform, by_name, of_tags, place
from maturin_compliance.plain import plural
from maturin_compliance.published import Difference, Published, PublishedFile, Status, compare
from maturin_compliance.published.names import parse
from maturin_compliance.render import markdown, state
from maturin_compliance.render.view import View

_WORDS = {
    Status.SAME: state.yes("as worked out"),
    Status.RENAMED: state.partly("another name"),
    Status.MISSING: state.no("not published"),
    Status.EXTRA: state.partly("not foreseen"),
}
_HEADER = ("Python", "State", "Size", "Uploaded (UTC)", "Attestations", "Likely cause")


def section(view: View) -> str:
    """Give the section; nothing where no index was asked."""
    published = view.analysis.published
    if published is None:
        return ""
    differences = compare(view.release.wheels, published)
    groups: dict[Platform, list[Difference]] = {}
    for one in differences:
        groups.setdefault(_platform(one), []).append(one)
    return markdown.join(
        "## On the package index",
        _sentence(differences, published),
        *(_group(published, platform, groups[platform]) for platform in sorted(groups, key=place)),
        _others(published),
    )


def _sentence(differences: Sequence[Difference], published: Published) -> str:
    counted = Counter(one.status for one in differences)
    holds = (
        f"On {published.as_of} the index held {plural(len(published.wheels), 'wheel')} and "
        f"{plural(len(published.sdists), 'source distribution')} of version {markdown.text(published.version)}."
    )
    if set(counted) <= {Status.SAME}:
        return f"{holds} Built and published are the same." if counted else holds
    told = [
        f"{counted[status]} {word}"
        for status, word in (
            (Status.SAME, "as worked out"),
            (Status.RENAMED, "under another name"),
            (Status.MISSING, "not published"),
            (Status.EXTRA, "published but not foreseen"),
        )
        if counted[status]
    ]
    return f"{holds} Of the wheels, {markdown.listed(told)}."


def _platform(one: Difference) -> Platform:
    name = one.predicted or one.published or ""
    return of_tags(name.removesuffix(".whl").rpartition("-")[2].split("."))


def _group(published: Published, platform: Platform, found: Sequence[Difference]) -> str:
    differ = sum(one.status is not Status.SAME for one in found)
    title = f"{markdown.text(platform)}: {plural(len(found), 'wheel')}{_differ(differ)}"
    table = markdown.table(_HEADER, [_row(published, one) for one in found], right=(2,))
    return markdown.details("abstract", title, table)


def _differ(count: int) -> str:
    return f", {count} {'differs' if count == 1 else 'differ'}" if count else ""


def _row(published: Published, one: Difference) -> tuple[str, ...]:
    name = parse(one.predicted or one.published or "")
    file = published.file(one.published)
    return (
        markdown.text(by_name(name.interpreter, name.abi)) if name else markdown.NOTHING,
        _WORDS[one.status],
        *_known(file),
        markdown.inline(one.cause) if one.cause else markdown.NOTHING,
    )


def _known(file: PublishedFile | None) -> tuple[str, str, str]:
    """Give size, day and attestations of a file, as far as the index tells them."""
    if file is None:
        return markdown.NOTHING, markdown.NOTHING, markdown.NOTHING
    yanked = ", withdrawn" if file.yanked else ""
    return (
        f"{file.size / 1_000_000:.2f} MB" if file.size is not None else "not told",
        f"{file.uploaded:%Y-%m-%d %H:%M}{yanked}" if file.uploaded else f"not told{yanked}",
        state.known(file.attestations, none="the index does not tell"),
    )


def _others(published: Published) -> str:
    """Give the source distributions."""
    rows = [(markdown.code(file.filename), *_known(file)) for file in published.sdists]
    if not rows:
        return ""
    return markdown.table(("Source distribution", "Size", "Uploaded (UTC)", "Attestations"), rows, right=(1,))
