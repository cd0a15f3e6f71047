"""Files that are kept as evidence."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-21T00:05:01"
VERSION = "1.38.0"
DESCRIPTION = "Files kept as evidence"

forwards = migration(
    "evidence",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "evidence_file",
            """
            name text NOT NULL CHECK (name <> '' AND length(name) <= 200),
            media_type text NOT NULL CHECK (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            size bigint NOT NULL CHECK (size >= 0),
            -- where the store keeps the bytes: the same file is stored once, whatever its names
            kept_at text NOT NULL CHECK (kept_at = 'tenants/' || tenant_id || '/' || sha256),
            demonstration boolean NOT NULL,
            added_at timestamptz NOT NULL,
            added_by_name text NOT NULL,
            -- no reference: people stand above evidence
            added_by_person_id uuid,
            UNIQUE (tenant_id, sha256, name, media_type)
            """,
            writes="INSERT",
        ),
        append_only("evidence_file"),
        "CREATE INDEX evidence_file_by_time ON evidence_file (tenant_id, added_at, id);",
    ],
)
