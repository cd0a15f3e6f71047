"""Notices of a procurement, and representations against it."""

from piccolo.columns import UUID, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Notice(TenantOwned, tablename="procurement_notice"):
    """A notice that was published, with the day and where it stands."""

    procurement_id = UUID(default=None)
    kind = Text()
    published_on = Date(default=None)
    place = Text(null=True, default=None)
    recorded_by = Text()
    recorded_at = Timestamptz(default=None)


class Representation(TenantOwned, tablename="procurement_representation"):
    """A provider's written representation, and the further decision on it."""

    procurement_id = UUID(default=None)
    provider_id = UUID(default=None)
    received_on = Date(default=None)
    summary = Text()
    recorded_by = Text()
    answer = Text(null=True, default=None)
    answered_on = Date(null=True, default=None)
    answer_note = Text(null=True, default=None)
