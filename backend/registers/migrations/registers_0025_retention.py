"""Proposals to dispose of old records, and holds."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:25:03"
VERSION = "1.38.0"
DESCRIPTION = "Retention of records"

forwards = migration(
    "registers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "registers_disposal",
            """
            record_type text NOT NULL,
            record_id uuid NOT NULL,
            person_id uuid,
            title text NOT NULL,
            outcome text NOT NULL CHECK (outcome IN ('DISPOSE', 'APPRAISE')),
            schedule text NOT NULL,
            ended_on date NOT NULL,
            due_on date NOT NULL CHECK (due_on > ended_on),
            state text NOT NULL CHECK (state IN ('proposed', 'approved', 'kept', 'carried-out')),
            proposed_at timestamptz NOT NULL,
            decided_at timestamptz,
            decided_by uuid,
            decided_by_name text,
            reason text CHECK (reason <> ''),
            carried_out_at timestamptz,
            carried_out_by_name text,
            carried_out_how text CHECK (carried_out_how <> ''),
            UNIQUE (tenant_id, record_type, record_id, ended_on),
            CHECK ((state = 'proposed') = (decided_at IS NULL)),
            CHECK ((state = 'carried-out') = (carried_out_at IS NOT NULL)),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, decided_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX registers_disposal_to_decide ON registers_disposal (tenant_id, due_on) WHERE state = 'proposed';",
        tenant_table(
            "registers_hold",
            """
            kind text NOT NULL CHECK (kind IN ('legal', 'inquiry')),
            record_type text,
            person_id uuid,
            reason text NOT NULL CHECK (reason <> ''),
            placed_at timestamptz NOT NULL,
            placed_by_name text NOT NULL,
            lifted_at timestamptz CHECK (lifted_at >= placed_at),
            lifted_by_name text,
            lifted_because text CHECK (lifted_because <> ''),
            CHECK ((lifted_at IS NULL) = (lifted_because IS NULL)),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX registers_hold_open ON registers_hold (tenant_id, placed_at) WHERE lifted_at IS NULL;",
    ],
)
