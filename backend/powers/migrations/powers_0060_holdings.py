"""On which days who holds what the scheme decides within, as the register of functions says."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T22:10:09"
VERSION = "1.38.0"
DESCRIPTION = "On which days who holds what the scheme decides within"

forwards = migration(
    "powers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "powers_holding",
            """
            subject_id uuid NOT NULL,
            name text NOT NULL CHECK (name <> ''),
            function_ids uuid[] NOT NULL,
            spells jsonb NOT NULL,
            UNIQUE (tenant_id, subject_id)
            """,
        ),
    ],
)
