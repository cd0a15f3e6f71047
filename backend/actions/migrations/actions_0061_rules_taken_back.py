"""A rule of colours can be taken back; the row that says so is one more, and nothing is changed."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:45:01"
VERSION = "1.38.0"
DESCRIPTION = "Rules of colours that are taken back"

forwards = migration(
    "actions",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE actions_setting ADD COLUMN withdrawn boolean NOT NULL DEFAULT false;",
        "ALTER TABLE actions_setting ALTER COLUMN withdrawn DROP DEFAULT;",
    ],
)
