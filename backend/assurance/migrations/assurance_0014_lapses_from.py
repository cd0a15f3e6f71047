"""From when time may have changed a tally, so that pages need not look; owners of an assessment by themselves."""

from backend.tenancy.sql import migration

ID = "2026-11-22T20:13:02"
VERSION = "1.38.0"
DESCRIPTION = "Tallies know from when time may have changed them; an index of owners"

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE assurance_tally ADD COLUMN holds_until date;
    CREATE INDEX assurance_answer_owned ON assurance_answer (tenant_id, assessment_id, owner_person_id)
      WHERE owner_person_id IS NOT NULL;
    """,
)
