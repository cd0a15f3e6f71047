"""Events, as they were recorded. Nothing in this table is ever changed or removed."""

from piccolo.columns import JSONB, UUID, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Event(TenantOwned, tablename="ledger_event"):
    """One operation. `at` is the domain's moment, `recorded_at` the real one; `xid` orders events for sealing."""

    recorded_at = Timestamptz(default=None)
    at = Timestamptz(default=None)
    actor_name = Text()
    actor_person_id = UUID(null=True, default=None)
    actor_chore = Text(null=True, default=None)
    act = Text()
    subject_room = Text()
    subject_kind = Text()
    subject_id = UUID(default=None)
    subject_title = Text()
    subject_hash = Text(null=True, default=None)
    before = JSONB(null=True, default=None)
    after = JSONB(null=True, default=None)
    request_id = Text()
