"""Files, as they were kept. A row names bytes that are stored already; neither is changed or removed."""

from piccolo.columns import UUID, BigInt, Boolean, Text, Timestamptz

from backend.tenancy.tables import TenantOwned


class File(TenantOwned, tablename="evidence_file"):
    """One name for some bytes. `kept_at` is the storage key; `size` is in bytes; `added_at` the domain's moment."""

    name = Text()
    media_type = Text()
    sha256 = Text()
    size = BigInt()
    kept_at = Text()
    demonstration = Boolean()
    added_at = Timestamptz(default=None)
    added_by_name = Text()
    added_by_person_id = UUID(null=True, default=None)
