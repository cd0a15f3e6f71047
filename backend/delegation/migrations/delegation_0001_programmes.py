"""Programmes, and what was said of their milestones, conditions and commitments over time."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-21T00:13:01"
VERSION = "1.38.0"
DESCRIPTION = "Delegation programmes"

_MONTH = "~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'"

forwards = migration(
    "delegation",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "delegation_programme",
            """
            slug text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            name text NOT NULL CHECK (name <> ''),
            framework text NOT NULL,
            reviewing_body text NOT NULL,
            about text NOT NULL,
            reconstruction_note text,
            scope_note text,
            sections jsonb NOT NULL,
            responsibilities jsonb NOT NULL,
            taken_up_on date NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, slug)
            """,
        ),
        tenant_table(
            "delegation_scope_row",
            """
            programme_id uuid NOT NULL,
            n integer NOT NULL CHECK (n > 0),
            area text NOT NULL CHECK (area <> ''),
            in_scope text NOT NULL CHECK (in_scope IN ('yes', 'no', 'unknown')),
            inferred text CHECK (inferred IN ('yes', 'no', 'unknown')),
            basis text,
            source jsonb NOT NULL,
            position integer NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, programme_id, n),
            FOREIGN KEY (tenant_id, programme_id) REFERENCES delegation_programme (tenant_id, id)
            """,
        ),
        tenant_table(
            "delegation_milestone",
            f"""
            programme_id uuid NOT NULL,
            slug text NOT NULL CHECK (slug ~ '^[A-Z]{{1,3}}[0-9]{{1,3}}$'),
            section text NOT NULL,
            activity text NOT NULL CHECK (activity <> ''),
            baseline_due_month text NOT NULL CHECK (baseline_due_month {_MONTH}),
            reconstructed boolean NOT NULL,
            workflow text NOT NULL,
            source jsonb NOT NULL,
            position integer NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, programme_id, slug),
            FOREIGN KEY (tenant_id, programme_id) REFERENCES delegation_programme (tenant_id, id)
            """,
        ),
        tenant_table(
            "delegation_gate",
            """
            programme_id uuid NOT NULL,
            slug text NOT NULL CHECK (slug ~ '^[A-Z]{1,3}[0-9]{1,3}$'),
            name text NOT NULL CHECK (name <> ''),
            before_milestone_id uuid NOT NULL,
            before_inferred boolean NOT NULL,
            source jsonb NOT NULL,
            position integer NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, programme_id, slug),
            FOREIGN KEY (tenant_id, programme_id) REFERENCES delegation_programme (tenant_id, id),
            FOREIGN KEY (tenant_id, before_milestone_id) REFERENCES delegation_milestone (tenant_id, id)
            """,
        ),
        "CREATE INDEX delegation_gate_before ON delegation_gate (tenant_id, before_milestone_id);",
        tenant_table(
            "delegation_condition",
            """
            gate_id uuid NOT NULL,
            programme_id uuid NOT NULL,
            slug text NOT NULL CHECK (slug ~ '^[A-Z]{1,3}[0-9]{1,3}$'),
            text text NOT NULL CHECK (text <> ''),
            parts text[] NOT NULL,
            met_by_milestone_id uuid,
            met_by_inferred boolean NOT NULL,
            source jsonb NOT NULL,
            position integer NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, programme_id, slug),
            FOREIGN KEY (tenant_id, programme_id) REFERENCES delegation_programme (tenant_id, id),
            FOREIGN KEY (tenant_id, gate_id) REFERENCES delegation_gate (tenant_id, id),
            FOREIGN KEY (tenant_id, met_by_milestone_id) REFERENCES delegation_milestone (tenant_id, id)
            """,
        ),
        "CREATE INDEX delegation_condition_by_gate ON delegation_condition (tenant_id, gate_id);",
        "CREATE INDEX delegation_condition_by_milestone ON delegation_condition (tenant_id, met_by_milestone_id);",
        tenant_table(
            "delegation_commitment",
            """
            programme_id uuid NOT NULL,
            slug text NOT NULL CHECK (slug ~ '^[A-Z]{1,3}[0-9]{1,3}$'),
            n integer NOT NULL CHECK (n > 0),
            text text NOT NULL CHECK (text <> ''),
            check_words text,
            source jsonb NOT NULL,
            position integer NOT NULL,
            retired_on date,
            UNIQUE (tenant_id, programme_id, slug),
            FOREIGN KEY (tenant_id, programme_id) REFERENCES delegation_programme (tenant_id, id)
            """,
        ),
        # What was said of a milestone, version after version: the newest that held on a day is how it stood then.
        tenant_table(
            "delegation_milestone_state",
            f"""
            milestone_id uuid NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            act text NOT NULL CHECK (act <> ''),
            state text NOT NULL CHECK (state <> ''),
            at_risk boolean NOT NULL,
            agreed_due_month text CHECK (agreed_due_month {_MONTH}),
            expected_month text CHECK (expected_month {_MONTH}),
            owner_id uuid,
            delivered_by uuid,
            delivered_on date,
            accepted_on date,
            reason text,
            since date NOT NULL,
            known_from timestamptz NOT NULL,
            person_id uuid,
            person_name text NOT NULL,
            UNIQUE (tenant_id, milestone_id, version),
            CHECK ((delivered_by IS NULL) = (delivered_on IS NULL)),
            FOREIGN KEY (tenant_id, milestone_id) REFERENCES delegation_milestone (tenant_id, id),
            FOREIGN KEY (tenant_id, owner_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, delivered_by) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("delegation_milestone_state"),
        tenant_table(
            "delegation_evidence",
            """
            milestone_id uuid NOT NULL,
            room text NOT NULL CHECK (room <> ''),
            kind text NOT NULL CHECK (kind <> ''),
            record_id uuid NOT NULL,
            title text NOT NULL CHECK (title <> ''),
            hash text CHECK (hash ~ '^[0-9a-f]{64}$'),
            since date NOT NULL,
            known_from timestamptz NOT NULL,
            person_id uuid,
            person_name text NOT NULL,
            UNIQUE (tenant_id, milestone_id, room, kind, record_id),
            FOREIGN KEY (tenant_id, milestone_id) REFERENCES delegation_milestone (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("delegation_evidence"),
        # What was judged of a condition or of a commitment; no row says that nobody has judged it yet.
        tenant_table(
            "delegation_judgement",
            """
            condition_id uuid,
            commitment_id uuid,
            version integer NOT NULL CHECK (version > 0),
            state text NOT NULL CHECK (state IN ('open', 'under-way', 'met', 'not-met')),
            words text NOT NULL CHECK (words <> ''),
            since date NOT NULL,
            known_from timestamptz NOT NULL,
            person_id uuid,
            person_name text NOT NULL,
            CHECK (num_nonnulls(condition_id, commitment_id) = 1),
            UNIQUE (tenant_id, condition_id, version),
            UNIQUE (tenant_id, commitment_id, version),
            FOREIGN KEY (tenant_id, condition_id) REFERENCES delegation_condition (tenant_id, id),
            FOREIGN KEY (tenant_id, commitment_id) REFERENCES delegation_commitment (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("delegation_judgement"),
    ],
)
