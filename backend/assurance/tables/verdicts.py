"""Rules in use, what each reads, and every version of what it said."""

from piccolo.columns import JSONB, UUID, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Rule(TenantOwned, tablename="assurance_rule"):
    """One version of a requirement's rule, in use from a moment on, until it was changed or left."""

    requirement_id = UUID(default=None)
    edition_id = UUID(default=None)
    rule = JSONB()
    used_from = Timestamptz(default=None)
    used_until = Timestamptz(null=True, default=None)


class Reading(TenantOwned, tablename="assurance_reading"):
    """That a rule in use reads one kind of fact, of one named subject or (`subject` empty) of any."""

    rule_id = UUID(default=None)
    kind = Text()
    subject = Text()


class Verdict(TenantOwned, tablename="assurance_verdict"):
    """One version of what a rule said. `lapses_on`: the first day on which time alone makes it say another thing.

    `looks_on` is the first on which time alone changes its words or its reasons; `more` reasons are counted and not
    kept. The version was worked out for the day of `known_from`.
    """

    requirement_id = UUID(default=None)
    rule_id = UUID(default=None)
    outcome = Text()
    words = Text()
    reasons = JSONB()
    more = Integer(default=None)
    lapses_on = Date(null=True, default=None)
    looks_on = Date(null=True, default=None)
    known_from = Timestamptz(default=None)
    known_until = Timestamptz(null=True, default=None)
