"""The action log: actions, every step that was taken with each, what waits for what, and the settings."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Action(TenantOwned, tablename="actions_action"):
    """What somebody undertook to do. `owner_name` is of an owner from outside, who is no person of the tenant.

    `chase_on` is the next day on which a rung of the chase is reached; null where nobody is to be chased.
    `claimed_on`: since when what its owner says of it waits for an answer.
    """

    number = Integer(default=None)
    source_kind = Text()
    source_id = UUID(null=True, default=None)
    source_title = Text()
    source_on = Date(null=True, default=None)
    committee_id = UUID(null=True, default=None)
    meeting_id = UUID(null=True, default=None)
    item_id = UUID(null=True, default=None)
    words = Text()
    private = Boolean()
    owner_person_id = UUID(null=True, default=None)
    owner_name = Text(null=True, default=None)
    deputy_person_id = UUID(null=True, default=None)
    due_on = Date(null=True, default=None)
    moves = Integer(default=None)
    state = Text()
    undertaken_on = Date(default=None)
    recorded_at = Timestamptz(default=None)
    recorded_by_person_id = UUID(null=True, default=None)
    recorded_by_name = Text()
    claimed_by_person_id = UUID(null=True, default=None)
    ended_on = Date(null=True, default=None)
    asked = Text(null=True, default=None)
    asked_until = Date(null=True, default=None)
    struck_at = Timestamptz(null=True, default=None)
    chase_on = Date(null=True, default=None)
    claimed_on = Date(null=True, default=None)


class Step(TenantOwned, tablename="actions_step"):
    """One thing that was done with an action: what was before and after, so that the last can be undone."""

    action_id = UUID(default=None)
    kind = Text()
    words = Text(null=True, default=None)
    changes = JSONB()
    agreed_by = Text(null=True, default=None)
    agreed_on = Date(null=True, default=None)
    file_id = UUID(null=True, default=None)
    link = Text(null=True, default=None)
    by_link = Boolean()
    made_at = Timestamptz(default=None)
    made_by_person_id = UUID(null=True, default=None)
    made_by_name = Text()
    undone_at = Timestamptz(null=True, default=None)
    undone_by_name = Text(null=True, default=None)
    undone_because = Text(null=True, default=None)


class Wait(TenantOwned, tablename="actions_wait"):
    """That one action waits for another, until it `ended_at`."""

    action_id = UUID(default=None)
    for_action_id = UUID(default=None)
    ended_at = Timestamptz(null=True, default=None)


class SettingTable(TenantOwned, tablename="actions_setting"):
    """The rule of colours and of closing from a day on, for the tenant or for one committee."""

    committee_id = UUID(null=True, default=None)
    effective_from = Date(default=None)
    amber_within = Integer(default=None)
    red_after = Integer(default=None)
    moves_to_amber = Integer(default=None)
    closed_by_committee = Boolean()
    source = Text()
    withdrawn = Boolean()
    set_at = Timestamptz(default=None)
    set_by_name = Text()
