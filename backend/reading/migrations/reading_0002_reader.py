"""How people like to read, who has opened which issue of a pack, and whether officers see that."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T01:20:01"
VERSION = "1.38.0"
DESCRIPTION = "How people read, who has opened which issue, and whether officers see that"

forwards = migration(
    "reading",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "reading_preference",
            """
            person_id uuid NOT NULL,
            size integer NOT NULL CHECK (size IN (100, 125, 150, 200, 300)),
            spacing text NOT NULL CHECK (spacing IN ('usual', 'wide', 'wider')),
            colours text NOT NULL CHECK (colours IN ('light', 'sepia', 'dark', 'contrast')),
            changed_at timestamptz NOT NULL,
            UNIQUE (tenant_id, person_id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT, UPDATE",
        ),
        tenant_table(
            "reading_opening",
            """
            pack_id uuid NOT NULL,
            person_id uuid NOT NULL,
            first_at timestamptz NOT NULL,
            last_at timestamptz NOT NULL CHECK (last_at >= first_at),
            offline_until timestamptz,
            UNIQUE (tenant_id, pack_id, person_id),
            FOREIGN KEY (tenant_id, pack_id) REFERENCES packs_pack (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT, UPDATE",
        ),
        tenant_table(
            "reading_receipts",
            """
            shown boolean NOT NULL,
            decided_at timestamptz NOT NULL,
            decided_by_name text NOT NULL
            """,
            writes="INSERT",
        ),
        "CREATE INDEX reading_receipts_by_time ON reading_receipts (tenant_id, decided_at);",
    ],
)
