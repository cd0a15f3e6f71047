"""Pauses: people who are not asked for anything for a time. Why is sealed, and no page opens it."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:24:01"
VERSION = "1.38.0"
DESCRIPTION = "People who are paused"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "people_pause",
            """
            person_id uuid NOT NULL,
            from_on date NOT NULL,
            until_on date CHECK (until_on >= from_on - 1),
            sealed_reason bytea NOT NULL,
            authorised_by uuid NOT NULL CHECK (authorised_by <> person_id),
            authorised_at timestamptz NOT NULL,
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, authorised_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX people_pause_by_person ON people_pause (tenant_id, person_id, from_on);",
    ],
)
