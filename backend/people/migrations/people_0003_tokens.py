"""Personal tokens: what a person gives to a program that reads on their behalf."""

from backend.tenancy.sql import migration

ID = "2026-11-22T00:28:01"
VERSION = "1.38.0"
DESCRIPTION = "Personal tokens"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    [
        """
        CREATE TABLE people_token (
          id uuid PRIMARY KEY,
          account_id uuid NOT NULL REFERENCES people_account (id),
          token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
          name text NOT NULL CHECK (name <> ''),
          tenant_ids uuid[] NOT NULL CHECK (cardinality(tenant_ids) > 0),
          made_at timestamptz NOT NULL,
          expires_at timestamptz NOT NULL,
          last_used_at timestamptz,
          revoked_at timestamptz,
          calls integer NOT NULL DEFAULT 0 CHECK (calls >= 0),
          calls_since timestamptz NOT NULL,
          CHECK (expires_at > made_at AND expires_at <= made_at + interval '366 days')
        );
        CREATE INDEX people_token_by_account ON people_token (account_id) WHERE revoked_at IS NULL;
        -- a token's hash, holder, reach and last day never change
        GRANT SELECT, INSERT, UPDATE (last_used_at, revoked_at, calls, calls_since) ON people_token TO probity_app;
        """,
    ],
)
