"""What a tenant has settled for its registers."""

from piccolo.columns import JSONB, Date, Text

from backend.tenancy.tables import TenantOwned


class Settings(TenantOwned, tablename="interests_settings"):
    """At most one row a tenant: the rule set that it has pinned, and its own values with their reasons."""

    rule_set = Text()
    overrides = JSONB()
    review_by = Date(null=True, default=None)
    contact = Text(null=True, default=None)
