"""What pyproject.toml asks of this package: the table ``[tool.maturin-compliance]``."""

from collections.abc import Mapping
from dataclasses import dataclass

from maturin_compliance.location import Located, Location
from maturin_compliance.model.node import Node


@dataclass(frozen=True, slots=True)
class Ignore:
    """A check or category that shall not count; ``reason`` is None where none is given in words."""

    name: str
    reason: str | None
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The table; ``entries`` holds every key as written, also those not named here."""

    location: Location
    entries: Mapping[str, Node]
    select: tuple[Located[str], ...]
    ignore: tuple[Ignore, ...]
    fail_under: Located[float] | None

    @property
    def limit(self) -> float | None:
        """``fail-under``, None where it is absent or no score from 0 to 10."""
        value = self.fail_under.value if self.fail_under else None
        return value if value is not None and 0 <= value <= 10 else None
