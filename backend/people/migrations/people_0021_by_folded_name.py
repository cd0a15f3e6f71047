"""People in the order in which lists show them."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:21:01"
VERSION = "1.38.0"
DESCRIPTION = "People by name, whatever its case"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        "-- registers and lists are ordered by it: a page of one is read without sorting everybody",
        "CREATE INDEX people_person_in_order ON people_person (tenant_id, lower(name), id);",
    ],
)
