"""Copies of a declaration for the registers of other bodies: what leaves here, and what arrived here."""

from piccolo.columns import UUID, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Delivery(TenantOwned, tablename="interests_delivery"):
    """One copy on its way to another body. It is the sender's row; the other body never reads it."""

    declaration_id = UUID(default=None)
    interest_id = UUID(default=None)
    to_tenant = UUID(default=None)
    to_name = Text()
    state = Text()
    asked_at = Timestamptz(default=None)
    answered_at = Timestamptz(null=True, default=None)
    answer = Text(null=True, default=None)


class Arrival(TenantOwned, tablename="interests_arrival"):
    """One copy that arrived: `delivery_id` is the key by which none is written twice."""

    delivery_id = UUID(default=None)
    their_interest_id = UUID(default=None)
    interest_id = UUID(default=None)
    declaration_id = UUID(default=None)
    arrived_at = Timestamptz(default=None)
