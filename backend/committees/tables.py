"""Bodies, seats, terms and reporting lines. `retired_on` is the first day without, `last_on` the last day with.

`source`, `seats_from`, `quorum_from` and the terms' source say where a fact was read, as in `organisations`.
"""

from piccolo.columns import JSONB, UUID, Boolean, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Committee(TenantOwned, tablename="committees_committee"):
    """A committee, group or panel. `held_by` is the organisation whose own body it is; null where it is ours."""

    slug = Text()
    name = Text()
    kind = Text()
    held_by = UUID(null=True, default=None)
    purpose = Text()
    meets_in_public = Boolean()
    meets_every_months = Integer(null=True, default=None)
    seats_from = JSONB(null=True, default=None)
    quorum = JSONB(null=True, default=None)
    quorum_from = JSONB(null=True, default=None)
    voting = JSONB(null=True, default=None)
    voting_from = JSONB(null=True, default=None)
    terms_summary = Text(null=True, default=None)
    terms_review_months = Integer(null=True, default=None)
    terms_reviewed_on = Date(null=True, default=None)
    terms_source = JSONB(null=True, default=None)
    source = JSONB()
    formed_on = Date(default=None)
    retired_on = Date(null=True, default=None)


class ReportingLine(TenantOwned, tablename="committees_reporting_line"):
    """`committee_id` reports to `parent_id`, `through` somebody where the line runs through a person."""

    committee_id = UUID(default=None)
    parent_id = UUID(default=None)
    through = Text(null=True, default=None)
    source = JSONB()
    from_on = Date(default=None)
    retired_on = Date(null=True, default=None)


class Seat(TenantOwned, tablename="committees_seat"):
    """One place. Seats alike share a `slug` (the catalogue's name for them) and are told apart by `place`."""

    committee_id = UUID(default=None)
    slug = Text()
    place = Integer(default=None)
    name = Text()
    capacity = Text()
    office = Text(null=True, default=None)
    voting = Boolean()
    from_on = Date(default=None)
    retired_on = Date(null=True, default=None)


class Term(TenantOwned, tablename="committees_term"):
    """A person in a seat from `from_on` to `last_on`, both included; `office` only where the seat carries none.

    `withdrawn_because` marks a term that was entered by mistake: it never was, and the reason stays.
    """

    committee_id = UUID(default=None)
    seat_id = UUID(default=None)
    person_id = UUID(default=None)
    office = Text(null=True, default=None)
    from_on = Date(default=None)
    last_on = Date(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)


class TermsVersion(TenantOwned, tablename="committees_terms_version"):
    """Terms of reference as they were approved: in force from a day, to be looked at again by another."""

    committee_id = UUID(default=None)
    number = Integer(default=None)
    text = Text()
    in_force_from = Date(default=None)
    review_by = Date(default=None)
    approved_by = Text()
    changes = Text()
    made_at = Timestamptz(default=None)
    made_by_name = Text()
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_because = Text(null=True, default=None)
    withdrawn_by_name = Text(null=True, default=None)


class Deputy(TenantOwned, tablename="committees_deputy"):
    """Who may come in the place of whoever holds a seat, from `from_on` to `last_on`, both included."""

    committee_id = UUID(default=None)
    seat_id = UUID(default=None)
    person_id = UUID(default=None)
    from_on = Date(default=None)
    last_on = Date(null=True, default=None)
    may_vote = Boolean()
    withdrawn_because = Text(null=True, default=None)


class CompositionSetting(TenantOwned, tablename="committees_composition"):
    """That a rule of composition blocks from a moment on, or only advises; the newest of a rule counts."""

    rule = Text()
    blocks = Boolean()
    decided_by = Text()
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()


class Effectiveness(TenantOwned, tablename="committees_effectiveness"):
    """What a committee found when it looked at its own work; `answered` of `asked` members said something."""

    committee_id = UUID(default=None)
    period = Text()
    reviewed_on = Date(default=None)
    answered = Integer(null=True, default=None)
    asked = Integer(null=True, default=None)
    went_well = Text()
    to_change = Text()
    recorded_at = Timestamptz(default=None)
    recorded_by_name = Text()
