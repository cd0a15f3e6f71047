"""Actions that come of a gap in assurance."""

from backend.tenancy.sql import migration

ID = "2026-11-22T19:29:02"
VERSION = "1.38.0"
DESCRIPTION = "Actions may come of a gap in assurance"

forwards = migration(
    "actions",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE actions_action DROP CONSTRAINT actions_action_source_kind_check;
    ALTER TABLE actions_action ADD CONSTRAINT actions_action_source_kind_check
      CHECK (source_kind IN ('meeting', 'risk', 'gate', 'breach', 'audit', 'assurance', 'hand'));
    """,
)
