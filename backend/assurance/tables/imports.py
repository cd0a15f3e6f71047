"""Requirements on their way in from a spreadsheet."""

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class SheetImport(TenantOwned, tablename="assurance_import"):
    """One file of requirements for one draft. `before` is the draft as it stood, so that the import can be undone."""

    edition_id = UUID(default=None)
    file_name = Text()
    sha256 = Text()
    size = Integer()
    state = Text()
    cells = JSONB(null=True, default=None)
    columns = JSONB()
    before = JSONB(null=True, default=None)
    outcome = JSONB(null=True, default=None)
    started_at = Timestamptz(default=None)
    started_by_name = Text()
    done_at = Timestamptz(null=True, default=None)
    done_by_name = Text(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    undone_by_name = Text(null=True, default=None)
