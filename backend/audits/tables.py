"""Audits, recommendations, opinions, engagements and requests."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Audit(TenantOwned, tablename="audits_audit"):
    """One audit. `rating` is the firm's own word, `national_rating` what a national framework calls it."""

    title = Text()
    kind = Text()
    subject = Text()
    firm = Text(null=True, default=None)
    lead_person_id = UUID(null=True, default=None)
    committee_id = UUID(null=True, default=None)
    state = Text()
    planned_for = Date(null=True, default=None)
    reported_on = Date(null=True, default=None)
    rating = Text(null=True, default=None)
    level = Text(null=True, default=None)
    national_rating = Text(null=True, default=None)
    summary = Text(null=True, default=None)
    cancelled_because = Text(null=True, default=None)
    version = Integer(default=None)


class Recommendation(TenantOwned, tablename="audits_recommendation"):
    """What an audit recommends. It is carried out when its owner says so, and closed when somebody else has looked."""

    audit_id = UUID(default=None)
    number = Integer(default=None)
    words = Text()
    priority = Text()
    response = Text(null=True, default=None)
    response_words = Text(null=True, default=None)
    owner_person_id = UUID(null=True, default=None)
    due_on = Date(null=True, default=None)
    action_id = UUID(null=True, default=None)
    state = Text()
    carried_out_on = Date(null=True, default=None)
    carried_out_words = Text(null=True, default=None)
    carried_out_by = Text(null=True, default=None)
    carried_out_by_person_id = UUID(null=True, default=None)
    closed_on = Date(null=True, default=None)
    closed_by = Text(null=True, default=None)
    closed_words = Text(null=True, default=None)


class Opinion(TenantOwned, tablename="audits_opinion"):
    """The head of internal audit's opinion of the year that begins in April of `year`, by the standards of its day."""

    year = Integer(default=None)
    level = Text()
    words = Text()
    given_by = Text()
    given_on = Date(default=None)
    standards = Text()
    recorded_at = Timestamptz(default=None)
    recorded_by = Text()
    struck_at = Timestamptz(null=True, default=None)
    struck_because = Text(null=True, default=None)


class Engagement(TenantOwned, tablename="audits_engagement"):
    """An auditor who reads for one audit between two days; `role_id` is the role that was granted for it."""

    audit_id = UUID(default=None)
    person_id = UUID(default=None)
    role_id = UUID(default=None)
    from_on = Date(default=None)
    until_on = Date(default=None)
    as_at = Date(null=True, default=None)
    ended_on = Date(null=True, default=None)
    ended_because = Text(null=True, default=None)


class AuditRequest(TenantOwned, tablename="audits_request"):
    """What an auditor asked for, by when, of whom, and what was answered."""

    audit_id = UUID(default=None)
    words = Text()
    asked_on = Date(default=None)
    asked_by = Text()
    due_on = Date(default=None)
    owner_person_id = UUID(null=True, default=None)
    action_id = UUID(null=True, default=None)
    state = Text()
    answer = Text(null=True, default=None)
    settled_on = Date(null=True, default=None)
    settled_by = Text(null=True, default=None)
