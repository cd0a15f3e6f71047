"""Spreadsheets on their way in, and the headings that the organisation has said the meaning of."""

from piccolo.columns import JSONB, UUID, Boolean, Bytea, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class Import(TenantOwned, tablename="registers_import"):
    """One file of one register.

    `people` and `organisations` hold what was answered for each name, `outcome` what came of it.
    """

    register = Text()
    file_name = Text()
    sha256 = Text()
    size = Integer()
    state = Text()
    started_at = Timestamptz(default=None)
    started_by = UUID(default=None)
    started_by_name = Text()
    cells = Bytea(null=True, default=None)
    columns = JSONB(null=True, default=None)
    choices = JSONB()
    people = JSONB()
    organisations = JSONB()
    split_confirmed = Boolean()
    steps_done = Integer()
    words = Text()
    failure = Text(null=True, default=None)
    outcome = JSONB(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    accepted_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    undone_by_name = Text(null=True, default=None)


class Heading(TenantOwned, tablename="registers_heading"):
    """What a heading means to this organisation in a file of one register; an empty `field` leaves the column out."""

    register = Text()
    heading = Text()
    field = Text()
    settled_at = Timestamptz(default=None)
