"""Frameworks in editions: domains, requirements, how they map and succeed one another, and spreadsheets of them."""

from backend.tenancy.sql import migration, tenant_table

ID = "2026-11-22T19:05:01"
VERSION = "1.38.0"
DESCRIPTION = "Editions of assurance frameworks, requirements, mappings, successions"

_EDITIONS = tenant_table(
    "assurance_edition",
    """
    framework text NOT NULL CHECK (framework <> ''),
    label text NOT NULL CHECK (label <> ''),
    kind text NOT NULL CHECK (kind <> ''),
    origin text NOT NULL CHECK (origin IN ('shipped', 'own')),
    title text NOT NULL CHECK (title <> ''),
    publisher text NOT NULL CHECK (publisher <> ''),
    about text NOT NULL,
    licence text CHECK (licence <> ''),
    effective_from date,
    effective_to date,
    documents jsonb NOT NULL,
    scales jsonb NOT NULL CHECK (jsonb_typeof(scales) = 'array'),
    content text CHECK (content ~ '^[0-9a-f]{64}$'),
    state text NOT NULL CHECK (state IN ('draft', 'in-use', 'superseded', 'retired', 'withdrawn')),
    succeeds_id uuid,
    drafted_at timestamptz NOT NULL,
    drafted_by_name text NOT NULL,
    in_use_from date,
    taken_at timestamptz,
    taken_by_name text,
    left_on date,
    left_at timestamptz,
    left_by_name text,
    left_because text CHECK (left_because <> ''),
    version integer NOT NULL CHECK (version >= 1),
    CHECK (effective_to >= effective_from),
    CHECK ((origin = 'shipped') = (content IS NOT NULL)),
    CHECK ((state IN ('in-use', 'superseded', 'retired')) = (in_use_from IS NOT NULL)),
    CHECK ((in_use_from IS NULL) = (taken_at IS NULL)),
    CHECK ((state IN ('superseded', 'retired')) = (left_on IS NOT NULL)),
    CHECK ((state IN ('superseded', 'retired', 'withdrawn')) = (left_at IS NOT NULL)),
    CHECK (left_on >= in_use_from),
    FOREIGN KEY (tenant_id, succeeds_id) REFERENCES assurance_edition (tenant_id, id)
    """,
)

_DOMAINS = tenant_table(
    "assurance_domain",
    """
    edition_id uuid NOT NULL,
    reference text NOT NULL CHECK (reference <> ''),
    name text NOT NULL CHECK (name <> ''),
    position integer NOT NULL CHECK (position >= 1),
    version integer NOT NULL CHECK (version >= 1),
    left_out_at timestamptz,
    FOREIGN KEY (tenant_id, edition_id) REFERENCES assurance_edition (tenant_id, id)
    """,
)

_REQUIREMENTS = tenant_table(
    "assurance_requirement",
    """
    edition_id uuid NOT NULL,
    domain_id uuid NOT NULL,
    reference text NOT NULL CHECK (reference <> ''),
    position integer NOT NULL CHECK (position >= 1),
    heading text CHECK (heading <> ''),
    text text NOT NULL CHECK (text <> ''),
    guidance text CHECK (guidance <> ''),
    scale text NOT NULL CHECK (scale <> ''),
    expects jsonb NOT NULL CHECK (jsonb_typeof(expects) = 'array'),
    rule jsonb CHECK (jsonb_typeof(rule) = 'object'),
    source jsonb CHECK (jsonb_typeof(source) = 'object'),
    mark text NOT NULL CHECK (mark IN ('read', 'inferred', 'memory', 'setting', 'own')),
    note text CHECK (note <> ''),
    version integer NOT NULL CHECK (version >= 1),
    changed_at timestamptz NOT NULL,
    changed_by_name text NOT NULL,
    left_out_at timestamptz,
    FOREIGN KEY (tenant_id, edition_id) REFERENCES assurance_edition (tenant_id, id),
    FOREIGN KEY (tenant_id, domain_id) REFERENCES assurance_domain (tenant_id, id)
    """,
)

_MAPPINGS = tenant_table(
    "assurance_mapping",
    """
    from_id uuid NOT NULL,
    to_id uuid NOT NULL,
    relation text NOT NULL CHECK (relation IN ('equal', 'subset', 'superset', 'intersects')),
    note text CHECK (note <> ''),
    origin text NOT NULL CHECK (origin IN ('shipped', 'own')),
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    ended_at timestamptz,
    ended_by_name text,
    ended_because text CHECK (ended_because <> ''),
    CHECK (from_id <> to_id),
    CHECK ((ended_at IS NULL) = (ended_by_name IS NULL)),
    FOREIGN KEY (tenant_id, from_id) REFERENCES assurance_requirement (tenant_id, id),
    FOREIGN KEY (tenant_id, to_id) REFERENCES assurance_requirement (tenant_id, id)
    """,
)

_SUCCESSIONS = tenant_table(
    "assurance_succession",
    """
    from_edition_id uuid NOT NULL,
    to_edition_id uuid NOT NULL,
    became text NOT NULL CHECK (became IN ('same', 'changed', 'split', 'merged', 'new', 'dropped')),
    from_requirement_id uuid,
    to_requirement_id uuid,
    note text CHECK (note <> ''),
    said_by_person boolean NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by_name text,
    taken_back_at timestamptz,
    CHECK ((became = 'new') = (from_requirement_id IS NULL)),
    CHECK ((became = 'dropped') = (to_requirement_id IS NULL)),
    CHECK ((acknowledged_at IS NULL) = (acknowledged_by_name IS NULL)),
    FOREIGN KEY (tenant_id, from_edition_id) REFERENCES assurance_edition (tenant_id, id),
    FOREIGN KEY (tenant_id, to_edition_id) REFERENCES assurance_edition (tenant_id, id),
    FOREIGN KEY (tenant_id, from_requirement_id) REFERENCES assurance_requirement (tenant_id, id),
    FOREIGN KEY (tenant_id, to_requirement_id) REFERENCES assurance_requirement (tenant_id, id)
    """,
)

_IMPORTS = tenant_table(
    "assurance_import",
    """
    edition_id uuid NOT NULL,
    file_name text NOT NULL CHECK (file_name <> ''),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size integer NOT NULL CHECK (size > 0),
    state text NOT NULL CHECK (state IN ('open', 'done', 'undone', 'given-up')),
    -- the cells as they were read; gone once the import is finished or given up
    cells jsonb,
    columns jsonb NOT NULL,
    before jsonb,
    outcome jsonb,
    started_at timestamptz NOT NULL,
    started_by_name text NOT NULL,
    done_at timestamptz,
    done_by_name text,
    undone_at timestamptz,
    undone_by_name text,
    CHECK ((state = 'open') = (cells IS NOT NULL)),
    CHECK ((state IN ('done', 'undone')) = (done_at IS NOT NULL AND outcome IS NOT NULL)),
    CHECK ((state = 'undone') = (undone_at IS NOT NULL)),
    FOREIGN KEY (tenant_id, edition_id) REFERENCES assurance_edition (tenant_id, id)
    """,
)

forwards = migration(
    "assurance",
    ID,
    DESCRIPTION,
    [
        _EDITIONS,
        _DOMAINS,
        _REQUIREMENTS,
        _MAPPINGS,
        _SUCCESSIONS,
        _IMPORTS,
        """
        CREATE UNIQUE INDEX assurance_edition_named ON assurance_edition (tenant_id, framework, label)
          WHERE state <> 'withdrawn';
        CREATE UNIQUE INDEX assurance_edition_in_use ON assurance_edition (tenant_id, framework)
          WHERE state = 'in-use';
        CREATE UNIQUE INDEX assurance_domain_ref ON assurance_domain (tenant_id, edition_id, reference)
          WHERE left_out_at IS NULL;
        CREATE UNIQUE INDEX assurance_requirement_ref ON assurance_requirement (tenant_id, edition_id, reference)
          WHERE left_out_at IS NULL;
        CREATE INDEX assurance_requirement_in_order ON assurance_requirement (tenant_id, edition_id, position, id);
        CREATE UNIQUE INDEX assurance_mapping_once ON assurance_mapping (tenant_id, from_id, to_id)
          WHERE ended_at IS NULL;
        CREATE INDEX assurance_mapping_to ON assurance_mapping (tenant_id, to_id);
        CREATE INDEX assurance_succession_to ON assurance_succession (tenant_id, to_edition_id);
        CREATE INDEX assurance_succession_from ON assurance_succession (tenant_id, from_edition_id);
        CREATE INDEX assurance_import_newest ON assurance_import (tenant_id, edition_id, started_at DESC);
        """,
    ],
)
