"""The reading copy of each recipient, with their name on its pages."""

from backend.tenancy.sql import append_only, migration, tenant_table

ID = "2026-11-23T06:02:00"
VERSION = "1.38.0"
DESCRIPTION = "Reading copies of released reports, one for each recipient"

_COPY = tenant_table(
    "releases_copy",
    """
    recipient_id uuid NOT NULL,
    file_id uuid NOT NULL,
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    size bigint NOT NULL CHECK (size > 0),
    made_at timestamptz NOT NULL,
    UNIQUE (tenant_id, recipient_id),
    FOREIGN KEY (tenant_id, recipient_id) REFERENCES releases_recipient (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES evidence_file (tenant_id, id)
    """,
    writes="INSERT",
)

forwards = migration("releases", ID, DESCRIPTION, [_COPY, append_only("releases_copy")])
