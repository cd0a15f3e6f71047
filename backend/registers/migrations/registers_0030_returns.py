"""Returns to higher bodies, kept as they were sent; what finance adds on related parties; fit and proper persons."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:30:01"
VERSION = "1.38.0"
DESCRIPTION = "Returns, related parties, fit and proper persons"

forwards = migration(
    "registers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "registers_return",
            """
            kind text NOT NULL CHECK (kind <> ''),
            since date NOT NULL,
            until date NOT NULL CHECK (until > since),
            number integer NOT NULL CHECK (number > 0),
            state text NOT NULL CHECK (state IN ('PREPARED', 'SENT_BACK', 'DROPPED', 'SIGNED')),
            content text NOT NULL,
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            prepared_at timestamptz NOT NULL,
            prepared_by uuid NOT NULL,
            prepared_by_name text NOT NULL,
            question text,
            asked_by_name text,
            UNIQUE (tenant_id, kind, since, number)
            """,
        ),
        "-- of one period, one return waits for its signature",
        "CREATE UNIQUE INDEX registers_return_waiting ON registers_return (tenant_id, kind, since)"
        " WHERE state IN ('PREPARED', 'SENT_BACK');",
        tenant_table(
            "registers_sent_return",
            """
            return_id uuid NOT NULL,
            content text NOT NULL,
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            signed_at timestamptz NOT NULL,
            signed_by uuid NOT NULL,
            signed_by_name text NOT NULL,
            UNIQUE (tenant_id, return_id),
            FOREIGN KEY (tenant_id, return_id) REFERENCES registers_return (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("registers_sent_return"),
        tenant_table(
            "registers_related_party",
            """
            year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
            person_id uuid NOT NULL,
            organisation_id uuid NOT NULL,
            paid numeric CHECK (paid >= 0),
            received numeric CHECK (received >= 0),
            owed_by_us numeric CHECK (owed_by_us >= 0),
            owed_to_us numeric CHECK (owed_to_us >= 0),
            note text,
            filled_at timestamptz NOT NULL,
            filled_by_name text NOT NULL,
            UNIQUE (tenant_id, year, person_id, organisation_id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, organisation_id) REFERENCES organisations_organisation (tenant_id, id)
            """,
        ),
        tenant_table(
            "registers_fit_and_proper",
            """
            person_id uuid NOT NULL,
            checked_on date NOT NULL,
            next_due_on date NOT NULL CHECK (next_due_on > checked_on),
            recorded_at timestamptz NOT NULL,
            recorded_by_name text NOT NULL,
            withdrawn_because text,
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX registers_fit_and_proper_newest"
        " ON registers_fit_and_proper (tenant_id, person_id, checked_on DESC) WHERE withdrawn_because IS NULL;",
    ],
)
