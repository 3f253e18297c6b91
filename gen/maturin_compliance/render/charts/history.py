"""Numbers over releases, as Mermaid's line and bar charts.

Syntax of Mermaid 11 (xychart-beta). Labels are versions and texts of this module, nothing of a project.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maturin_compliance.history import Moment

MAX_POINTS = 24
"""Releases of one chart; more would print their names over each other."""
_NO_VERSION = re.compile(r"[^0-9A-Za-z.+!]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A number a release: ``kind`` is "line" or "bar", ``top`` the end of the axis, None for the highest."""

    title: str
    unit: str
    kind: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    top: float | None = None


def chart(series: Series) -> str:
    """Give a chart as a fenced block, nothing where the number was never another."""
    if len(set(series.values)) < 2:
        return ""
    top = series.top or max(*series.values, 1)
    rows = [
        "xychart-beta",
        f"  accTitle: {series.title}",
        f"  accDescr: {_described(series)}",
        f'  title "{series.title}"',
        f"  x-axis [{', '.join(_label(label) for label in series.labels)}]",
        f'  y-axis "{series.unit}" 0 --> {_number(top)}',
        f"  {series.kind} [{', '.join(map(_number, series.values))}]",
    ]
    return "```mermaid\n" + "\n".join(rows) + "\n```"


def charts(moments: Sequence[Moment]) -> Iterator[str]:
    """Give the charts of a history: score, wheels, platforms."""
    shown = thinned(moments)
    labels = tuple(moment.label for moment in shown)
    scored = [moment for moment in shown if moment.score is not None]
    yield chart(
        Series(
            title="Score",
            unit="of 10",
            kind="line",
            labels=tuple(moment.label for moment in scored),
            values=tuple(moment.score for moment in scored if moment.score is not None),
            top=10,
        )
    )
    for title, unit, values in (
        ("Wheels", "wheels", [len(moment.wheels) for moment in shown]),
        ("Platforms", "platforms", [len(moment.served) for moment in shown]),
        ("Pythons", "Pythons", [len(moment.pythons) for moment in shown]),
    ):
        yield chart(Series(title=title, unit=unit, kind="bar", labels=labels, values=tuple(values)))


def thinned(moments: Sequence[Moment]) -> tuple[Moment, ...]:
    """Give moments that show all there is to see: those that changed a number, else spread evenly."""
    if len(moments) <= MAX_POINTS:
        return tuple(moments)
    turns = {0, len(moments) - 1}
    turns |= {at for at in range(1, len(moments)) if _numbers(moments[at]) != _numbers(moments[at - 1])}
    chosen = sorted(turns)
    if len(chosen) > MAX_POINTS:
        chosen = sorted({chosen[round(at * (len(chosen) - 1) / (MAX_POINTS - 1))] for at in range(MAX_POINTS)})
    return tuple(moments[at] for at in chosen)


def _numbers(moment: Moment) -> tuple[object, ...]:
    return moment.score, len(moment.wheels), len(moment.served), len(moment.pythons)


def _label(label: str) -> str:
    return f'"{_NO_VERSION.sub("", label)}"'


def _number(value: float) -> str:
    return f"{value:g}"


def _described(series: Series) -> str:
    first, last = series.values[0], series.values[-1]
    ends = _NO_VERSION.sub("", series.labels[0]), _NO_VERSION.sub("", series.labels[-1])
    return f"{series.title}, {_number(first)} at {ends[0]} and {_number(last)} at {ends[1]}."
