"""Where roots of the ledger are anchored."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-23T03:02:00"
VERSION = "1.38.0"
DESCRIPTION = "Anchors of the ledger, and who is written to about them"

forwards = migration(
    "ledger",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "ledger_anchor",
            """
            place text NOT NULL CHECK (place IN ('bucket', 'stamp', 'mail')),
            at timestamptz NOT NULL,
            size bigint NOT NULL CHECK (size > 0),
            root bytea NOT NULL CHECK (octet_length(root) = 32),
            note text NOT NULL,
            "where" text NOT NULL,
            held boolean NOT NULL,
            said text NOT NULL,
            proof bytea,
            until timestamptz
            """,
            writes="INSERT",
        ),
        append_only("ledger_anchor"),
        "CREATE INDEX ledger_anchor_by_time ON ledger_anchor (tenant_id, at);",
        tenant_table(
            "ledger_auditor",
            """
            name text NOT NULL,
            address text NOT NULL,
            often text NOT NULL CHECK (often IN ('monthly', 'quarterly', 'never')),
            UNIQUE (tenant_id)
            """,
        ),
    ],
)
