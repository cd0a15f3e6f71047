"""Rules in use, what they read, and what they say."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T19:24:41"
VERSION = "1.38.0"
DESCRIPTION = "Rules in use and their verdicts"

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "assurance_rule",
            """
            requirement_id uuid NOT NULL,
            edition_id uuid NOT NULL,
            rule jsonb NOT NULL,
            used_from timestamptz NOT NULL,
            used_until timestamptz CHECK (used_until >= used_from),
            FOREIGN KEY (tenant_id, requirement_id) REFERENCES assurance_requirement (tenant_id, id),
            FOREIGN KEY (tenant_id, edition_id) REFERENCES assurance_edition (tenant_id, id)
            """,
        ),
        tenant_table(
            "assurance_reading",
            """
            rule_id uuid NOT NULL,
            kind text NOT NULL,
            subject text NOT NULL,
            UNIQUE (tenant_id, kind, subject, rule_id),
            FOREIGN KEY (tenant_id, rule_id) REFERENCES assurance_rule (tenant_id, id)
            """,
            writes="INSERT, DELETE",
        ),
        tenant_table(
            "assurance_verdict",
            """
            requirement_id uuid NOT NULL,
            rule_id uuid NOT NULL,
            outcome text NOT NULL CHECK (outcome IN ('met', 'not-met', 'unknown')),
            words text NOT NULL,
            reasons jsonb NOT NULL,
            more integer NOT NULL CHECK (more >= 0),
            lapses_on date,
            looks_on date,
            known_from timestamptz NOT NULL,
            known_until timestamptz CHECK (known_until >= known_from),
            FOREIGN KEY (tenant_id, rule_id) REFERENCES assurance_rule (tenant_id, id)
            """,
        ),
        """
        CREATE UNIQUE INDEX assurance_rule_in_use
          ON assurance_rule (tenant_id, requirement_id) WHERE used_until IS NULL;
        CREATE INDEX assurance_rule_versions ON assurance_rule (tenant_id, requirement_id, used_from);
        CREATE INDEX assurance_reading_by_rule ON assurance_reading (tenant_id, rule_id);
        CREATE UNIQUE INDEX assurance_verdict_current
          ON assurance_verdict (tenant_id, requirement_id) WHERE known_until IS NULL;
        CREATE INDEX assurance_verdict_versions ON assurance_verdict (tenant_id, requirement_id, known_from);
        CREATE INDEX assurance_verdict_to_look
          ON assurance_verdict (tenant_id, looks_on) WHERE known_until IS NULL AND looks_on IS NOT NULL;
        CREATE INDEX assurance_verdict_by_time ON assurance_verdict (tenant_id, known_from);
        """,
    ],
)
