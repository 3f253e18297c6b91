"""``wheels --published``: the wheels of a release held against those of the package index, cell by cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from maturin_compliance import plain
from maturin_compliance.coverage import Platform, of_tags, place
from maturin_compliance.expand.release import Release
from maturin_compliance.facts import first
from maturin_compliance.plain import plural
from maturin_compliance.published import Difference, Published, Status, compare


def report(release: Release, published: Published) -> str:
    """Give the comparison as lines: platform, then each wheel with how it stands, then the counts."""
    differences = compare(release.wheels, published)
    groups: dict[Platform, list[Difference]] = {}
    for one in differences:
        groups.setdefault(_platform(one), []).append(one)
    rows = [row for key in sorted(groups, key=place) for row in (str(key), *_rows(groups[key]), "")]
    return "".join(f"{row}\n" for row in [*rows, _counts(differences, published)])


def other_day(release: Release, published: Published, as_of: date) -> str:
    """Give the line that asks for the facts of the day of the upload, "" where they would change nothing."""
    day = published.day
    if day is None or not first() <= day != as_of:
        return ""
    if all(one.status is Status.SAME for one in compare(release.wheels, published)):
        return ""
    uploaded = plain.line(f"{published.name} {published.version} was uploaded on {day}")
    return f"{uploaded}, the facts are those of {as_of}: add `--as-of {day}` for those of that day\n"


def documents(release: Release, published: Published) -> list[Mapping[str, Any]]:
    """Give the comparison as the schema describes it."""
    return [
        {
            "status": one.status.value,
            "predicted": one.predicted,
            "published": one.published,
            "cause": one.cause,
        }
        for one in compare(release.wheels, published)
    ]


def _platform(one: Difference) -> Platform:
    name = one.predicted or one.published or ""
    return of_tags(name.removesuffix(".whl").rpartition("-")[2].split("."))


def _rows(differences: Sequence[Difference]) -> Iterator[str]:
    for one in differences:
        yield f"  {one.status:<8} {plain.line(one.predicted or one.published)}"
        if one.published and one.predicted and one.published != one.predicted:
            yield f"           published as {plain.line(one.published)}"
        if one.cause:
            yield f"           {plain.line(one.cause, 1000)}"


def _counts(differences: Sequence[Difference], published: Published) -> str:
    counted = Counter(one.status for one in differences)
    counts = ", ".join(f"{counted[status]} {status}" for status in Status)
    holds = f"{plural(len(published.wheels), 'wheel')} and {plural(len(published.sdists), 'sdist')}"
    shown = plain.line(f"{published.name} {published.version}")
    return f"{counts}; the index held {holds} of {shown} on {published.as_of}"
