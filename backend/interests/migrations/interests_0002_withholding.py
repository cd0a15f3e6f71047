"""What the Guardian withholds from the public, from any register."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:25:01"
VERSION = "1.38.0"
DESCRIPTION = "Entries withheld from the public"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "interests_withholding",
            """
            register text NOT NULL CHECK (register ~ '^[a-z-]{1,40}$'),
            record_id uuid NOT NULL,
            person_id uuid,
            reason text NOT NULL CHECK (reason <> ''),
            review_on date NOT NULL,
            withheld_at timestamptz NOT NULL,
            withheld_by uuid NOT NULL,
            withheld_by_name text NOT NULL,
            lifted_at timestamptz CHECK (lifted_at >= withheld_at),
            lifted_by uuid,
            lifted_by_name text,
            lifted_because text CHECK (lifted_because <> ''),
            CHECK ((lifted_at IS NULL) = (lifted_because IS NULL)),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, withheld_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, lifted_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "-- a record is withheld once at a time",
        "CREATE UNIQUE INDEX interests_withholding_open"
        " ON interests_withholding (tenant_id, register, record_id) WHERE lifted_at IS NULL;",
        "CREATE INDEX interests_withholding_to_review"
        " ON interests_withholding (tenant_id, review_on) WHERE lifted_at IS NULL;",
    ],
)
