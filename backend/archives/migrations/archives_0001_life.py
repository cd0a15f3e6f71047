"""Proposals to end an organisation, and exports of everything."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-24T05:10:01"
VERSION = "1.38.0"
DESCRIPTION = "Proposals to end an organisation, and exports of everything"

_PROPOSALS = tenant_table(
    "archives_proposal",
    """
    kind text NOT NULL CHECK (kind IN ('close', 'delete')),
    ends_on date,
    reason text NOT NULL CHECK (reason <> ''),
    state text NOT NULL CHECK (state IN ('open', 'approved', 'withdrawn', 'done')),
    proposed_at timestamptz NOT NULL,
    proposed_by_person_id uuid NOT NULL,
    proposed_by_name text NOT NULL,
    settled_at timestamptz,
    settled_by_person_id uuid,
    settled_by_name text,
    settled_because text,
    proved_by text,
    not_before timestamptz,
    CHECK ((kind = 'close') = (ends_on IS NOT NULL)),
    CHECK ((state = 'open') = (settled_at IS NULL)),
    CHECK (state NOT IN ('approved', 'done') OR settled_by_person_id <> proposed_by_person_id),
    FOREIGN KEY (tenant_id, proposed_by_person_id) REFERENCES people_person (tenant_id, id),
    FOREIGN KEY (tenant_id, settled_by_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_EXPORTS = tenant_table(
    "archives_export",
    """
    state text NOT NULL CHECK (state IN ('asked', 'ready', 'failed', 'ended')),
    asked_at timestamptz NOT NULL,
    asked_by_person_id uuid NOT NULL,
    asked_by_name text NOT NULL,
    stage text NOT NULL DEFAULT '',
    parts_done integer NOT NULL DEFAULT 0,
    parts integer NOT NULL DEFAULT 1 CHECK (parts > 0),
    ready_at timestamptz,
    kept_until timestamptz,
    sha256 text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    stored_sha256 text CHECK (stored_sha256 ~ '^[0-9a-f]{64}$'),
    size bigint,
    rows bigint,
    files integer,
    key bytea,
    failure text,
    CHECK ((state = 'ready') = (key IS NOT NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    FOREIGN KEY (tenant_id, asked_by_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

forwards = migration(
    "archives",
    ID,
    DESCRIPTION,
    [
        _PROPOSALS,
        "CREATE UNIQUE INDEX archives_proposal_open ON archives_proposal (tenant_id) WHERE state = 'open';",
        _EXPORTS,
        "CREATE UNIQUE INDEX archives_export_asked ON archives_export (tenant_id) WHERE state = 'asked';",
    ],
)
