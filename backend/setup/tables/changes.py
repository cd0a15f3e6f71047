"""What was settled in the app."""

from piccolo.columns import JSONB, UUID, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class SettingChange(TenantOwned, tablename="setup_change"):
    """One change that was carried out. `place` names what was changed; it is empty for many at once."""

    place = Text()
    title = Text()
    origin = Text()
    before = JSONB(null=True, default=None)
    after = JSONB(null=True, default=None)
    sentences = JSONB()
    reason = Text()
    changed_at = Timestamptz(default=None)
    changed_by_person_id = UUID(null=True, default=None)
    changed_by_name = Text()
