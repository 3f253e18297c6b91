"""What is known of zizmor's audits: ``audits.toml``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import tomli

from maturin_compliance.checks import Severity

PAGES = "https://docs.zizmor.sh/audits/"
"""Where zizmor explains its audits; each has an anchor of its own name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One of zizmor's audits: the wanted state, and why; ``severity`` is the gravest that it gives.

    It makes sense ``since`` that day, None if always.
    """

    name: str
    severity: Severity
    title: str
    why: str
    since: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audits:
    """Audits by name, and those left out with the check of this package that says the same."""

    borrowed: Mapping[str, Audit]
    covered: Mapping[str, str]

    def left_out(self, as_of: date) -> tuple[str, ...]:
        """Give the audits that are not run, on a day, sorted."""
        later = (one.name for one in self.borrowed.values() if one.since and one.since > as_of)
        return tuple(sorted((*self.covered, *later)))


@cache
def audits() -> Audits:
    """Read the table."""
    rows = tomli.loads(files("maturin_compliance.borrowed").joinpath("audits.toml").read_text("utf-8"))["audit"]
    return Audits(
        borrowed={
            name: Audit(
                name=name,
                severity=Severity(row["severity"]),
                title=row["title"],
                why=row["why"],
                since=row.get("since"),
            )
            for name, row in rows.items()
            if "covered" not in row
        },
        covered={name: row["covered"] for name, row in rows.items() if "covered" in row},
    )
