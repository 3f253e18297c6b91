"""From a checkout's release tags to what changed: read once, kept outside of the repository.

The light parts are here; those that need the extra ``history`` are imported when they are used.
"""

from maturin_compliance.history.changes import Changes, FloorChange, changes
from maturin_compliance.history.document import document
from maturin_compliance.history.history import (
    History,
    Since,
    analyse_history,
    since,
    user_cache,
)
from maturin_compliance.history.moment import Built, Moment
from maturin_compliance.history.records import Loss, Record, records
from maturin_compliance.history.truth import Truth, truths
from maturin_compliance.history.unread import Missing, Unread, Why

__all__ = [
    "Built",
    "Changes",
    "FloorChange",
    "History",
    "Loss",
    "Missing",
    "Moment",
    "Record",
    "Since",
    "Truth",
    "Unread",
    "Why",
    "analyse_history",
    "changes",
    "document",
    "records",
    "since",
    "truths",
    "user_cache",
]
