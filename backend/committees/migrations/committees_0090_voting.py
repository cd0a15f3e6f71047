"""Committees that vote by class."""

from backend.tenancy.sql import migration

ID = "2026-11-24T08:00:01"
VERSION = "1.38.0"
DESCRIPTION = "Committees that vote by class"

forwards = migration(
    "committees",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE committees_committee
          ADD COLUMN voting jsonb,
          ADD COLUMN voting_from jsonb,
          ADD CONSTRAINT committees_committee_voting_from CHECK ((voting IS NULL) = (voting_from IS NULL));
        """
    ],
)
