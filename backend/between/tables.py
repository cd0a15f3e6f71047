"""Acts between meetings: what was decided, who took part, what was irregular, and on whose agenda it stands."""

from piccolo.columns import JSONB, UUID, BigInt, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Act(TenantOwned, tablename="between_act"):
    """One act, numbered per committee and year. Its outcome and findings are written once, when it is finished.

    `asked_at` and `reply_by` are of a question put by correspondence, `closing` how that ended. `goes_to_id` is the
    committee that ratifies it or is told of it. `sha256` is of what is recorded, `struck_from` its state before it was
    struck out.
    """

    committee_id = UUID(default=None)
    year = Integer(default=None)
    number = Integer(default=None)
    kind = Text()
    state = Text()
    title = Text()
    words = Text()
    because = Text()
    private_reason = Text(null=True, default=None)
    function_id = UUID(null=True, default=None)
    function = Text(null=True, default=None)
    value_pence = BigInt(null=True, default=None)
    consent = Text(null=True, default=None)
    taken_at = Timestamptz(null=True, default=None)
    asked_at = Timestamptz(null=True, default=None)
    reply_by = Date(null=True, default=None)
    begun_at = Timestamptz(default=None)
    begun_by_name = Text()
    finished_at = Timestamptz(null=True, default=None)
    finished_by_name = Text(null=True, default=None)
    closing = Text(null=True, default=None)
    power = Text(null=True, default=None)
    power_words = Text(null=True, default=None)
    clause = Text(null=True, default=None)
    upward_to = Text(null=True, default=None)
    rule_words = Text(null=True, default=None)
    quorate = Boolean(null=True, default=None)
    counted = Integer(null=True, default=None)
    quorum_words = Text(null=True, default=None)
    goes_to_id = UUID(null=True, default=None)
    sha256 = Text(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    settled_by_decision_id = UUID(null=True, default=None)
    settled_words = Text(null=True, default=None)
    settled_by_name = Text(null=True, default=None)
    struck_at = Timestamptz(null=True, default=None)
    struck_because = Text(null=True, default=None)
    struck_by_name = Text(null=True, default=None)
    struck_from = Text(null=True, default=None)


class Person(TenantOwned, tablename="between_person"):
    """Somebody who acted, was consulted or was asked; `person_id` is null for somebody from outside.

    `found` are the interests that the register showed, `answer` and `words` what they said at `said_at`.
    """

    act_id = UUID(default=None)
    part = Text()
    person_id = UUID(null=True, default=None)
    name = Text()
    added_at = Timestamptz(default=None)
    added_by_name = Text()
    answer = Text(null=True, default=None)
    words = Text(null=True, default=None)
    said_at = Timestamptz(null=True, default=None)
    said_by_name = Text(null=True, default=None)
    declared = Text()
    interest = Text(null=True, default=None)
    handling = Text(null=True, default=None)
    handled_by = Text(null=True, default=None)
    found = JSONB()
    searched_at = Timestamptz(null=True, default=None)
    reminded_at = Timestamptz(null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)


class ActOrganisation(TenantOwned, tablename="between_act_organisation"):
    """An organisation that an act touches."""

    act_id = UUID(default=None)
    organisation_id = UUID(default=None)
    removed_at = Timestamptz(null=True, default=None)


class ActFault(TenantOwned, tablename="between_fault"):
    """What was irregular about an act, and what puts it right."""

    act_id = UUID(default=None)
    fault = Text()
    words = Text()
    way = Text()


class StrikingUndone(TenantOwned, tablename="between_striking_undone"):
    """That an act had been struck out, by whom and why, and that this was taken back."""

    act_id = UUID(default=None)
    struck_at = Timestamptz(default=None)
    struck_because = Text()
    struck_by_name = Text()
    undone_at = Timestamptz(default=None)
    undone_because = Text()
    undone_by_name = Text()


class Placement(TenantOwned, tablename="between_placement"):
    """That an act stands on an agenda, for report or for ratification."""

    act_id = UUID(default=None)
    meeting_id = UUID(default=None)
    item_id = UUID(default=None)
    goes = Text()
    placed_at = Timestamptz(default=None)
    placed_by_name = Text()
