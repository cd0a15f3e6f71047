"""Gates that a named person passes: criteria with evidence, waivers, conditions set, and what happened all the same."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T22:13:01"
VERSION = "1.38.0"
DESCRIPTION = "Gates are passed by a person; criteria, waivers, conditions set, happenings"

_GATE = "FOREIGN KEY (tenant_id, gate_id) REFERENCES delegation_gate (tenant_id, id)"
_PERSON = "FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)"
_NO_MACHINE = "delegation_judgement_of_a_person CHECK (person_id IS NOT NULL OR state IN ('open', 'not-met'))"

forwards = migration(
    "delegation",
    ID,
    DESCRIPTION,
    [
        f"""
        ALTER TABLE delegation_gate ALTER COLUMN before_milestone_id DROP NOT NULL,
          ADD COLUMN about text, ADD COLUMN guards jsonb NOT NULL DEFAULT '{{}}'::jsonb;
        ALTER TABLE delegation_condition ADD COLUMN expects text[] NOT NULL DEFAULT '{{}}',
          ADD COLUMN needs text[] NOT NULL DEFAULT '{{}}', ADD COLUMN rule jsonb, ADD COLUMN finding jsonb
          CHECK (finding ->> 'outcome' IN ('not-met', 'not-known'));
        ALTER TABLE delegation_commitment ADD COLUMN checking jsonb;
        ALTER TABLE delegation_judgement ADD CONSTRAINT {_NO_MACHINE} NOT VALID;
        """,
        # A gate is passed, or opened again, by a person who proved who they are: never by a chore.
        tenant_table(
            "delegation_passing",
            f"""
            gate_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            act text NOT NULL CHECK (act IN ('passed', 'reopened')),
            since date NOT NULL,
            known_from timestamptz NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            office text NOT NULL CHECK (office <> ''),
            words text NOT NULL CHECK (words <> ''),
            content jsonb NOT NULL,
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
            proved_by text NOT NULL CHECK (proved_by <> ''),
            reason text,
            UNIQUE (tenant_id, gate_id, number),
            CHECK (act = 'passed' OR reason <> ''),
            {_GATE},
            {_PERSON}
            """,
            writes="INSERT",
        ),
        append_only("delegation_passing"),
        tenant_table(
            "delegation_waiver",
            f"""
            gate_id uuid NOT NULL,
            condition_id uuid NOT NULL,
            reason text NOT NULL CHECK (reason <> ''),
            since date NOT NULL,
            until date NOT NULL CHECK (until >= since),
            known_from timestamptz NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            office text NOT NULL,
            proved_by text NOT NULL CHECK (proved_by <> ''),
            withdrawn_on date,
            withdrawn_at timestamptz,
            withdrawn_by text,
            withdrawn_because text,
            CHECK (num_nonnulls(withdrawn_on, withdrawn_at, withdrawn_by, withdrawn_because) IN (0, 4)),
            {_GATE},
            FOREIGN KEY (tenant_id, condition_id) REFERENCES delegation_condition (tenant_id, id),
            {_PERSON}
            """,
        ),
        "CREATE INDEX delegation_waiver_of ON delegation_waiver (tenant_id, condition_id);",
        tenant_table(
            "delegation_imposed",
            f"""
            programme_id uuid NOT NULL,
            gate_id uuid NOT NULL,
            passing_id uuid,
            carried_from_id uuid,
            number integer NOT NULL CHECK (number > 0),
            words text NOT NULL CHECK (words <> ''),
            imposed_by text NOT NULL CHECK (imposed_by <> ''),
            imposed_on date NOT NULL,
            due_on date,
            year text CHECK (year ~ '^20[0-9]{{2}}/[0-9]{{2}}$'),
            action_id uuid,
            known_from timestamptz NOT NULL,
            person_id uuid,
            person_name text NOT NULL,
            UNIQUE (tenant_id, programme_id, number),
            UNIQUE (tenant_id, carried_from_id),
            FOREIGN KEY (tenant_id, programme_id) REFERENCES delegation_programme (tenant_id, id),
            {_GATE},
            FOREIGN KEY (tenant_id, passing_id) REFERENCES delegation_passing (tenant_id, id),
            FOREIGN KEY (tenant_id, carried_from_id) REFERENCES delegation_imposed (tenant_id, id)
            """,
            writes="INSERT",
        ),
        "CREATE INDEX delegation_imposed_at ON delegation_imposed (tenant_id, gate_id);",
        append_only("delegation_imposed"),
        tenant_table(
            "delegation_imposed_state",
            """
            imposed_id uuid NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            state text NOT NULL CHECK (state IN ('open', 'met', 'not-met', 'carried', 'withdrawn')),
            words text NOT NULL CHECK (words <> ''),
            since date NOT NULL,
            known_from timestamptz NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            UNIQUE (tenant_id, imposed_id, version),
            FOREIGN KEY (tenant_id, imposed_id) REFERENCES delegation_imposed (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("delegation_imposed_state"),
        # What happened at a gate, as it happened: irregular where the gate was not passed on that day.
        tenant_table(
            "delegation_happening",
            f"""
            programme_id uuid NOT NULL,
            gate_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            what text NOT NULL CHECK (what IN
              ('milestone', 'contract-signature', 'service-start', 'function-start', 'passing', 'other')),
            milestone_id uuid,
            function text,
            words text NOT NULL CHECK (words <> ''),
            happened_on date NOT NULL,
            decided_by text NOT NULL CHECK (decided_by <> ''),
            irregular boolean NOT NULL,
            why text NOT NULL,
            action_id uuid,
            known_from timestamptz NOT NULL,
            person_id uuid,
            person_name text NOT NULL,
            reported_on date,
            reported_to text,
            struck_at timestamptz,
            struck_by text,
            struck_because text,
            UNIQUE (tenant_id, programme_id, number),
            CHECK ((what = 'milestone') = (milestone_id IS NOT NULL)),
            CHECK (num_nonnulls(reported_on, reported_to) IN (0, 2)),
            CHECK (num_nonnulls(struck_at, struck_by, struck_because) IN (0, 3)),
            FOREIGN KEY (tenant_id, programme_id) REFERENCES delegation_programme (tenant_id, id),
            {_GATE},
            FOREIGN KEY (tenant_id, milestone_id) REFERENCES delegation_milestone (tenant_id, id)
            """,
        ),
        "CREATE INDEX delegation_happening_at ON delegation_happening (tenant_id, gate_id);",
        tenant_table(
            "delegation_shown",
            """
            condition_id uuid,
            commitment_id uuid,
            imposed_id uuid,
            happening_id uuid,
            kind_of_evidence text NOT NULL CHECK (kind_of_evidence <> ''),
            room text NOT NULL CHECK (room <> ''),
            kind text NOT NULL CHECK (kind <> ''),
            record_id uuid NOT NULL,
            title text NOT NULL CHECK (title <> ''),
            hash text CHECK (hash ~ '^[0-9a-f]{64}$'),
            since date NOT NULL,
            known_from timestamptz NOT NULL,
            person_id uuid,
            person_name text NOT NULL,
            withdrawn_on date,
            withdrawn_at timestamptz,
            withdrawn_by text,
            withdrawn_because text,
            CHECK (num_nonnulls(condition_id, commitment_id, imposed_id, happening_id) = 1),
            CHECK (num_nonnulls(withdrawn_on, withdrawn_at, withdrawn_by, withdrawn_because) IN (0, 4)),
            FOREIGN KEY (tenant_id, condition_id) REFERENCES delegation_condition (tenant_id, id),
            FOREIGN KEY (tenant_id, commitment_id) REFERENCES delegation_commitment (tenant_id, id),
            FOREIGN KEY (tenant_id, imposed_id) REFERENCES delegation_imposed (tenant_id, id),
            FOREIGN KEY (tenant_id, happening_id) REFERENCES delegation_happening (tenant_id, id)
            """,
        ),
        # That an item of an agenda is about a subject, or is not although its title sounds like it.
        tenant_table(
            "delegation_tagged",
            """
            item_id uuid NOT NULL,
            subject text NOT NULL CHECK (subject ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
            version integer NOT NULL CHECK (version > 0),
            about boolean NOT NULL,
            words text NOT NULL CHECK (words <> ''),
            known_from timestamptz NOT NULL,
            person_id uuid NOT NULL,
            person_name text NOT NULL,
            UNIQUE (tenant_id, item_id, subject, version),
            FOREIGN KEY (tenant_id, item_id) REFERENCES meetings_item (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("delegation_tagged"),
        "CREATE INDEX delegation_shown_condition ON delegation_shown (tenant_id, condition_id);",
        "CREATE INDEX delegation_shown_commitment ON delegation_shown (tenant_id, commitment_id);",
        "CREATE INDEX delegation_shown_imposed ON delegation_shown (tenant_id, imposed_id);",
        "CREATE INDEX delegation_shown_happening ON delegation_shown (tenant_id, happening_id);",
    ],
)
