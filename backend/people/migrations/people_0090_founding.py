"""Links with which somebody may found an organisation: made by whoever runs the installation, found by their token."""

from backend.tenancy.sql import migration

ID = "2026-11-24T03:00:01"
VERSION = "1.38.0"
DESCRIPTION = "Founding links"

forwards = migration(
    "people",
    ID,
    DESCRIPTION,
    """
    CREATE TABLE people_founding (
      id uuid PRIMARY KEY,
      token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      email text NOT NULL CHECK (email = lower(email) AND email LIKE '%_@_%'),
      -- a code that is told by telephone where no mail server is: Argon2id, as a password is kept
      told_code_hash text CHECK (told_code_hash LIKE '$argon2id$%'),
      made_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL CHECK (expires_at > made_at),
      codes_sent integer NOT NULL DEFAULT 0 CHECK (codes_sent BETWEEN 0 AND 20),
      code_sent_at timestamptz,
      revoked_at timestamptz,
      founded_at timestamptz,
      founded_slug text,
      CHECK ((founded_at IS NULL) = (founded_slug IS NULL))
    );
    CREATE INDEX people_founding_newest ON people_founding (made_at DESC);
    GRANT SELECT, INSERT, UPDATE (codes_sent, code_sent_at, revoked_at, founded_at, founded_slug)
      ON people_founding TO probity_app;
    """,
)
