"""One body may take over from another: agreements on a merger or a split."""

from backend.tenancy.sql import migration

ID = "2026-11-24T06:00:01"
VERSION = "1.38.0"
DESCRIPTION = "Agreements on a merger or a split"

forwards = migration(
    "together",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE together_agreement
      DROP CONSTRAINT together_agreement_kind_check,
      ADD CONSTRAINT together_agreement_kind_check CHECK (kind IN ('in-common', 'joint', 'oversight', 'succession')),
      DROP CONSTRAINT together_agreement_committee_check,
      ADD CONSTRAINT together_agreement_committee_check CHECK (state <> 'accepted' OR (their_committee IS NOT NULL
        AND (committee_id IS NOT NULL OR kind IN ('oversight', 'succession'))));
    """,
)
