"""How a tenant chases: its hours, its closed days, which ladders are on; and every line that was planned and met."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class SettingTable(TenantOwned, tablename="chasing_setting"):
    """At most one row a tenant. Minutes are of the day on its own clock; `mode` is live, dry or stopped."""

    mode = Text()
    reason = Text()
    letters_at = Integer()
    quiet_from = Integer()
    quiet_until = Integer()
    every_day = Boolean()
    cap = Integer()
    changed_at = Timestamptz(default=None)
    changed_by_name = Text()


class ClosedDay(TenantOwned, tablename="chasing_closed_day"):
    """A day on which the organisation is closed, beside England's bank holidays, until it is taken back."""

    day = Date(default=None)
    name = Text()
    taken_back_at = Timestamptz(null=True, default=None)


class Switch(TenantOwned, tablename="chasing_switch"):
    """Whether a ladder is climbed; a tenant without a row climbs it."""

    ladder = Text()
    switched_on = Boolean()
    reason = Text()
    changed_at = Timestamptz(default=None)
    changed_by_name = Text()


class LadderTable(TenantOwned, tablename="chasing_ladder"):
    """A version of a ladder that the tenant wrote: a draft, or in force from a moment until the next one is.

    `rungs` as `catalogue.chasing.OwnRung` has them; null where the tenant went back to the shipped ladder.
    """

    ladder = Text()
    number = Integer()
    rungs = JSONB(null=True, default=None)
    drafted_from = Text()
    changed_at = Timestamptz(default=None)
    changed_by_name = Text()
    because = Text(null=True, default=None)
    in_force_at = Timestamptz(null=True, default=None)
    in_force_by_name = Text(null=True, default=None)
    discarded_at = Timestamptz(null=True, default=None)
    discarded_by_name = Text(null=True, default=None)


class LineTable(TenantOwned, tablename="chasing_line"):
    """One rung of one thing for one person: told, told in a dry run, waiting for another day, or suppressed."""

    key = Text()
    ladder = Text()
    thing_id = UUID(default=None)
    rung = Text()
    recipient_person_id = UUID(null=True, default=None)
    recipient_name = Text()
    due_on = Date(default=None)
    day = Date(default=None)
    state = Text()
    why = Text()
    subject = Text()
    content = JSONB()
    letter_key = Text()
    written_at = Timestamptz(default=None)
