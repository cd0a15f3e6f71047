"""Spreadsheets that are brought in, and what the organisation's headings mean."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T00:26:02"
VERSION = "1.38.0"
DESCRIPTION = "Bringing registers in from spreadsheets"

forwards = migration(
    "registers",
    ID,
    DESCRIPTION,
    [
        tenant_table(
            "registers_import",
            """
            file_name text NOT NULL CHECK (file_name <> ''),
            sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
            size integer NOT NULL CHECK (size > 0),
            state text NOT NULL CHECK (state IN ('OPEN', 'WRITING', 'DONE', 'UNDONE', 'GIVEN_UP')),
            started_at timestamptz NOT NULL,
            started_by uuid NOT NULL,
            started_by_name text NOT NULL,
            -- the cells as they were read, packed; gone once the import is finished or given up
            cells bytea,
            columns jsonb,
            choices jsonb NOT NULL,
            people jsonb NOT NULL,
            organisations jsonb NOT NULL,
            split_confirmed boolean NOT NULL,
            steps_done integer NOT NULL CHECK (steps_done BETWEEN 0 AND 4),
            words text NOT NULL,
            failure text,
            outcome jsonb,
            done_at timestamptz,
            accepted_at timestamptz,
            undone_at timestamptz,
            undone_by_name text,
            CHECK ((state IN ('OPEN', 'WRITING')) = (cells IS NOT NULL)),
            CHECK ((state IN ('DONE', 'UNDONE')) = (outcome IS NOT NULL AND done_at IS NOT NULL)),
            CHECK ((state = 'UNDONE') = (undone_at IS NOT NULL)),
            FOREIGN KEY (tenant_id, started_by) REFERENCES people_person (tenant_id, id)
            """,
        ),
        "CREATE INDEX registers_import_newest ON registers_import (tenant_id, started_at DESC);",
        tenant_table(
            "registers_heading",
            """
            heading text NOT NULL CHECK (heading <> ''),
            field text NOT NULL,
            settled_at timestamptz NOT NULL,
            UNIQUE (tenant_id, heading)
            """,
        ),
    ],
)
