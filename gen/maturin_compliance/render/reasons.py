"""The rules that led to a wheel's name, for a list."""

from collections.abc import Iterable, Sequence

from maturin_compliance.expand.release import Reason, Wheel
from maturin_compliance.location import Location
from maturin_compliance.render import markdown
from maturin_compliance.render.view import View


def because(view: View, reasons: Iterable[Reason]) -> list[str]:
    """Give reasons, equal ones once with all their places, and that they are assumed where they are."""
    places: dict[tuple[str, bool], list[Location]] = {}
    for one in reasons:
        places.setdefault((one.text, one.assumed), []).extend([one.location] if one.location else [])
    return [
        f"{markdown.inline(text)}{' (assumed)' if assumed else ''}"
        + (f" ({view.evidence.all(found)})" if found else "")
        for (text, assumed), found in places.items()
    ]


def common(groups: Iterable[Sequence[Wheel]]) -> tuple[Reason, ...]:
    """Give the reasons that hold for some wheel of each of several groups, none for a single group."""
    found = [every(wheels) for wheels in groups]
    return tuple(one for one in found[0] if all(one in other for other in found)) if len(found) > 1 else ()


def every(wheels: Sequence[Wheel]) -> tuple[Reason, ...]:
    """Give each reason once: those of all wheels first, then those of some."""
    found = dict.fromkeys(reason for wheel in wheels for reason in wheel.because)
    return tuple(sorted(found, key=lambda one: not all(one in wheel.because for wheel in wheels)))
