"""What a named person says at a gate, and what happened there.

Passings, conditions that were set and how these stand only grow. A waiver, evidence and a happening are never deleted:
they are withdrawn or struck out, with who did it and why.
"""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Passing(TenantOwned, tablename="delegation_passing"):
    """A signature: the gate was passed, or opened again. `content` is what stood when it was given, by its `sha256`."""

    gate_id = UUID(default=None)
    number = Integer(default=None)
    act = Text()
    since = Date(default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(default=None)
    person_name = Text()
    office = Text()
    words = Text()
    content = JSONB()
    sha256 = Text()
    proved_by = Text()
    reason = Text(null=True, default=None)


class Waiver(TenantOwned, tablename="delegation_waiver"):
    """A criterion is let be for a while, up to and with `until`, by a named person and for a reason."""

    gate_id = UUID(default=None)
    condition_id = UUID(default=None)
    reason = Text()
    since = Date(default=None)
    until = Date(default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(default=None)
    person_name = Text()
    office = Text()
    proved_by = Text()
    withdrawn_on = Date(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = Text(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class Imposed(TenantOwned, tablename="delegation_imposed"):
    """A condition that was set when a gate was passed, or carried over from another (`carried_from_id`)."""

    programme_id = UUID(default=None)
    gate_id = UUID(default=None)
    passing_id = UUID(null=True, default=None)
    carried_from_id = UUID(null=True, default=None)
    number = Integer(default=None)
    words = Text()
    imposed_by = Text()
    imposed_on = Date(default=None)
    due_on = Date(null=True, default=None)
    year = Text(null=True, default=None)
    action_id = UUID(null=True, default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(null=True, default=None)
    person_name = Text()


class ImposedState(TenantOwned, tablename="delegation_imposed_state"):
    imposed_id = UUID(default=None)
    version = Integer(default=None)
    state = Text()
    words = Text()
    since = Date(default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(default=None)
    person_name = Text()


class Happening(TenantOwned, tablename="delegation_happening"):
    """What a gate guards has happened. `irregular`, with `why`: the gate was not passed on that day."""

    programme_id = UUID(default=None)
    gate_id = UUID(default=None)
    number = Integer(default=None)
    what = Text()
    milestone_id = UUID(null=True, default=None)
    function = Text(null=True, default=None)
    words = Text()
    happened_on = Date(default=None)
    decided_by = Text()
    irregular = Boolean()
    why = Text()
    action_id = UUID(null=True, default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(null=True, default=None)
    person_name = Text()
    reported_on = Date(null=True, default=None)
    reported_to = Text(null=True, default=None)
    struck_at = Timestamptz(null=True, default=None)
    struck_by = Text(null=True, default=None)
    struck_because = Text(null=True, default=None)


class Shown(TenantOwned, tablename="delegation_shown"):
    """A record of any room that is shown for a criterion, a commitment, a condition set, or a happening."""

    condition_id = UUID(null=True, default=None)
    commitment_id = UUID(null=True, default=None)
    imposed_id = UUID(null=True, default=None)
    happening_id = UUID(null=True, default=None)
    kind_of_evidence = Text()
    room = Text()
    kind = Text()
    record_id = UUID(default=None)
    title = Text()
    hash = Text(null=True, default=None)
    since = Date(default=None)
    known_from = Timestamptz(default=None)
    person_id = UUID(null=True, default=None)
    person_name = Text()
    withdrawn_on = Date(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_by = Text(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class Tagged(TenantOwned, tablename="delegation_tagged"):
    """What somebody said an item of an agenda is about, or is not, whatever its title sounds like."""

    item_id = UUID(default=None)
    subject = Text()
    version = Integer(default=None)
    about = Boolean()
    words = Text()
    known_from = Timestamptz(default=None)
    person_id = UUID(default=None)
    person_name = Text()
