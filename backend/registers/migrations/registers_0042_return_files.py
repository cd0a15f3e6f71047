"""The PDF of a return as it was signed."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:42:01"
VERSION = "1.38.0"
DESCRIPTION = "The PDF of a return as it was signed"

forwards = migration(
    "registers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "registers_return_file",
            """
            return_id uuid NOT NULL,
            file_id uuid NOT NULL,
            made_at timestamptz NOT NULL,
            UNIQUE (tenant_id, return_id),
            FOREIGN KEY (tenant_id, return_id) REFERENCES registers_return (tenant_id, id),
            FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("registers_return_file"),
    ],
)
