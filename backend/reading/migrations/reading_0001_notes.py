"""The words of papers, as search and notes need them, and members' notes."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:58:01"
VERSION = "1.38.0"
DESCRIPTION = "The words of papers, and members' notes on them"

forwards = migration(
    "reading",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "reading_version",
            """
            paper_version_id uuid NOT NULL,
            blocks integer NOT NULL CHECK (blocks >= 0),
            problem text CHECK (problem <> ''),
            read_at timestamptz NOT NULL,
            UNIQUE (tenant_id, paper_version_id),
            FOREIGN KEY (tenant_id, paper_version_id) REFERENCES meetings_paper_version (tenant_id, id)
            """,
            writes="INSERT",
        ),
        tenant_table(
            "reading_text",
            """
            paper_version_id uuid NOT NULL,
            part integer NOT NULL CHECK (part >= 0),
            page integer NOT NULL CHECK (page >= 1),
            kind text NOT NULL CHECK (kind IN ('heading', 'paragraph', 'list-item', 'row', 'figure')),
            level smallint NOT NULL CHECK (level BETWEEN 0 AND 60),
            words text NOT NULL CHECK (words <> ''),
            found tsvector GENERATED ALWAYS AS (to_tsvector('english', left(words, 100000))) STORED,
            UNIQUE (tenant_id, paper_version_id, part),
            FOREIGN KEY (tenant_id, paper_version_id) REFERENCES meetings_paper_version (tenant_id, id)
            """,
            writes="INSERT",
        ),
        tenant_table(
            "reading_note",
            """
            paper_id uuid NOT NULL,
            author_person_id uuid NOT NULL,
            version integer NOT NULL CHECK (version >= 1),
            words text NOT NULL CHECK (words <> '' AND length(words) <= 10000),
            shared boolean NOT NULL,
            exact text NOT NULL CHECK (length(exact) <= 4000),
            prefix text NOT NULL CHECK (length(prefix) <= 400),
            suffix text NOT NULL CHECK (length(suffix) <= 400),
            position double precision NOT NULL CHECK (position BETWEEN 0 AND 1),
            kind text NOT NULL,
            headings text[] NOT NULL,
            others integer NOT NULL CHECK (others >= 0),
            made_at timestamptz NOT NULL,
            changed_at timestamptz NOT NULL CHECK (changed_at >= made_at),
            keep_until timestamptz,
            FOREIGN KEY (tenant_id, paper_id) REFERENCES meetings_paper (tenant_id, id),
            FOREIGN KEY (tenant_id, author_person_id) REFERENCES people_person (tenant_id, id)
            """,
            # A note that its author removes is gone, words and all: it is no record of the organisation.
            writes="INSERT, UPDATE, DELETE",
        ),
        tenant_table(
            "reading_keeping",
            """
            months integer NOT NULL CHECK (months BETWEEN 0 AND 240),
            source text NOT NULL CHECK (source <> ''),
            decided_at timestamptz NOT NULL,
            decided_by_name text NOT NULL
            """,
            writes="INSERT",
        ),
        """
        CREATE INDEX reading_note_by_paper ON reading_note (tenant_id, paper_id);
        CREATE INDEX reading_note_by_author ON reading_note (tenant_id, author_person_id, made_at);
        CREATE INDEX reading_keeping_by_time ON reading_keeping (tenant_id, decided_at);
        """,
    ],
)
