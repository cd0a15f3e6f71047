"""What people ask to have put right about themselves."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-24T04:00:02"
VERSION = "1.38.0"
DESCRIPTION = "Corrections that people ask for"

forwards = migration(
    "requests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "requests_correction",
            """
            number integer NOT NULL,
            reference text NOT NULL,
            about text NOT NULL CHECK (about IN ('register', 'meeting', 'letter', 'other')),
            place text NOT NULL,
            wrong text NOT NULL,
            should_say text NOT NULL,
            name text NOT NULL,
            address text NOT NULL,
            asked_at timestamptz NOT NULL,
            tries integer NOT NULL DEFAULT 0,
            state text NOT NULL CHECK (state IN ('unproved', 'open', 'answered', 'forgotten')),
            received_on date,
            due_on date,
            outcome text CHECK (outcome IN ('put-right', 'in-part', 'not')),
            words text,
            answered_on date,
            answered_by text,
            CHECK (state NOT IN ('open', 'answered') OR (received_on IS NOT NULL AND due_on IS NOT NULL)),
            CHECK ((state = 'answered') = (outcome IS NOT NULL)),
            UNIQUE (tenant_id, number)
            """,
        ),
        "CREATE INDEX requests_correction_by_state ON requests_correction (tenant_id, state, due_on);",
    ],
)
