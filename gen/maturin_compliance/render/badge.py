"""The badge: as data for shields, and as a picture."""

import json

from maturin_compliance.render import markdown
from maturin_compliance.score import Tally

LABEL = "maturin compliance"
_STEPS = (
    (10.0, "brightgreen", "#3c7a00"),
    (8.0, "green", "#3c7a00"),
    (6.0, "yellow", "#7a6200"),
    (4.0, "orange", "#a04a00"),
)
_LOW = ("red", "#b02a2a")
_NONE = ("lightgrey", "#5f5f5f")


def message(tally: Tally) -> str:
    """Give what the badge says: "7.3/10"."""
    return "no score" if tally.score is None else f"{tally.score:.1f}/10"


def endpoint(tally: Tally) -> str:
    """Give the JSON of a shields endpoint (https://shields.io/badges/endpoint-badge)."""
    badge = {"schemaVersion": 1, "label": LABEL, "message": message(tally), "color": _colours(tally)[0]}
    return json.dumps(badge, indent=2) + "\n"


def svg(tally: Tally) -> str:
    """Give the badge as SVG, white text on colours that reach a contrast of 4.5."""
    said = message(tally)
    left, right = 7 * len(LABEL) + 10, 7 * len(said) + 12
    title = markdown.attribute(f"{LABEL}: {said}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f'aria-label="{title}"><title>{title}</title>'
        f'<clipPath id="r"><rect width="{left + right}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#444"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{_colours(tally)[1]}"/></g>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" y="14">{LABEL}</text>'
        f'<text x="{left + right / 2:g}" y="14">{markdown.attribute(said)}</text></g></svg>\n'
    )


def _colours(tally: Tally) -> tuple[str, str]:
    if tally.score is None:
        return _NONE
    for floor, name, colour in _STEPS:
        if tally.score >= floor and (name != "brightgreen" or tally.perfect):
            return name, colour
    return _LOW
