"""Facts as rooms state them, version by version."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T19:14:01"
VERSION = "1.38.0"
DESCRIPTION = "Facts that rooms state"

forwards = migration(
    "facts",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "facts_subject",
            """
            about text NOT NULL,
            subject text NOT NULL,
            title text NOT NULL,
            room text NOT NULL,
            kind text NOT NULL,
            record_id uuid,
            UNIQUE (tenant_id, about, subject)
            """,
        ),
        tenant_table(
            "facts_fact",
            """
            kind text NOT NULL,
            subject text NOT NULL,
            value text NOT NULL,
            known_from timestamptz NOT NULL,
            known_until timestamptz CHECK (known_until >= known_from)
            """,
        ),
        tenant_table(
            "facts_followed",
            """
            seen text NOT NULL,
            followed_at timestamptz NOT NULL,
            since timestamptz NOT NULL,
            UNIQUE (tenant_id)
            """,
        ),
        """
        CREATE UNIQUE INDEX facts_fact_current ON facts_fact (tenant_id, kind, subject) WHERE known_until IS NULL;
        CREATE INDEX facts_subject_by_record ON facts_subject (tenant_id, record_id);
        CREATE INDEX facts_fact_versions ON facts_fact (tenant_id, kind, subject, known_from);
        """,
    ],
)
