"""Statements of readiness, which are signed before services come and wait for no freeze of the year."""

from backend.tenancy.sql import migration

ID = "2026-11-22T22:32:01"
VERSION = "1.38.0"
DESCRIPTION = "Statements of readiness for delegation"

forwards = migration(
    "statements",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE statements_statement DROP CONSTRAINT statements_statement_kind_check;
    ALTER TABLE statements_statement DROP CONSTRAINT statements_statement_check1;
    ALTER TABLE statements_statement ADD CONSTRAINT statements_statement_kind_check
      CHECK (kind IN ('governance-statement', 'committee-report', 'conflicts-audit', 'readiness-statement'));
    ALTER TABLE statements_statement ADD CONSTRAINT statements_statement_rests_on_freeze
      CHECK (state = 'draft' OR freeze_id IS NOT NULL OR kind = 'readiness-statement');
    """,
)
