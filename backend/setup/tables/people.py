"""Lists of people on their way in, and what each of them brought."""

from piccolo.columns import JSONB, UUID, Boolean, Bytea, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class PeopleListTable(TenantOwned, tablename="setup_people_list"):
    """One file. `rows` are what was read of it, packed; gone once the list is finished with."""

    file_name = Text()
    sha256 = Text()
    size = Integer()
    state = Text()
    started_at = Timestamptz(default=None)
    started_by = UUID(default=None)
    started_by_name = Text()
    rows = Bytea(null=True, default=None)
    row_count = Integer()
    answers = JSONB()
    leave_out = Boolean()
    steps_done = Integer()
    words = Text()
    failure = Text(null=True, default=None)
    outcome = JSONB(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    undone_by_name = Text(null=True, default=None)


class Brought(TenantOwned, tablename="setup_brought"):
    """One thing that a list brought: a person, a role or a term; so that the list can be taken back."""

    list_id = UUID(default=None)
    sort = Text()
    thing_id = UUID(default=None)
    person_id = UUID(default=None)
