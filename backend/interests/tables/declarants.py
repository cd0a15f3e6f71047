"""How a person declares, where it is settled otherwise than by the seats that they hold."""

from piccolo.columns import UUID, Boolean, Text

from backend.tenancy.tables import TenantOwned


class DeclarantTable(TenantOwned, tablename="interests_declarant"):
    """At most one row a person. A `declares_as` or `decision_making` of null follows from seats."""

    person_id = UUID(default=None)
    declares_as = Text(null=True, default=None)
    decision_making = Boolean(null=True, default=None)
    staff_number = Text(null=True, default=None)
    band = Text(null=True, default=None)
