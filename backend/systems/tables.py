"""What we granted and delivered, what was delivered to us, thresholds, and offices that a cluster shares."""

from piccolo.columns import JSONB, UUID, Array, Date, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Grant(TenantOwned, tablename="systems_grant"):
    """Which figures go to another body under an agreement, and how often; whether they go, the agreement says."""

    agreement_id = UUID(default=None)
    figures = Array(base_column=Text())
    every = Text()
    granted_at = Timestamptz(default=None)
    granted_by_name = Text()


class Delivery(TenantOwned, tablename="systems_delivery"):
    """One delivery of ours as it was sent. `said` is the whole of it; `key` is unique in its grant."""

    grant_id = UUID(default=None)
    key = Text()
    as_at = Date(default=None)
    message_id = UUID(default=None)
    said = JSONB()
    made_at = Timestamptz(default=None)
    made_by_name = Text()


class Received(TenantOwned, tablename="systems_received"):
    """One delivery of another body as it came, under the id of its message. `said` is the whole of it."""

    agreement_id = UUID(default=None)
    from_name = Text()
    key = Text()
    as_at = Date(default=None)
    said = JSONB()
    received_at = Timestamptz(default=None)


class Threshold(TenantOwned, tablename="systems_threshold"):
    """From a day on, counts of people below it do not leave us. It only grows; the last that was settled counts."""

    threshold = Integer(default=None)
    from_on = Date(default=None)
    source = Text()
    settled_at = Timestamptz(default=None)
    settled_by_name = Text()


class Office(TenantOwned, tablename="systems_office"):
    """An office of ours whose holder, by an agreement of a cluster, holds it in the other body too."""

    agreement_id = UUID(default=None)
    office = Text()
    person_id = UUID(default=None)
    since = Date(default=None)
    until = Date(null=True, default=None)
    source = Text(null=True, default=None)
    stated_at = Timestamptz(default=None)
    stated_by_name = Text()


class Stated(TenantOwned, tablename="systems_stated"):
    """What the other body of a cluster states of its shared offices; the highest edition counts."""

    agreement_id = UUID(default=None)
    edition = Integer(default=None)
    said = JSONB()
    received_at = Timestamptz(default=None)
