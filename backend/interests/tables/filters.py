"""Filters of the register that a person has saved under a name."""

from piccolo.columns import UUID, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class SavedFilter(TenantOwned, tablename="interests_saved_filter"):
    """`choices` is the query of the register's address. Only its own person ever sees it."""

    person_id = UUID(default=None)
    name = Text()
    choices = Text()
    saved_at = Timestamptz(default=None)
