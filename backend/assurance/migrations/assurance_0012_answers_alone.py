"""What saving an answer asks, kept beside it: its reference, its scale's levels, and the version that was said last."""

from backend.tenancy.sql import migration

ID = "2026-11-22T19:47:02"
VERSION = "1.38.0"
DESCRIPTION = "Answers know their reference, their scale and their last version"

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE assurance_answer ADD COLUMN reference text NOT NULL DEFAULT '',
      ADD COLUMN scale text NOT NULL DEFAULT '',
      ADD COLUMN said_number integer NOT NULL DEFAULT 0 CHECK (said_number >= 0);
    ALTER TABLE assurance_answer ALTER COLUMN reference DROP DEFAULT, ALTER COLUMN scale DROP DEFAULT,
      ALTER COLUMN said_number DROP DEFAULT;
    ALTER TABLE assurance_assessment ADD COLUMN scales jsonb NOT NULL DEFAULT '[]';
    ALTER TABLE assurance_assessment ALTER COLUMN scales DROP DEFAULT;
    """,
)
