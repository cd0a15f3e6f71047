"""What may be done: settle how a tenant chases, and write ladders of its own."""

from backend.chasing.operations.drafting import (
    UnableToDraft,
    begin_draft,
    climb_own,
    climb_shipped,
    discard_draft,
    keep_rung,
    put_in_force,
    remove_rung,
)
from backend.chasing.operations.settling import (
    MOST_LINES,
    UnableToSettle,
    close_day,
    open_day,
    settle_closed_days,
    settle_hours,
    settle_mode,
    switch_ladder,
)

__all__ = [
    "MOST_LINES",
    "UnableToDraft",
    "UnableToSettle",
    "begin_draft",
    "climb_own",
    "climb_shipped",
    "close_day",
    "discard_draft",
    "keep_rung",
    "open_day",
    "put_in_force",
    "remove_rung",
    "settle_closed_days",
    "settle_hours",
    "settle_mode",
    "switch_ladder",
]
