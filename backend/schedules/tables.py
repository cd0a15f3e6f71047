"""Schedules as a tenant has settled them, and their runs."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Boolean, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Schedule(TenantOwned, tablename="schedules_schedule"):
    """One schedule. `settings` as in the folder; `next_at` is when it next runs or is looked at, `null` for never."""

    key = Text()
    settings = JSONB()
    next_at = Timestamptz(null=True, default=None)
    failures = Integer()
    reason = Text()
    changed_at = Timestamptz(default=None)
    changed_by_name = Text()


class Run(TenantOwned, tablename="schedules_run"):
    """One run. `meant_at` is when the schedule meant it, where nobody asked by hand; `refs` are what it waits for."""

    schedule = Text()
    state = Text()
    by_hand = Boolean()
    asked_at = Timestamptz(default=None)
    asked_by_person_id = UUID(null=True, default=None)
    asked_by_name = Text()
    meant_at = Timestamptz(null=True, default=None)
    started_at = Timestamptz(null=True, default=None)
    finished_at = Timestamptz(null=True, default=None)
    took_ms = BigInt(null=True, default=None)
    words = Text()
    links = JSONB()
    refs = Array(base_column=UUID(default=None))
    attempts = Integer()
