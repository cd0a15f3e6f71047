"""Breaches that a spreadsheet brought in."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:59:03"
VERSION = "1.38.0"
DESCRIPTION = "Breaches brought in from a spreadsheet"

forwards = migration(
    "concerns",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE concerns_breach
          ADD COLUMN brought_in_by uuid,
          ADD COLUMN brought_in_from text,
          ADD CONSTRAINT concerns_breach_brought_in_check
            CHECK ((brought_in_by IS NULL) = (brought_in_from IS NULL));
        """,
        "CREATE INDEX concerns_breach_brought_in"
        " ON concerns_breach (tenant_id, brought_in_by) WHERE brought_in_by IS NOT NULL;",
    ],
)
