"""The tenant's own editions of its cover sheet, and why a field of one was let through empty."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-22T01:35:01"
VERSION = "1.38.0"
DESCRIPTION = "Editions of the cover sheet, and fields that were let through empty"

_EDITIONS = tenant_table(
    "meetings_cover_edition",
    """
    number integer NOT NULL CHECK (number >= 1),
    fields jsonb NOT NULL CHECK (jsonb_typeof(fields) = 'array' AND jsonb_array_length(fields) >= 1),
    source text NOT NULL CHECK (source <> ''),
    in_force_from date NOT NULL,
    made_at timestamptz NOT NULL,
    -- no references: who acted is in the ledger as well
    made_by_person_id uuid,
    made_by_name text NOT NULL,
    undone_at timestamptz CHECK (undone_at >= made_at),
    undone_because text CHECK (undone_because <> ''),
    undone_by_name text,
    UNIQUE (tenant_id, number),
    CHECK ((undone_at IS NULL) = (undone_because IS NULL) AND (undone_at IS NULL) = (undone_by_name IS NULL))
    """,
)

_EXCUSES = tenant_table(
    "meetings_cover_excuse",
    """
    paper_id uuid NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    field_ids text[] NOT NULL CHECK (cardinality(field_ids) >= 1),
    labels text[] NOT NULL CHECK (cardinality(labels) = cardinality(field_ids)),
    reason text NOT NULL CHECK (reason <> ''),
    said_at timestamptz NOT NULL,
    said_by_person_id uuid,
    said_by_name text NOT NULL,
    FOREIGN KEY (tenant_id, paper_id) REFERENCES meetings_paper (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "meetings",
    ID,
    DESCRIPTION,
    [
        _EDITIONS,
        _EXCUSES,
        append_only("meetings_cover_excuse"),
        "CREATE INDEX meetings_cover_excuse_by_paper ON meetings_cover_excuse (tenant_id, paper_id, said_at);",
    ],
)
