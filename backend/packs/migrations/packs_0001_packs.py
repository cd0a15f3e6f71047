"""Packs, their parts, and the cache of what was laid out for them."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-21T00:14:01"
VERSION = "1.38.0"
DESCRIPTION = "Packs, their parts and the renders that they are put together from"

_HEX = "~ '^[0-9a-f]{64}$'"

_RENDERS = tenant_table(
    "packs_render",
    f"""
    key text NOT NULL CHECK (key {_HEX}),
    kept_at text NOT NULL CHECK (kept_at = 'tenants/' || tenant_id || '/' || sha256),
    sha256 text NOT NULL CHECK (sha256 {_HEX}),
    size bigint NOT NULL CHECK (size > 0),
    pages integer NOT NULL CHECK (pages >= 1),
    tags_hold boolean NOT NULL,
    made_at timestamptz NOT NULL,
    UNIQUE (tenant_id, key)
    """,
)

_PACKS = tenant_table(
    "packs_pack",
    f"""
    kind text NOT NULL CHECK (kind IN ('board', 'assurance')),
    meeting_id uuid,
    variant text CHECK (variant IN ('full', 'public')),
    since_on date,
    until_on date CHECK (until_on >= since_on),
    issue integer NOT NULL CHECK (issue >= 1),
    state text NOT NULL CHECK (state IN ('asked', 'building', 'ready', 'failed')),
    done integer NOT NULL CHECK (done >= 0),
    total integer NOT NULL CHECK (total >= done),
    words text NOT NULL,
    failure text CHECK (failure <> ''),
    attempts integer NOT NULL CHECK (attempts >= 0),
    build_id uuid,
    asked_at timestamptz NOT NULL,
    -- no reference: a chore may ask for a pack, and who acted is in the ledger as well
    asked_by_person_id uuid,
    asked_by_name text NOT NULL,
    as_at timestamptz,
    sealed_at timestamptz,
    content_key text CHECK (content_key {_HEX}),
    same_as uuid CHECK (same_as <> id),
    file_id uuid,
    sha256 text CHECK (sha256 {_HEX}),
    size bigint CHECK (size > 0),
    pages integer CHECK (pages >= 1),
    key_name text,
    fingerprint text,
    verification jsonb,
    CHECK ((kind = 'board') = (meeting_id IS NOT NULL AND variant IS NOT NULL)),
    CHECK ((kind = 'assurance') = (since_on IS NOT NULL AND until_on IS NOT NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK ((state = 'ready') = (file_id IS NOT NULL)),
    CHECK ((file_id IS NULL) = (sha256 IS NULL)),
    CHECK (state <> 'ready' OR (as_at, sealed_at, size, pages) IS NOT NULL),
    CHECK (kind = 'board' OR state <> 'ready' OR (fingerprint IS NOT NULL AND verification IS NOT NULL)),
    FOREIGN KEY (tenant_id, meeting_id) REFERENCES meetings_meeting (tenant_id, id),
    FOREIGN KEY (tenant_id, same_as) REFERENCES packs_pack (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
    """,
)

_PARTS = tenant_table(
    "packs_part",
    f"""
    pack_id uuid NOT NULL,
    position integer NOT NULL CHECK (position >= 1),
    label text NOT NULL,
    title text NOT NULL,
    level integer NOT NULL CHECK (level >= 1),
    first_page integer NOT NULL CHECK (first_page >= 1),
    pages integer NOT NULL CHECK (pages >= 1),
    tagged boolean NOT NULL,
    -- no reference: the cache of renders may be emptied, and the finished file stands without it
    render_key text NOT NULL CHECK (render_key {_HEX}),
    UNIQUE (tenant_id, pack_id, position),
    FOREIGN KEY (tenant_id, pack_id) REFERENCES packs_pack (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration(
    "packs",
    ID,
    DESCRIPTION,
    [
        _RENDERS,
        _PACKS,
        _PARTS,
        append_only("packs_part"),
        """
        -- a number is given once: not again to a pack that is no issue of its own, or that never came to be one
        CREATE UNIQUE INDEX packs_pack_board_issue ON packs_pack (tenant_id, meeting_id, variant, issue)
          WHERE kind = 'board' AND state <> 'failed' AND same_as IS NULL;
        CREATE UNIQUE INDEX packs_pack_assurance_issue ON packs_pack (tenant_id, since_on, until_on, issue)
          WHERE kind = 'assurance' AND state <> 'failed';
        CREATE INDEX packs_pack_by_time ON packs_pack (tenant_id, kind, asked_at);
        """,
    ],
)
