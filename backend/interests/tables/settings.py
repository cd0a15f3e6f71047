"""What a tenant has settled for its registers."""

from piccolo.columns import JSONB, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Settings(TenantOwned, tablename="interests_settings"):
    """At most one row a tenant: the rule set that it has pinned, and its own values with their reasons."""

    rule_set = Text()
    overrides = JSONB()
    review_by = Date(null=True, default=None)
    contact = Text(null=True, default=None)


class Pin(TenantOwned, tablename="interests_pin"):
    """From `from_on` on the tenant lived by `rule_set` under `overrides`, until a later pin. Never changed."""

    rule_set = Text()
    overrides = JSONB()
    from_on = Date(default=None)
    settled_at = Timestamptz(default=None)
    settled_by = Text()
    reason = Text()
