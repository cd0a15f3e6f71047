"""Letters as they were told and what became of them, and the switch that stops all sending of a tenant."""

from piccolo.columns import JSONB, UUID, Boolean, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Letter(TenantOwned, tablename="notices_letter"):
    """One letter to one person. `queued_at` and `sent_at` are the domain's moments, leases and retries real time.

    A letter with a `content` has no words yet: they are made of it when delivery takes the letter, and take its place.
    """

    key = Text()
    room = Text()
    kind = Text()
    recipient_person_id = UUID(default=None)
    recipient_name = Text()
    recipient_address = Text()
    subject = Text()
    text = Text()
    html = Text()
    message_id = Text()
    state = Text()
    doubted = Boolean()
    wanted = Boolean()
    attempts = Integer()
    answer = Text()
    lease_until = Timestamptz(null=True, default=None)
    retry_at = Timestamptz(null=True, default=None)
    queued_at = Timestamptz(default=None)
    sent_at = Timestamptz(null=True, default=None)
    confidential = Boolean()
    content = JSONB(null=True, default=None)
    path = Text()
    read_at = Timestamptz(null=True, default=None)
    calendar = JSONB(null=True, default=None)
    post_id = Text()
    follow_at = Timestamptz(null=True, default=None)


class Switch(TenantOwned, tablename="notices_switch"):
    """At most one row a tenant: whether its letters wait, since when, and why; and where answers to them go."""

    stopped = Boolean()
    reason = Text()
    changed_at = Timestamptz(default=None)
    changed_by_name = Text()
    reply_to = Text()


class Wish(TenantOwned, tablename="notices_wish"):
    """How letters come to one person, and the number that the address of their calendar holds."""

    person_id = UUID(default=None)
    ways = JSONB()
    digest_at = Integer(null=True, default=None)
    digest_days = Text()
    calendar_entries = Boolean()
    plain_text = Boolean()
    feed_number = Integer(null=True, default=None)
    changed_at = Timestamptz(default=None)


class DoubtTable(TenantOwned, tablename="notices_doubt"):
    """An address to which a letter could not be delivered, until somebody has seen to it."""

    address = Text()
    person_id = UUID(default=None)
    person_name = Text()
    reason = Text()
    letter_id = UUID(default=None)
    since = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)
