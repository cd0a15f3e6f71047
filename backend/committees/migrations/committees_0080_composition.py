"""Which rules of composition block."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T16:48:01"
VERSION = "1.38.0"
DESCRIPTION = "Rules of composition that block, as each organisation settles"

forwards = migration(
    "committees",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "committees_composition",
            """
            rule text NOT NULL CHECK (rule ~ '^[a-z-]{1,60}$'),
            blocks boolean NOT NULL,
            decided_by text NOT NULL CHECK (decided_by <> ''),
            settled_at timestamptz NOT NULL,
            settled_by_name text NOT NULL
            """,
            writes="INSERT",
        ),
        append_only("committees_composition"),
        "CREATE INDEX committees_composition_by_day ON committees_composition (tenant_id, settled_at);",
    ],
)
