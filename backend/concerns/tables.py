"""Concerns and all that hangs on them, the breaches that were found, and who stands in for the Guardian.

A file that is shown for a concern is kept here, not in the room of evidence: so no list of files holds its name.
"""

from piccolo.columns import UUID, BigInt, Boolean, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Concern(TenantOwned, tablename="concerns_concern"):
    """What was raised, and where it stands. `follow_up_hash` is of the reference and the secret word together."""

    reference = Text()
    follow_up_hash = Text()
    route = Text()
    received_at = Timestamptz(default=None)
    raised_by = UUID(null=True, default=None)
    raiser_name = Text(null=True, default=None)
    raiser_contact = Text(null=True, default=None)
    taken_down_by = UUID(null=True, default=None)
    category = Text()
    about = Text()
    what = Text()
    occurred = Text(null=True, default=None)
    state = Text()
    assessment = Text(null=True, default=None)
    policy_clause = Text(null=True, default=None)
    person_concerned = UUID(null=True, default=None)
    investigator = Text(null=True, default=None)
    investigator_name = Text(null=True, default=None)
    investigation_from = Date(null=True, default=None)
    finding = Text(null=True, default=None)
    found_on = Date(null=True, default=None)
    reasons = Text(null=True, default=None)
    action = Text(null=True, default=None)
    lessons = Text(null=True, default=None)
    notified = Boolean(null=True, default=None)
    notified_on = Date(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)


class Handler(TenantOwned, tablename="concerns_handler"):
    """Somebody who handles a concern, or did until `to_at`; `because` is why they were added or left it."""

    concern_id = UUID(default=None)
    person_id = UUID(default=None)
    capacity = Text()
    from_at = Timestamptz(default=None)
    to_at = Timestamptz(null=True, default=None)
    because = Text()


class Notice(TenantOwned, tablename="concerns_notice"):
    """What the person concerned was told, by which day they may reply, and their reply."""

    concern_id = UUID(default=None)
    person_id = UUID(default=None)
    words = Text()
    reply_by = Date(default=None)
    given_at = Timestamptz(default=None)
    given_by = UUID(null=True, default=None)
    reply = Text(null=True, default=None)
    replied_at = Timestamptz(null=True, default=None)
    reply_recorded_by = UUID(null=True, default=None)


class Message(TenantOwned, tablename="concerns_message"):
    """A word between handlers and raiser. `by_person` is a handler; from the raiser it is nobody."""

    concern_id = UUID(default=None)
    at = Timestamptz(default=None)
    from_raiser = Boolean()
    by_person = UUID(null=True, default=None)
    words = Text()


class Referral(TenantOwned, tablename="concerns_referral"):
    """A referral to somebody else, beside the handling here."""

    concern_id = UUID(default=None)
    body = Text()
    referred_on = Date(default=None)
    words = Text()
    referred_by = UUID(null=True, default=None)


class Document(TenantOwned, tablename="concerns_document"):
    """A file of a concern. `kept_at` is its storage key, `size` in bytes."""

    concern_id = UUID(default=None)
    name = Text()
    media_type = Text()
    sha256 = Text()
    size = BigInt()
    kept_at = Text()
    added_at = Timestamptz(default=None)
    added_by = UUID(null=True, default=None)


class Breach(TenantOwned, tablename="concerns_breach"):
    """One version of what is published of a breach that was found: no name, and no way back to the concern."""

    breach_id = UUID(default=None)
    found_on = Date(default=None)
    category = Text()
    what_happened = Text()
    action = Text()
    lessons = Text()
    notified = Boolean()
    notified_on = Date(null=True, default=None)
    known_from = Timestamptz(default=None)
    known_to = Timestamptz(null=True, default=None)
    brought_in_by = UUID(null=True, default=None)
    brought_in_from = Text(null=True, default=None)


class Publication(TenantOwned, tablename="concerns_publication"):
    """Which concern a published breach came from; handlers alone follow it."""

    concern_id = UUID(default=None)
    breach_id = UUID(default=None)


class Settings(TenantOwned, tablename="concerns_settings"):
    """At most one row a tenant: who handles what touches the Guardian, and since when breaches are kept here."""

    stand_in_person_id = UUID(null=True, default=None)
    kept_since = Date(null=True, default=None)
