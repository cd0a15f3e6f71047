"""Years as they were frozen, highlights, and the statements that are written on them."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T19:20:51"
VERSION = "1.38.0"
DESCRIPTION = "Years as they were frozen, and annual statements"

_YEAR = "year integer NOT NULL CHECK (year BETWEEN 2000 AND 2200)"
_SHA = "text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$')"

forwards = migration(
    "statements",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "statements_freeze",
            f"""
            {_YEAR},
            number integer NOT NULL CHECK (number > 0),
            as_at date NOT NULL,
            known_at timestamptz NOT NULL,
            frozen_at timestamptz NOT NULL,
            frozen_by_name text NOT NULL,
            reason text CHECK (reason <> ''),
            lines integer NOT NULL CHECK (lines >= 0),
            sha256 {_SHA},
            CHECK (number = 1 OR reason IS NOT NULL),
            UNIQUE (tenant_id, year, number)
            """,
            writes="INSERT",
        ),
        append_only("statements_freeze"),
        tenant_table(
            "statements_frozen_part",
            f"""
            freeze_id uuid NOT NULL,
            key text NOT NULL CHECK (key <> ''),
            kind text NOT NULL CHECK (kind <> ''),
            position integer NOT NULL,
            committee_id uuid,
            register text,
            title text NOT NULL,
            about text NOT NULL,
            none_words text NOT NULL,
            columns jsonb NOT NULL,
            lines integer NOT NULL CHECK (lines >= 0),
            sha256 {_SHA},
            UNIQUE (tenant_id, freeze_id, key),
            FOREIGN KEY (tenant_id, freeze_id) REFERENCES statements_freeze (tenant_id, id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("statements_frozen_part"),
        tenant_table(
            "statements_frozen_row",
            f"""
            part_id uuid NOT NULL,
            position integer NOT NULL,
            record text NOT NULL CHECK (record <> ''),
            person_id uuid,
            path text,
            cells jsonb NOT NULL,
            sha256 {_SHA},
            UNIQUE (tenant_id, part_id, position),
            UNIQUE (tenant_id, part_id, record),
            FOREIGN KEY (tenant_id, part_id) REFERENCES statements_frozen_part (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("statements_frozen_row"),
        tenant_table(
            "statements_highlight",
            """
            decision_id uuid NOT NULL,
            words text,
            marked boolean NOT NULL,
            version integer NOT NULL CHECK (version > 0),
            marked_at timestamptz NOT NULL,
            marked_by_name text NOT NULL,
            UNIQUE (tenant_id, decision_id),
            FOREIGN KEY (tenant_id, decision_id) REFERENCES meetings_decision (tenant_id, id)
            """,
        ),
        tenant_table(
            "statements_statement",
            f"""
            kind text NOT NULL CHECK (kind IN ('governance-statement', 'committee-report', 'conflicts-audit')),
            {_YEAR},
            committee_id uuid,
            template text NOT NULL CHECK (template <> ''),
            freeze_id uuid,
            state text NOT NULL CHECK (state IN ('draft', 'in-review', 'signed')),
            version integer NOT NULL CHECK (version > 0),
            started_at timestamptz NOT NULL,
            started_by_name text NOT NULL,
            sent_at timestamptz,
            sent_by_name text,
            question text,
            asked_by_name text,
            CHECK ((kind = 'committee-report') = (committee_id IS NOT NULL)),
            CHECK (state = 'draft' OR freeze_id IS NOT NULL),
            UNIQUE NULLS NOT DISTINCT (tenant_id, year, kind, committee_id),
            FOREIGN KEY (tenant_id, committee_id) REFERENCES committees_committee (tenant_id, id),
            FOREIGN KEY (tenant_id, freeze_id) REFERENCES statements_freeze (tenant_id, id)
            """,
        ),
        tenant_table(
            "statements_words",
            """
            statement_id uuid NOT NULL,
            section text NOT NULL CHECK (section <> ''),
            number integer NOT NULL CHECK (number > 0),
            words text NOT NULL,
            rating text,
            written_at timestamptz NOT NULL,
            written_by uuid NOT NULL,
            written_by_name text NOT NULL,
            UNIQUE (tenant_id, statement_id, section, number),
            FOREIGN KEY (tenant_id, statement_id) REFERENCES statements_statement (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("statements_words"),
        tenant_table(
            "statements_signature",
            f"""
            statement_id uuid NOT NULL,
            content text NOT NULL,
            sha256 {_SHA},
            signed_at timestamptz NOT NULL,
            signed_by uuid NOT NULL,
            signed_by_name text NOT NULL,
            signed_as text NOT NULL,
            UNIQUE (tenant_id, statement_id),
            FOREIGN KEY (tenant_id, statement_id) REFERENCES statements_statement (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("statements_signature"),
        tenant_table(
            "statements_addendum",
            """
            statement_id uuid NOT NULL,
            number integer NOT NULL CHECK (number > 0),
            words text NOT NULL CHECK (words <> ''),
            reason text NOT NULL CHECK (reason <> ''),
            written_at timestamptz NOT NULL,
            written_by uuid NOT NULL,
            written_by_name text NOT NULL,
            signed_at timestamptz,
            signed_by uuid,
            signed_by_name text,
            CHECK (signed_by IS NULL OR signed_by <> written_by),
            CHECK ((signed_at IS NULL) = (signed_by IS NULL)),
            UNIQUE (tenant_id, statement_id, number),
            FOREIGN KEY (tenant_id, statement_id) REFERENCES statements_statement (tenant_id, id)
            """,
        ),
        tenant_table(
            "statements_file",
            f"""
            statement_id uuid NOT NULL,
            sha256 {_SHA},
            standing text NOT NULL,
            file_id uuid NOT NULL,
            made_at timestamptz NOT NULL,
            UNIQUE (tenant_id, statement_id, sha256),
            FOREIGN KEY (tenant_id, statement_id) REFERENCES statements_statement (tenant_id, id),
            FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("statements_file"),
    ],
)
