"""Publications of the registers, their frozen rows, whom they name, and whom they reached."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:25:02"
VERSION = "1.38.0"
DESCRIPTION = "Publication of the registers"

forwards = migration(
    "registers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "registers_publication",
            """
            number integer NOT NULL CHECK (number > 0),
            state text NOT NULL CHECK (state IN ('asked', 'prepared', 'failed', 'approved', 'released', 'replaced',
              'dropped', 'recalled')),
            as_at date NOT NULL,
            asked_at timestamptz NOT NULL,
            asked_by uuid,
            asked_by_name text NOT NULL,
            prepared_at timestamptz,
            rule_set text,
            months integer CHECK (months >= 0),
            sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            failure text,
            approved_at timestamptz,
            approved_by uuid CHECK (approved_by <> asked_by),
            approved_by_name text,
            release_at timestamptz CHECK (release_at >= approved_at),
            released_at timestamptz CHECK (released_at >= release_at),
            ended_at timestamptz,
            ended_by uuid,
            ended_by_name text,
            ended_because text,
            UNIQUE (tenant_id, number),
            CHECK (state NOT IN ('prepared', 'approved', 'released', 'recalled') OR sha256 IS NOT NULL),
            CHECK (state NOT IN ('approved', 'released', 'recalled') OR approved_by IS NOT NULL),
            CHECK ((approved_by IS NULL) = (release_at IS NULL)),
            CHECK ((state IN ('released', 'recalled')) <= (released_at IS NOT NULL)),
            FOREIGN KEY (tenant_id, asked_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, approved_by) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, ended_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "-- one is public at a time",
        "CREATE UNIQUE INDEX registers_publication_public"
        " ON registers_publication (tenant_id) WHERE state = 'released';",
        "CREATE INDEX registers_publication_waiting"
        " ON registers_publication (tenant_id, release_at) WHERE state = 'approved';",
        tenant_table(
            "registers_published_part",
            """
            publication_id uuid NOT NULL,
            register text NOT NULL,
            position integer NOT NULL,
            title text NOT NULL,
            about text NOT NULL,
            none_words text NOT NULL,
            headings jsonb NOT NULL,
            year_key text,
            sha256 text NOT NULL,
            pdf_file_id uuid,
            pdf_key text,
            pdf_failure text,
            UNIQUE (tenant_id, publication_id, register),
            CHECK ((pdf_file_id IS NULL) OR (pdf_key IS NOT NULL)),
            FOREIGN KEY (tenant_id, publication_id) REFERENCES registers_publication (tenant_id, id),
            FOREIGN KEY (tenant_id, pdf_file_id) REFERENCES evidence_file (tenant_id, id)
            """,
        ),
        tenant_table(
            "registers_published_row",
            """
            publication_id uuid NOT NULL,
            register text NOT NULL,
            record_id uuid NOT NULL,
            person_id uuid,
            position integer NOT NULL,
            shown_until date,
            ended boolean NOT NULL,
            cells jsonb NOT NULL,
            words text NOT NULL,
            sha256 text NOT NULL,
            UNIQUE (tenant_id, publication_id, register, record_id),
            UNIQUE (tenant_id, publication_id, register, position),
            FOREIGN KEY (tenant_id, publication_id) REFERENCES registers_publication (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("registers_published_row"),
        tenant_table(
            "registers_reach",
            """
            publication_id uuid NOT NULL,
            form text NOT NULL CHECK (form IN ('page', 'csv', 'json', 'pdf', 'feed', 'index')),
            register text NOT NULL,
            served integer NOT NULL CHECK (served > 0),
            first_at timestamptz NOT NULL,
            last_at timestamptz NOT NULL CHECK (last_at >= first_at),
            UNIQUE (tenant_id, publication_id, form, register),
            FOREIGN KEY (tenant_id, publication_id) REFERENCES registers_publication (tenant_id, id)
            """,
        ),
        tenant_table(
            "registers_warning",
            """
            person_id uuid NOT NULL,
            due_on date NOT NULL,
            told_at timestamptz NOT NULL,
            UNIQUE (tenant_id, person_id, due_on),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("registers_warning"),
        tenant_table(
            "registers_named_person",
            """
            publication_id uuid NOT NULL,
            person_id uuid NOT NULL,
            name text NOT NULL,
            position text NOT NULL,
            due_on date NOT NULL,
            told_on date NOT NULL,
            state text NOT NULL CHECK (state IN ('proposed', 'named', 'left-out')),
            decided_at timestamptz,
            decided_by uuid,
            decided_by_name text,
            UNIQUE (tenant_id, publication_id, person_id),
            CHECK ((state = 'proposed') = (decided_by IS NULL)),
            FOREIGN KEY (tenant_id, publication_id) REFERENCES registers_publication (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id),
            FOREIGN KEY (tenant_id, decided_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
    ],
)
