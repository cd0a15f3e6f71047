"""Proposals to dispose of old records, and holds that stand against them."""

from piccolo.columns import UUID, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Disposal(TenantOwned, tablename="registers_disposal"):
    """One record that has been kept as long as the schedule says, and what was decided."""

    record_type = Text()
    record_id = UUID(default=None)
    person_id = UUID(null=True, default=None)
    title = Text()
    outcome = Text()
    schedule = Text()
    ended_on = Date(default=None)
    due_on = Date(default=None)
    state = Text()
    proposed_at = Timestamptz(default=None)
    decided_at = Timestamptz(null=True, default=None)
    decided_by = UUID(null=True, default=None)
    decided_by_name = Text(null=True, default=None)
    reason = Text(null=True, default=None)
    carried_out_at = Timestamptz(null=True, default=None)
    carried_out_by_name = Text(null=True, default=None)
    carried_out_how = Text(null=True, default=None)


class Hold(TenantOwned, tablename="registers_hold"):
    """Records that must not be disposed of: of one type or all, of one person or everybody."""

    kind = Text()
    record_type = Text(null=True, default=None)
    person_id = UUID(null=True, default=None)
    reason = Text()
    placed_at = Timestamptz(default=None)
    placed_by_name = Text()
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by_name = Text(null=True, default=None)
    lifted_because = Text(null=True, default=None)
