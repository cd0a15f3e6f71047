"""The mark of a letter that stands in no outbox."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:27:02"
VERSION = "1.38.0"
DESCRIPTION = "Confidential letters"

forwards = migration(
    "notices",
    ID,
    DESCRIPTION,
    "ALTER TABLE notices_letter ADD COLUMN confidential boolean NOT NULL DEFAULT false;",
)
