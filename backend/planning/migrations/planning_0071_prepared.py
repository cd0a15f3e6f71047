"""Answers to questions of the public that are prepared for a meeting, and not given yet."""

from backend.tenancy.sql import migration

ID = "2026-11-22T14:40:01"
VERSION = "1.38.0"
DESCRIPTION = "Answers that are prepared for a meeting"

forwards = migration(
    "planning",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE planning_question
          ADD COLUMN prepared text CHECK (prepared <> ''),
          ADD COLUMN prepared_at timestamptz,
          ADD COLUMN prepared_by_name text,
          ADD CHECK ((prepared IS NULL) = (prepared_at IS NULL)
            AND (prepared IS NULL) = (prepared_by_name IS NULL));
        """,
    ],
)
