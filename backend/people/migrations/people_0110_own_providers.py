"""The identity provider that an organisation names for itself, and every try-out of it."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-24T04:00:01"
VERSION = "1.38.0"
DESCRIPTION = "An organisation's own sign-in"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "people_provider",
            """
            name text NOT NULL CHECK (name <> ''),
            issuer text NOT NULL CHECK (issuer LIKE 'http%'),
            client_id text NOT NULL CHECK (client_id <> ''),
            sealed_secret bytea NOT NULL,
            domains text[] NOT NULL,
            trusts_addresses boolean NOT NULL,
            passwords_allowed boolean NOT NULL DEFAULT true,
            edition integer NOT NULL DEFAULT 1,
            settled_at timestamptz NOT NULL,
            settled_by text NOT NULL,
            ended_at timestamptz,
            CHECK (passwords_allowed OR ended_at IS NULL)
            """,
        ),
        # there is one at a time, so that no page has to choose
        "CREATE UNIQUE INDEX people_provider_in_force ON people_provider (tenant_id) WHERE ended_at IS NULL;",
        tenant_table(
            "people_provider_trial",
            """
            provider_id uuid NOT NULL,
            edition integer NOT NULL,
            kind text NOT NULL CHECK (kind IN ('server', 'round')),
            passed boolean NOT NULL,
            steps jsonb NOT NULL,
            at timestamptz NOT NULL,
            by_name text NOT NULL,
            FOREIGN KEY (tenant_id, provider_id) REFERENCES people_provider (tenant_id, id)
            """,
            writes="INSERT",
        ),
        "CREATE INDEX people_provider_trial_by_provider ON people_provider_trial (tenant_id, provider_id, at);",
        append_only("people_provider_trial"),
    ],
)
