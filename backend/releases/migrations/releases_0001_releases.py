"""Releases, their recipients, visits, downloads, what was asked of each link, and receipts."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-23T06:01:00"
VERSION = "1.38.0"
DESCRIPTION = "Releases of sealed packs, their recipients, visits, downloads, accesses and receipts"

_RELEASE_KEY = "FOREIGN KEY (tenant_id, release_id) REFERENCES releases_release (tenant_id, id)"
_RECIPIENT_KEY = "FOREIGN KEY (tenant_id, recipient_id) REFERENCES releases_recipient (tenant_id, id)"

_RELEASE = tenant_table(
    "releases_release",
    """
    number integer NOT NULL CHECK (number > 0),
    pack_id uuid NOT NULL,
    definition_id text,
    title text NOT NULL CHECK (title <> ''),
    since_on date,
    until_on date,
    issue integer NOT NULL CHECK (issue > 0),
    file_name text NOT NULL CHECK (file_name <> ''),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint NOT NULL CHECK (size > 0),
    key_name text NOT NULL,
    fingerprint text NOT NULL CHECK (fingerprint <> ''),
    as_at timestamptz NOT NULL,
    sealed_at timestamptz NOT NULL,
    regulator text NOT NULL CHECK (regulator <> ''),
    regulator_kind text NOT NULL CHECK (regulator_kind <> ''),
    regulator_ods text,
    agreement_id uuid,
    message_id uuid,
    words text,
    state text NOT NULL CHECK (state IN ('live', 'revoked')),
    most_downloads integer NOT NULL CHECK (most_downloads > 0),
    by_mail boolean NOT NULL,
    released_at timestamptz NOT NULL,
    released_by_name text NOT NULL,
    released_by_person_id uuid,
    expires_at timestamptz NOT NULL CHECK (expires_at > released_at),
    revoked_at timestamptz,
    revoked_because text,
    revoked_by_name text,
    warned_for timestamptz,
    told_issue integer,
    version integer NOT NULL CHECK (version > 0),
    UNIQUE (tenant_id, number),
    CHECK ((state = 'revoked') = (revoked_at IS NOT NULL)),
    CHECK ((revoked_at IS NULL) = (revoked_because IS NULL)),
    FOREIGN KEY (tenant_id, pack_id) REFERENCES packs_pack (tenant_id, id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES together_agreement (tenant_id, id),
    FOREIGN KEY (tenant_id, released_by_person_id) REFERENCES people_person (tenant_id, id)
    """,
)

_RECIPIENT = tenant_table(
    "releases_recipient",
    f"""
    release_id uuid NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    post text NOT NULL,
    email text,
    added_at timestamptz NOT NULL,
    added_by_name text NOT NULL,
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    token_made_at timestamptz NOT NULL,
    code_hash text NOT NULL,
    code_made_at timestamptz NOT NULL,
    failures integer NOT NULL CHECK (failures >= 0),
    locked_at timestamptz,
    begun integer NOT NULL CHECK (begun >= 0),
    ended_at timestamptz,
    ended_because text,
    UNIQUE (tenant_id, token_hash),
    CHECK ((ended_at IS NULL) = (ended_because IS NULL)),
    {_RELEASE_KEY}
    """,
)

_VISIT = tenant_table(
    "releases_visit",
    f"""
    recipient_id uuid NOT NULL,
    token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
    begun_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_at timestamptz,
    UNIQUE (tenant_id, token_hash),
    {_RECIPIENT_KEY}
    """,
)

_DOWNLOAD = tenant_table(
    "releases_download",
    f"""
    recipient_id uuid NOT NULL,
    form text NOT NULL CHECK (form IN ('sealed', 'reading')),
    begun_at timestamptz NOT NULL,
    until timestamptz NOT NULL,
    requests integer NOT NULL CHECK (requests >= 0),
    taken bigint NOT NULL CHECK (taken >= 0),
    last_at timestamptz,
    {_RECIPIENT_KEY}
    """,
)

_ACCESS = tenant_table(
    "releases_access",
    f"""
    release_id uuid NOT NULL,
    recipient_id uuid NOT NULL,
    download_id uuid,
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('code', 'download', 'whole', 'part')),
    given boolean NOT NULL,
    because text,
    first_byte bigint,
    last_byte bigint,
    asked_with text NOT NULL,
    CHECK (given = (because IS NULL)),
    {_RELEASE_KEY},
    {_RECIPIENT_KEY},
    FOREIGN KEY (tenant_id, download_id) REFERENCES releases_download (tenant_id, id)
    """,
    writes="INSERT",
)

_RECEIPT = tenant_table(
    "releases_receipt",
    f"""
    release_id uuid NOT NULL,
    recipient_id uuid,
    name text NOT NULL CHECK (name <> ''),
    post text,
    body text NOT NULL CHECK (body <> ''),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{{64}}$'),
    matches boolean NOT NULL,
    how text NOT NULL CHECK (how IN ('computed', 'confirmed', 'door')),
    words text,
    given_at timestamptz NOT NULL,
    arrived_at timestamptz NOT NULL,
    CHECK ((how = 'door') = (recipient_id IS NULL)),
    {_RELEASE_KEY},
    {_RECIPIENT_KEY}
    """,
    writes="INSERT",
)

_INDEXES = """
CREATE INDEX releases_release_by_pack ON releases_release (tenant_id, pack_id);
CREATE INDEX releases_recipient_by_release ON releases_recipient (tenant_id, release_id);
CREATE INDEX releases_download_by_recipient ON releases_download (tenant_id, recipient_id);
CREATE INDEX releases_access_by_release ON releases_access (tenant_id, release_id, at);
CREATE INDEX releases_receipt_by_release ON releases_receipt (tenant_id, release_id);
"""

forwards = migration(
    "releases",
    ID,
    DESCRIPTION,
    [
        _RELEASE,
        _RECIPIENT,
        _VISIT,
        _DOWNLOAD,
        _ACCESS,
        _RECEIPT,
        _INDEXES,
        append_only("releases_access"),
        append_only("releases_receipt"),
    ],
)
