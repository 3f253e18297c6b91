"""The rules that led to a wheel's name, for a list."""

from collections.abc import Sequence

from maturin_compliance.expand.release import Reason, Wheel
from maturin_compliance.render import markdown
from maturin_compliance.render.view import View


def because(view: View, reason: Reason) -> str:
    """Give a reason with its place, and that it is assumed where it is."""
    place = f" ({view.at(reason.location)})" if reason.location else ""
    return f"{markdown.inline(reason.text)}{' (assumed)' if reason.assumed else ''}{place}"


def shared(wheels: Sequence[Wheel]) -> tuple[Reason, ...]:
    """Give the reasons that hold for every one of some wheels."""
    return tuple(one for one in every(wheels) if all(one in wheel.because for wheel in wheels))


def every(wheels: Sequence[Wheel]) -> tuple[Reason, ...]:
    """Give each reason once: those of all wheels first, then those of some."""
    found = dict.fromkeys(reason for wheel in wheels for reason in wheel.because)
    return tuple(sorted(found, key=lambda one: not all(one in wheel.because for wheel in wheels)))
