"""Which rule set the tenant lived by from which day; training done, and who must do it by name."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:20:01"
VERSION = "1.38.0"
DESCRIPTION = "Pins of rule sets, and training"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "interests_pin",
            """
            rule_set text NOT NULL CHECK (rule_set <> ''),
            overrides jsonb NOT NULL,
            from_on date NOT NULL,
            settled_at timestamptz NOT NULL,
            settled_by text NOT NULL,
            reason text NOT NULL CHECK (reason <> '')
            """,
            writes="INSERT",
        ),
        append_only("interests_pin"),
        "CREATE INDEX interests_pin_by_day ON interests_pin (tenant_id, from_on DESC, settled_at DESC, id DESC);",
        tenant_table(
            "interests_training",
            """
            person_id uuid NOT NULL,
            module text NOT NULL CHECK (module <> ''),
            rule_set text NOT NULL,
            done_on date NOT NULL,
            score integer CHECK (score BETWEEN 0 AND 100),
            certificate_id uuid,
            recorded_at timestamptz NOT NULL,
            recorded_by text NOT NULL,
            withdrawn_at timestamptz,
            withdrawn_because text,
            CHECK ((withdrawn_at IS NULL) = (withdrawn_because IS NULL)),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, certificate_id) REFERENCES evidence_file (tenant_id, id)
            """,
        ),
        "-- the same module on the same day is the same completion",
        "CREATE UNIQUE INDEX interests_training_once"
        " ON interests_training (tenant_id, person_id, module, done_on) WHERE withdrawn_at IS NULL;",
        tenant_table(
            "interests_training_duty",
            """
            person_id uuid NOT NULL,
            module text NOT NULL CHECK (module <> ''),
            duty text NOT NULL CHECK (duty IN ('ADDED', 'EXCUSED', 'BY_RULE')),
            reason text NOT NULL CHECK (reason <> ''),
            settled_at timestamptz NOT NULL,
            UNIQUE (tenant_id, person_id, module),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
    ],
)
