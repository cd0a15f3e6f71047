"""What was settled in the app: by whom, why, and what stood there before."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-24T01:10:00"
VERSION = "1.38.0"
DESCRIPTION = "Changes of settings"

forwards = migration(
    "setup",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "setup_change",
            """
            place text NOT NULL,
            title text NOT NULL CHECK (title <> ''),
            origin text NOT NULL CHECK (origin IN ('form', 'undone', 'folder', 'drift')),
            before jsonb,
            after jsonb,
            sentences jsonb NOT NULL,
            reason text NOT NULL CHECK (reason <> ''),
            changed_at timestamptz NOT NULL,
            changed_by_person_id uuid,
            changed_by_name text NOT NULL,
            """,
            writes="INSERT",
        ),
        append_only("setup_change"),
        "CREATE INDEX setup_change_by_place ON setup_change (tenant_id, place, id);",
    ],
)
