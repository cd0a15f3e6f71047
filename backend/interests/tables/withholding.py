"""What is withheld from the public, and why."""

from piccolo.columns import UUID, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Withholding(TenantOwned, tablename="interests_withholding"):
    """One record of one register that nobody outside sees, from the Guardian's decision until it is lifted."""

    register = Text()
    record_id = UUID(default=None)
    person_id = UUID(null=True, default=None)
    reason = Text()
    review_on = Date(default=None)
    withheld_at = Timestamptz(default=None)
    withheld_by = UUID(default=None)
    withheld_by_name = Text()
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = UUID(null=True, default=None)
    lifted_by_name = Text(null=True, default=None)
    lifted_because = Text(null=True, default=None)
