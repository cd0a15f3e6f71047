"""The lines of a thing by its id: one look finds what was dealt with of all that is due, whatever the plan."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:50:01"
VERSION = "1.38.0"
DESCRIPTION = "Lines of the chase by their things"

forwards = migration(
    "chasing",
    ID,
    DESCRIPTION,
    "CREATE INDEX chasing_line_by_thing ON chasing_line (tenant_id, thing_id);",
)
