"""Actions that come of a review by another body: its questions, its conditions, its letters."""

from backend.tenancy.sql import migration

ID = "2026-11-22T22:21:01"
VERSION = "1.38.0"
DESCRIPTION = "Actions may come of a review by another body"

forwards = migration(
    "actions",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE actions_action DROP CONSTRAINT actions_action_source_kind_check;
    ALTER TABLE actions_action ADD CONSTRAINT actions_action_source_kind_check
      CHECK (source_kind IN ('meeting', 'risk', 'gate', 'breach', 'audit', 'assurance', 'review', 'hand'));
    """,
)
