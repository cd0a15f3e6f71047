"""What rooms have stated, with every version of it, and how far what happened was followed."""

from piccolo.columns import UUID, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Subject(TenantOwned, tablename="facts_subject"):
    """What facts are about, under the key that rules know it by, with the record to which it leads."""

    about = Text()
    subject = Text()
    title = Text()
    room = Text()
    kind = Text()
    record_id = UUID(null=True, default=None)


class FactTable(TenantOwned, tablename="facts_fact"):
    """One version of one fact: `value` is its spans as text, known from a moment on, until another was."""

    kind = Text()
    subject = Text()
    value = Text()
    known_from = Timestamptz(default=None)
    known_until = Timestamptz(null=True, default=None)


class Followed(TenantOwned, tablename="facts_followed"):
    """At most one row a tenant: what of its ledger was seen (`seen`, a snapshot of the database), and when, truly.

    `since` and `day` are of the tenant's own time: when facts began to be kept, and the day they were last stated for.
    """

    seen = Text()
    followed_at = Timestamptz(default=None)
    since = Timestamptz(default=None)
    day = Date(null=True, default=None)
