"""The mark of an event whose subject only a few may know of."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:27:01"
VERSION = "1.38.0"
DESCRIPTION = "Confidential events of the ledger"

forwards = migration(
    "ledger",
    ID,
    DESCRIPTION,
    "ALTER TABLE ledger_event ADD COLUMN confidential boolean NOT NULL DEFAULT false;",
)
