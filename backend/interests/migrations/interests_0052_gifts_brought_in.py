"""Gifts that a spreadsheet brought in, how to find them again, and what the old register said of their review."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:59:01"
VERSION = "1.38.0"
DESCRIPTION = "Gifts brought in from a spreadsheet; statistics that follow large imports"

# A page that is asked for right after a large import is planned by the statistics of before. The server refreshes them
# by itself within a minute of so many changed rows; its own threshold is a share of the whole table, which in a table
# of many organisations one organisation's file may never reach. (ANALYZE itself is the owner's alone in PostgreSQL 16.)
_SOON = "SET (autovacuum_analyze_scale_factor = 0.0, autovacuum_analyze_threshold = 500)"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE interests_gift
          ADD COLUMN brought_in_by uuid,
          ADD COLUMN brought_in_from text,
          ADD COLUMN brought_in_review text,
          ADD CONSTRAINT interests_gift_brought_in_check
            CHECK ((brought_in_by IS NULL) = (brought_in_from IS NULL) AND
                   (brought_in_review IS NULL OR brought_in_by IS NOT NULL));
        """,
        "CREATE INDEX interests_gift_brought_in"
        " ON interests_gift (tenant_id, brought_in_by) WHERE brought_in_by IS NOT NULL;",
        *(
            f"ALTER TABLE {table} {_SOON};"
            for table in ("interests_entry", "interests_declaration", "interests_gift")
        ),
    ],
)
