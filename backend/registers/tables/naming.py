"""People who may be named for not having declared: told first, then proposed, then decided about by name."""

from piccolo.columns import UUID, Date, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Forewarning(TenantOwned, tablename="registers_warning"):
    """A person was told that they may be named, for a declaration that was due on a day."""

    person_id = UUID(default=None)
    due_on = Date(default=None)
    told_at = Timestamptz(default=None)


class NamedPerson(TenantOwned, tablename="registers_named_person"):
    """A person whom a publication proposes to name, and what was decided."""

    publication_id = UUID(default=None)
    person_id = UUID(default=None)
    name = Text()
    position = Text()
    due_on = Date(default=None)
    told_on = Date(default=None)
    state = Text()
    decided_at = Timestamptz(null=True, default=None)
    decided_by = UUID(null=True, default=None)
    decided_by_name = Text(null=True, default=None)
