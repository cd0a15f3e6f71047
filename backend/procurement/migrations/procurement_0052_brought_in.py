"""Procurements that a spreadsheet brought in, and who decided them in the words of the old register."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:59:02"
VERSION = "1.38.0"
DESCRIPTION = "Procurement decisions brought in from a spreadsheet"

# statistics that follow a large import, as for interests
_SOON = "SET (autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 500)"

forwards = migration(
    "procurement",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE procurement_particulars
          ADD COLUMN brought_in_by uuid,
          ADD COLUMN brought_in_from text,
          ADD CONSTRAINT procurement_particulars_brought_in_check
            CHECK ((brought_in_by IS NULL) = (brought_in_from IS NULL));
        """,
        "CREATE INDEX procurement_particulars_brought_in"
        " ON procurement_particulars (tenant_id, brought_in_by) WHERE brought_in_by IS NOT NULL;",
        "-- a committee that is none of ours, as an old register names it",
        "ALTER TABLE procurement_decision ADD COLUMN committee_named text CHECK (committee_named <> '');",
        f"ALTER TABLE procurement_particulars {_SOON};",
        f"ALTER TABLE procurement_decision {_SOON};",
    ],
)
