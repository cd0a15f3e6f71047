"""What officers said of the steps of the set-up list."""

from piccolo.columns import UUID, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class StepSettled(TenantOwned, tablename="setup_step"):
    """One thing that was said of a step, the newest counts: done, not needed (with the reason), or to do again."""

    step = Text()
    standing = Text()
    reason = Text()
    settled_at = Timestamptz(default=None)
    settled_by = UUID(default=None)
    settled_by_name = Text()
