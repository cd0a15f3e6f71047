"""A third kind of tenant: a body that reviews what commissioners submit to it."""

from backend.tenancy.sql import migration

ID = "2026-11-22T22:26:01"
VERSION = "1.38.0"
DESCRIPTION = "Tenants that are reviewing bodies"

forwards = migration(
    "tenancy",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE tenancy_tenant DROP CONSTRAINT tenancy_tenant_kind_check;
    ALTER TABLE tenancy_tenant ADD CONSTRAINT tenancy_tenant_kind_check
      CHECK (kind IN ('ccg', 'ics', 'reviewing-body'));
    """,
)
