"""Figures granted, delivered and received, thresholds for counts of people, and shared offices."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-24T07:00:01"
VERSION = "1.38.0"
DESCRIPTION = "Figures granted to other bodies, deliveries, thresholds, and offices that a cluster shares"

_AGREEMENT = "FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id)"

_GRANT = tenant_table(
    "systems_grant",
    f"""
    agreement_id uuid NOT NULL,
    figures text[] NOT NULL CHECK (cardinality(figures) > 0),
    every text NOT NULL CHECK (every IN ('month', 'by-hand')),
    granted_at timestamptz NOT NULL,
    granted_by_name text NOT NULL,
    UNIQUE (tenant_id, agreement_id),
    {_AGREEMENT}
    """,
    writes="INSERT",
)

_DELIVERY = tenant_table(
    "systems_delivery",
    """
    grant_id uuid NOT NULL,
    key text NOT NULL CHECK (key <> ''),
    as_at date NOT NULL,
    message_id uuid NOT NULL,
    said jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    UNIQUE (tenant_id, grant_id, key),
    FOREIGN KEY (tenant_id, grant_id) REFERENCES systems_grant (tenant_id, id)
    """,
    writes="INSERT",
)

_RECEIVED = tenant_table(
    "systems_received",
    f"""
    agreement_id uuid NOT NULL,
    from_name text NOT NULL,
    key text NOT NULL CHECK (key <> ''),
    as_at date NOT NULL,
    said jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    UNIQUE (tenant_id, agreement_id, key),
    {_AGREEMENT}
    """,
    writes="INSERT",
)

_THRESHOLD = tenant_table(
    "systems_threshold",
    """
    threshold integer NOT NULL CHECK (threshold BETWEEN 3 AND 100),
    from_on date NOT NULL,
    source text NOT NULL CHECK (source <> ''),
    settled_at timestamptz NOT NULL,
    settled_by_name text NOT NULL
    """,
    writes="INSERT",
)

_OFFICE = tenant_table(
    "systems_office",
    f"""
    agreement_id uuid NOT NULL,
    office text NOT NULL CHECK (office <> ''),
    person_id uuid NOT NULL,
    since date NOT NULL,
    until date CHECK (until >= since),
    source text CHECK (source <> ''),
    stated_at timestamptz NOT NULL,
    stated_by_name text NOT NULL,
    {_AGREEMENT},
    FOREIGN KEY (tenant_id, person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_STATED = tenant_table(
    "systems_stated",
    f"""
    agreement_id uuid NOT NULL,
    edition integer NOT NULL CHECK (edition >= 1),
    said jsonb NOT NULL,
    received_at timestamptz NOT NULL,
    UNIQUE (tenant_id, agreement_id, edition),
    {_AGREEMENT}
    """,
    writes="INSERT",
)

_INDEXES = "CREATE INDEX systems_office_by_person ON systems_office (tenant_id, person_id);"

forwards = migration(
    "systems",
    ID,
    DESCRIPTION,
    [
        _GRANT,
        append_only("systems_grant"),
        _DELIVERY,
        append_only("systems_delivery"),
        _RECEIVED,
        append_only("systems_received"),
        _THRESHOLD,
        append_only("systems_threshold"),
        _OFFICE,
        _STATED,
        append_only("systems_stated"),
        _INDEXES,
    ],
)
