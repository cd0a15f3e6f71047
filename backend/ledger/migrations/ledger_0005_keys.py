"""The register of keys."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-23T03:01:00"
VERSION = "1.38.0"
DESCRIPTION = "The register of keys"

forwards = migration(
    "ledger",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "ledger_key",
            """
            use text NOT NULL CHECK (use IN ('pack-seal', 'checkpoint', 'report-seal')),
            generation integer NOT NULL CHECK (generation > 0),
            name text NOT NULL CHECK (name <> ''),
            -- the public half alone: 32 bytes of Ed25519, or a certificate
            public bytea NOT NULL CHECK (use = 'report-seal' OR octet_length(public) = 32),
            fingerprint text NOT NULL,
            since timestamptz,
            until timestamptz CHECK (until IS NULL OR since IS NULL OR since <= until),
            retired_because text NOT NULL DEFAULT '',
            compromised_at timestamptz,
            UNIQUE (tenant_id, use, generation),
            CHECK (until IS NOT NULL OR (retired_because = '' AND compromised_at IS NULL))
            """,
            writes="INSERT, UPDATE (until, retired_because, compromised_at)",
        ),
        "CREATE UNIQUE INDEX ledger_key_in_force ON ledger_key (tenant_id, use) WHERE until IS NULL;",
    ],
)
