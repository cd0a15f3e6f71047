"""Votes of a body that votes by class, and the classes as they were when a decision was taken."""

from backend.tenancy.sql import migration

ID = "2026-11-24T08:00:02"
VERSION = "1.38.0"
DESCRIPTION = "Votes by class, and the classes as they were when a decision was taken"

forwards = migration(
    "sittings",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE sittings_taken ADD COLUMN classes jsonb;",
        "ALTER TABLE sittings_vote ADD COLUMN voting_class text CHECK (voting_class ~ '^[a-z0-9-]{1,80}$');",
    ],
)
