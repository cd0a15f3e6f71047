"""The length of the ledger that a pack proves, and whether it brings a verifier."""

from backend.tenancy.sql import migration

ID = "2026-11-23T04:10:00"
VERSION = "1.38.0"
DESCRIPTION = "The length of the ledger that a pack proves, and whether it brings a verifier"

forwards = migration(
    "packs",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE packs_pack ADD COLUMN ledger_size bigint CHECK (ledger_size > 0);",
        "ALTER TABLE packs_pack ADD COLUMN with_verifier boolean NOT NULL DEFAULT true;",
    ],
)
