"""Who manages whom: kept of the person, for every room that asks."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:20:01"
VERSION = "1.38.0"
DESCRIPTION = "Line managers"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        "ALTER TABLE people_person ADD COLUMN line_manager_id uuid CHECK (line_manager_id <> id);",
        "ALTER TABLE people_person ADD FOREIGN KEY (tenant_id, line_manager_id) "
        "REFERENCES people_person (tenant_id, id);",
        "CREATE INDEX people_person_by_manager ON people_person (tenant_id, line_manager_id) "
        "WHERE line_manager_id IS NOT NULL;",
    ],
)
