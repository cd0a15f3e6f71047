"""Letters that are kept as what they say until they are sent.

The reference to the tenant goes: the wall lets in no row but of the tenant that the transaction proves, no tenant is
ever removed, and looking its one row up again for every letter was a fifth of what a letter costs.
"""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:31:01"
VERSION = "1.38.0"
DESCRIPTION = "Letters kept as what they say"

forwards = migration(
    "notices",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE notices_letter ADD COLUMN content jsonb;
    ALTER TABLE notices_letter ADD CHECK (content IS NULL OR (text = '' AND html = ''));
    ALTER TABLE notices_letter DROP CONSTRAINT notices_letter_tenant_id_fkey;
    """,
)
