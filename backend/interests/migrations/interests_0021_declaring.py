"""Paper declarations, corrections and withdrawals, the thread of a review, saved filters, copies for other bodies."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T00:21:01"
VERSION = "1.38.0"
DESCRIPTION = "Declaring in full: threads, corrections, copies, saved filters, full text"

forwards = migration(
    "interests",
    ID,
    DESCRIPTION,
    [
        """
        ALTER TABLE interests_declaration
          DROP CONSTRAINT interests_declaration_kind_check,
          ADD COLUMN interest_id uuid,
          ADD COLUMN reason text,
          ADD COLUMN entered_by uuid,
          ADD COLUMN paper_on date,
          ADD COLUMN came_from text,
          ADD CONSTRAINT interests_declaration_kind_check
            CHECK (kind IN ('INTEREST', 'NIL', 'UNCHANGED', 'ENDED', 'CORRECTED', 'WITHDRAWN')),
          ADD CONSTRAINT interests_declaration_reason_check
            CHECK (kind NOT IN ('CORRECTED', 'WITHDRAWN') OR (interest_id IS NOT NULL AND reason <> '')),
          ADD CONSTRAINT interests_declaration_paper_check
            CHECK (paper_on IS NULL OR (entered_by IS NOT NULL AND paper_on = declared_on));
        """,
        "-- Row-level security keeps a GIN index of words from being used, for its operator is not leakproof; so the",
        "-- words stand ready in the row, and are looked at among the rows of one tenant alone.",
        """
        ALTER TABLE interests_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
          to_tsvector('english', translate(nature || ' ' || coalesce(mitigation, ''),
            '.,;:/\\-_''’‘"“”()[]&+%@#', '                        '))) STORED;
        """,
        "DROP INDEX interests_entry_by_person;",
        "CREATE INDEX interests_entry_by_person"
        " ON interests_entry (tenant_id, person_id, since, interest_id) WHERE known_to IS NULL;",
        "-- the number of entries that stand is read from this alone",
        "CREATE INDEX interests_entry_standing"
        " ON interests_entry (tenant_id, since, until, interest_id, person_id) WHERE known_to IS NULL;",
        "CREATE INDEX interests_entry_versions ON interests_entry (tenant_id, interest_id, known_from);",
        "CREATE INDEX interests_entry_by_declaration ON interests_entry (tenant_id, declaration_id);",
        tenant_table(
            "interests_review_message",
            """
            declaration_id uuid NOT NULL,
            person_id uuid NOT NULL,
            kind text NOT NULL CHECK (kind IN ('QUESTION', 'ANSWER')),
            words text NOT NULL CHECK (words <> ''),
            written_at timestamptz NOT NULL,
            FOREIGN KEY (tenant_id, declaration_id) REFERENCES interests_declaration (tenant_id, id),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("interests_review_message"),
        "CREATE INDEX interests_review_message_of"
        " ON interests_review_message (tenant_id, declaration_id, written_at);",
        tenant_table(
            "interests_saved_filter",
            """
            person_id uuid NOT NULL,
            name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
            choices text NOT NULL CHECK (length(choices) <= 2000),
            saved_at timestamptz NOT NULL,
            UNIQUE (tenant_id, person_id, name),
            FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
            """,
            writes="INSERT, UPDATE, DELETE",
        ),
        "-- what a person sends to another body's register: it lies with the sender, and the worker carries it over",
        tenant_table(
            "interests_delivery",
            """
            declaration_id uuid NOT NULL,
            interest_id uuid NOT NULL,
            to_tenant uuid NOT NULL CHECK (to_tenant <> tenant_id),
            to_name text NOT NULL,
            state text NOT NULL CHECK (state IN ('WAITING', 'DELIVERED', 'REFUSED')),
            asked_at timestamptz NOT NULL,
            answered_at timestamptz,
            answer text,
            CHECK ((state = 'WAITING') = (answered_at IS NULL)),
            UNIQUE (tenant_id, declaration_id, to_tenant),
            FOREIGN KEY (tenant_id, declaration_id) REFERENCES interests_declaration (tenant_id, id)
            """,
        ),
        "CREATE INDEX interests_delivery_of ON interests_delivery (tenant_id, interest_id);",
        "-- what arrived here: each delivery once, and which interest of ours another body's became",
        tenant_table(
            "interests_arrival",
            """
            delivery_id uuid NOT NULL,
            their_interest_id uuid NOT NULL,
            interest_id uuid NOT NULL,
            declaration_id uuid NOT NULL,
            arrived_at timestamptz NOT NULL,
            UNIQUE (tenant_id, delivery_id),
            FOREIGN KEY (tenant_id, declaration_id) REFERENCES interests_declaration (tenant_id, id)
            """,
            writes="INSERT",
        ),
        append_only("interests_arrival"),
        "CREATE INDEX interests_arrival_of ON interests_arrival (tenant_id, their_interest_id);",
    ],
)
