"""Moments by what matters in a test."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from maturin_compliance.checks import Outcome
from maturin_compliance.history import Built, Moment

DAY = date(2026, 1, 2)


def moment(
    version: str,
    served: Mapping[str, tuple[str, ...]] | None = None,
    outcomes: Mapping[str, str] | None = None,
    not_modelled: int = 0,
) -> Moment:
    """A release that serves platforms, with a wheel for each."""
    platforms = served or {}
    return Moment(
        tag=f"v{version}",
        version=version,
        commit="c" * 40,
        committed=DAY,
        as_of=DAY,
        score=8.0,
        passed=1,
        applicable=2,
        wheels=tuple(
            Built(filename=f"demo-{version}-py3-none-p{n}.whl", alternatives=(), certain=True)
            for n, _ in enumerate(platforms)
        ),
        sdist=True,
        requires_python=None,
        served=platforms,
        floors={},
        outcomes={name: Outcome(outcome) for name, outcome in (outcomes or {}).items()},
        not_modelled=not_modelled,
    )


def with_floors(version: str, floors: Mapping[str, str]) -> Moment:
    """A release of which only the floors matter."""
    return replace(moment(version, dict.fromkeys(floors, ("3.9",))), floors=floors)
