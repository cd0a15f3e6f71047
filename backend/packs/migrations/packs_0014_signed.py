"""How signers proved who they are, and when a pack first left: from then on no signature is taken back."""

from backend.tenancy.sql import migration

ID = "2026-11-23T05:20:00"
VERSION = "1.38.0"
DESCRIPTION = "Proof of signers and the day on which an assurance pack left"

forwards = migration(
    "packs",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE packs_signature ADD COLUMN proved_by text NOT NULL DEFAULT '';",
        "ALTER TABLE packs_opinion ADD COLUMN proved_by text NOT NULL DEFAULT '';",
        "ALTER TABLE packs_pack ADD COLUMN left_at timestamptz;",
        # issues are counted by definition, through its editions; packs from before there were any are general ones
        "DROP INDEX packs_pack_assurance_issue;",
        "CREATE UNIQUE INDEX packs_pack_assurance_issue ON packs_pack (tenant_id, "
        "split_part(coalesce(definition, 'pack-general'), '/', 1), since_on, until_on, issue) "
        "WHERE kind = 'assurance' AND state NOT IN ('failed', 'cancelled');",
    ],
)
