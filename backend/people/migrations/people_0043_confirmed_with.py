"""With what the holder of a session proved last who they are."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:43:02"
VERSION = "1.38.0"
DESCRIPTION = "With what a session was confirmed"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        "-- empty for sessions from before: their methods say it",
        "ALTER TABLE people_session ADD COLUMN confirmed_with text[] NOT NULL DEFAULT '{}';",
        "ALTER TABLE people_session ALTER COLUMN confirmed_with DROP DEFAULT;",
    ],
)
