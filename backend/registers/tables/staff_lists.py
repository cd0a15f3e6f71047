"""Lists of staff that were compared. What they said of people is kept only until it is carried out or put away."""

from piccolo.columns import JSONB, UUID, Integer, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class StaffListTable(TenantOwned, tablename="registers_staff_list"):
    """One list: its file's name and hash, and its rows while they are needed."""

    file_name = Text()
    sha256 = Text()
    brought_by = UUID(default=None)
    brought_at = Timestamptz(default=None)
    contents = JSONB(null=True, default=None)
    row_count = Integer()
    error_count = Integer()
    done_by = UUID(null=True, default=None)
    done_at = Timestamptz(null=True, default=None)
    done_count = Integer(null=True, default=None)
