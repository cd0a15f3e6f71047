"""Evidence with its versions, what rests on it, holds and proposals to dispose of it."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T19:07:01"
VERSION = "1.38.0"
DESCRIPTION = "Evidence with its versions, what rests on it, holds and disposals"

_OF = "FOREIGN KEY (tenant_id, evidence_id) REFERENCES assurance_evidence (tenant_id, id)"

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "assurance_evidence",
            """
            number integer NOT NULL CHECK (number >= 1),
            title text NOT NULL CHECK (title <> ''),
            owner_person_id uuid NOT NULL,
            confidential boolean NOT NULL,
            readers uuid[] NOT NULL,
            version integer NOT NULL CHECK (version >= 1),
            added_at timestamptz NOT NULL,
            added_by_person_id uuid,
            added_by_name text NOT NULL,
            UNIQUE (tenant_id, number),
            FOREIGN KEY (tenant_id, owner_person_id) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX assurance_evidence_by_owner ON assurance_evidence (tenant_id, owner_person_id);",
        tenant_table(
            "assurance_evidence_version",
            f"""
            evidence_id uuid NOT NULL,
            number integer NOT NULL CHECK (number >= 1),
            sort text NOT NULL CHECK (sort IN ('file', 'record', 'statement')),
            file_id uuid,
            record_room text,
            record_kind text,
            record_id uuid,
            record_title text CHECK (record_title <> ''),
            record_path text CHECK (record_path <> ''),
            record_as_at date,
            statement text CHECK (statement <> ''),
            stated_by_person_id uuid,
            stated_by_name text CHECK (stated_by_name <> ''),
            stated_on date,
            sha256 text NOT NULL CHECK (length(sha256) = 64),
            shows text NOT NULL CHECK (shows <> ''),
            limits text NOT NULL,
            line integer NOT NULL CHECK (line BETWEEN 1 AND 3),
            independence text NOT NULL CHECK (independence IN ('own', 'within', 'outside')),
            level text NOT NULL CHECK (level IN ('substantial', 'reasonable', 'limited', 'none', 'unrated')),
            effective_from date NOT NULL,
            effective_to date CHECK (effective_to >= effective_from),
            expires_on date CHECK (expires_on >= effective_from),
            why text NOT NULL,
            added_at timestamptz NOT NULL,
            added_by_person_id uuid,
            added_by_name text NOT NULL,
            UNIQUE (tenant_id, evidence_id, number),
            CHECK ((sort = 'file') = (file_id IS NOT NULL)),
            CHECK ((sort = 'record') = (record_id IS NOT NULL)),
            CHECK ((record_id IS NULL) = (record_room IS NULL) AND (record_id IS NULL) = (record_kind IS NULL)
              AND (record_id IS NULL) = (record_title IS NULL) AND (record_id IS NULL) = (record_path IS NULL)),
            CHECK ((sort = 'statement') = (statement IS NOT NULL)),
            CHECK ((statement IS NULL) = (stated_by_name IS NULL) AND (statement IS NULL) = (stated_on IS NULL)),
            {_OF},
            FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id),
            FOREIGN KEY (tenant_id, stated_by_person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("assurance_evidence_version"),
        "CREATE INDEX assurance_evidence_version_by_record"
        " ON assurance_evidence_version (tenant_id, record_id) WHERE record_id IS NOT NULL;",
        tenant_table(
            "assurance_evidence_step",
            f"""
            evidence_id uuid NOT NULL,
            kind text NOT NULL
              CHECK (kind IN ('added', 'renewed', 'changed', 'confirmed', 'withdrawn', 'restored')),
            words text NOT NULL,
            review_on date,
            made_at timestamptz NOT NULL,
            made_by_person_id uuid,
            made_by_name text NOT NULL,
            {_OF}
            """,
            writes="INSERT",
        ),
        append_only("assurance_evidence_step"),
        "CREATE INDEX assurance_evidence_step_of"
        " ON assurance_evidence_step (tenant_id, evidence_id, made_at DESC);",
        tenant_table(
            "assurance_reliance",
            f"""
            evidence_id uuid NOT NULL,
            by_room text NOT NULL CHECK (by_room <> ''),
            by_kind text NOT NULL CHECK (by_kind <> ''),
            by_id uuid NOT NULL,
            by_title text NOT NULL CHECK (by_title <> ''),
            path text NOT NULL CHECK (path LIKE '/%'),
            because text NOT NULL,
            begun_at timestamptz NOT NULL,
            begun_by_name text NOT NULL,
            ended_at timestamptz,
            ended_by_name text,
            ended_because text CHECK (ended_because <> ''),
            CHECK ((ended_at IS NULL) = (ended_by_name IS NULL) AND (ended_at IS NULL) = (ended_because IS NULL)),
            {_OF}
            """,
        ),
        "CREATE UNIQUE INDEX assurance_reliance_once"
        " ON assurance_reliance (tenant_id, evidence_id, by_room, by_kind, by_id) WHERE ended_at IS NULL;",
        "CREATE INDEX assurance_reliance_by ON assurance_reliance (tenant_id, by_id);",
        tenant_table(
            "assurance_evidence_hold",
            f"""
            evidence_id uuid NOT NULL,
            kind text NOT NULL CHECK (kind IN ('legal', 'inquiry')),
            reason text NOT NULL CHECK (reason <> ''),
            placed_at timestamptz NOT NULL,
            placed_by_name text NOT NULL,
            lifted_at timestamptz CHECK (lifted_at >= placed_at),
            lifted_by_name text,
            lifted_because text CHECK (lifted_because <> ''),
            CHECK ((lifted_at IS NULL) = (lifted_because IS NULL)),
            {_OF}
            """,
        ),
        "CREATE INDEX assurance_evidence_hold_of ON assurance_evidence_hold (tenant_id, evidence_id);",
        tenant_table(
            "assurance_evidence_disposal",
            f"""
            evidence_id uuid NOT NULL,
            title text NOT NULL,
            schedule text NOT NULL,
            ended_on date NOT NULL,
            due_on date NOT NULL CHECK (due_on > ended_on),
            state text NOT NULL CHECK (state IN ('proposed', 'approved', 'kept', 'carried-out')),
            proposed_at timestamptz NOT NULL,
            proposed_by_name text NOT NULL,
            decided_at timestamptz,
            decided_by_name text,
            reason text CHECK (reason <> ''),
            carried_out_at timestamptz,
            carried_out_by_name text,
            carried_out_how text CHECK (carried_out_how <> ''),
            UNIQUE (tenant_id, evidence_id, ended_on),
            CHECK ((state = 'proposed') = (decided_at IS NULL)),
            CHECK ((state = 'carried-out') = (carried_out_at IS NOT NULL)),
            {_OF}
            """,
        ),
    ],
)
