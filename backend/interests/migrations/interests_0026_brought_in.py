"""Declarations that a spreadsheet brought in, and how to find them again."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:26:01"
VERSION = "1.38.0"
DESCRIPTION = "Declarations brought in from a spreadsheet"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE interests_declaration
          ADD COLUMN brought_in_by uuid,
          ADD COLUMN brought_in_from text,
          ADD COLUMN undone_at timestamptz,
          ADD CONSTRAINT interests_declaration_brought_in_check
            CHECK ((brought_in_by IS NULL) = (brought_in_from IS NULL) AND
                   (undone_at IS NULL OR brought_in_by IS NOT NULL));
        """,
        "CREATE INDEX interests_declaration_brought_in"
        " ON interests_declaration (tenant_id, brought_in_by) WHERE brought_in_by IS NOT NULL;",
    ],
)
