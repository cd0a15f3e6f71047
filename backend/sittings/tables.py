"""What happened at meetings, as it was recorded, and what came of it."""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Recorded:
    """When it was written down, and by whom."""

    recorded_at = Timestamptz(default=None)
    recorded_by_person_id = UUID(null=True, default=None)
    recorded_by_name = Text()


class Struck:
    """That it was recorded wrongly: it stays readable, with the reason, and counts no more."""

    struck_at = Timestamptz(null=True, default=None)
    struck_because = Text(null=True, default=None)
    struck_by_name = Text(null=True, default=None)


class Hold(TenantOwned, tablename="sittings_hold"):
    """Who keeps the live page of a meeting; the row stays, and its holder changes."""

    meeting_id = UUID(default=None)
    person_id = UUID(default=None)
    name = Text()
    since = Timestamptz(default=None)


class Presence(Recorded, Struck, TenantOwned, tablename="sittings_presence"):
    """That somebody came, left, returned, apologised or took the chair; without `item_id` for the whole meeting.

    `person_id` is null for a guest; `counts` says of a deputy whether they count in the seat of whom they stand for.
    """

    meeting_id = UUID(default=None)
    item_id = UUID(null=True, default=None)
    kind = Text()
    person_id = UUID(null=True, default=None)
    name = Text()
    at = Timestamptz(default=None)
    stands_for_person_id = UUID(null=True, default=None)
    counts = Boolean()
    note = Text(null=True, default=None)


class Turn(Recorded, Struck, TenantOwned, tablename="sittings_turn"):
    """That the meeting went into private session, back into public, or closed; `words` are the resolution."""

    meeting_id = UUID(default=None)
    kind = Text()
    at = Timestamptz(default=None)
    words = Text(null=True, default=None)


class Declaration(Recorded, Struck, TenantOwned, tablename="sittings_declaration"):
    """An interest declared at the meeting and what the chair decided; `due_on` where it is new to the register."""

    meeting_id = UUID(default=None)
    item_id = UUID(null=True, default=None)
    person_id = UUID(default=None)
    name = Text()
    at = Timestamptz(default=None)
    interest_type = Text(null=True, default=None)
    nature = Text()
    materiality = Text(null=True, default=None)
    is_new = Boolean()
    treatment = Text(null=True, default=None)
    decided_by_name = Text(null=True, default=None)
    due_on = Date(null=True, default=None)


class Taken(TenantOwned, tablename="sittings_taken"):
    """How a decision was taken: who moved it, in whose chair, under which power, before whom. Never changed.

    `classes` are the classes by which the body voted on that day, `[{"id", "name"}]`; null where it did not.
    """

    decision_id = UUID(default=None)
    meeting_id = UUID(default=None)
    mover_person_id = UUID(null=True, default=None)
    mover_name = Text(null=True, default=None)
    chair_name = Text(null=True, default=None)
    function_id = UUID(null=True, default=None)
    power = Text()
    power_words = Text()
    clause = Text()
    consent = Text(null=True, default=None)
    quorate = Boolean(null=True, default=None)
    counted = Integer(default=None)
    quorum_words = Text()
    present = JSONB()
    classes = JSONB(null=True, default=None)
    sha256 = Text()


class Vote(TenantOwned, tablename="sittings_vote"):
    """Votes on a decision: a number without names, or one person's own; of one class where the body votes by class."""

    decision_id = UUID(default=None)
    choice = Text()
    person_id = UUID(null=True, default=None)
    name = Text(null=True, default=None)
    votes = Integer(default=None)
    casting = Boolean()
    voting_class = Text(null=True, default=None)


class Irregularity(TenantOwned, tablename="sittings_irregularity"):
    """A fault of a decision, what puts it right, and which later decision did."""

    decision_id = UUID(default=None)
    fault = Text()
    words = Text()
    way = Text()
    state = Text()
    found_at = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)
    settled_by_decision_id = UUID(null=True, default=None)
    settled_by_name = Text(null=True, default=None)


class Action(Recorded, Struck, TenantOwned, tablename="sittings_action"):
    """What somebody undertook to do, as it was said. What becomes of it stands in the action log, under the same id.

    `replaced_by_id`: what corrects it.
    """

    meeting_id = UUID(default=None)
    item_id = UUID(null=True, default=None)
    words = Text()
    owner_person_id = UUID(null=True, default=None)
    owner_name = Text()
    due_on = Date(null=True, default=None)
    replaced_by_id = UUID(null=True, default=None)


class Minute(Recorded, TenantOwned, tablename="sittings_minute"):
    """One version of one part of the minutes: `drafted` from what was recorded, `words` as somebody edited it."""

    meeting_id = UUID(default=None)
    part = Text()
    item_id = UUID(null=True, default=None)
    version = Integer(default=None)
    drafted = Text()
    words = Text()


class Step(TenantOwned, tablename="sittings_step"):
    """A step of the minutes with their words at that moment (`parts`) and the hash of them.

    `corrections` may be read by whoever reads the public part, `private_corrections` by whoever reads all. `because` is
    why they were opened again or taken back. `file_id` is the PDF of what was made public.
    """

    meeting_id = UUID(default=None)
    number = Integer(default=None)
    step = Text()
    at = Timestamptz(default=None)
    by_person_id = UUID(default=None)
    by_name = Text()
    office = Text(null=True, default=None)
    at_meeting_id = UUID(null=True, default=None)
    corrections = Text(null=True, default=None)
    private_corrections = Text(null=True, default=None)
    because = Text(null=True, default=None)
    file_id = UUID(null=True, default=None)
    proved_by = Text(null=True, default=None)
    parts = JSONB()
    sha256 = Text()


class Extract(TenantOwned, tablename="sittings_extract"):
    """That the extract of a decision was sent to somebody, and by whom. `sha256` is of what was sent."""

    decision_id = UUID(default=None)
    person_id = UUID(default=None)
    name = Text()
    sent_at = Timestamptz(default=None)
    sent_by_name = Text()
    sha256 = Text()


class Entered(TenantOwned, tablename="sittings_entered"):
    """An officer's word on whether an entry of the register is what was declared at a meeting."""

    declaration_id = UUID(default=None)
    interest_id = UUID(default=None)
    is_it = Boolean()
    said_at = Timestamptz(default=None)
    said_by_name = Text()
