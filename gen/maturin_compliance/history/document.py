"""What changed since a tag, as a JSON document."""

from typing import Any

from maturin_compliance.history.changes import FloorChange
from maturin_compliance.history.history import Since
from maturin_compliance.history.moment import Moment


def document(since: Since) -> dict[str, Any]:
    """Give the two sides and what differs; both are judged by the facts of ``as_of``."""
    found = since.changes
    return {
        "as_of": since.now.as_of.isoformat(),
        "before": {"tag": since.before.tag, "commit": since.before.commit, **_side(since.before)},
        "now": _side(since.now),
        "platforms": {"gained": list(found.platforms_gained), "lost": list(found.platforms_lost)},
        "pythons": {
            "gained": list(found.pythons_gained),
            "lost": list(found.pythons_lost),
            "gained_on": {name: list(labels) for name, labels in found.pythons_gained_on.items()},
            "lost_on": {name: list(labels) for name, labels in found.pythons_lost_on.items()},
        },
        "floors": [_floor(floor) for floor in found.floors],
        "checks": {"won": list(found.won), "lost": list(found.lost)},
        "regressed": found.regressed,
    }


def _side(moment: Moment) -> dict[str, Any]:
    return {
        "version": moment.version,
        "score": moment.score,
        "wheels": len(moment.wheels),
        "sdist": moment.sdist,
        "requires_python": moment.requires_python,
    }


def _floor(floor: FloorChange) -> dict[str, Any]:
    return {"platform": floor.platform, "before": floor.before, "after": floor.after}
