"""How an organisation's life ends: closed or merged on a day, and into whom; or deleted, with its row left standing."""

from backend.tenancy.sql import migration

ID = "2026-11-24T05:00:01"
VERSION = "1.38.0"
DESCRIPTION = "Closed, merged and deleted tenants"

forwards = migration(
    "tenancy",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE tenancy_tenant DROP CONSTRAINT tenancy_tenant_state_check;
    ALTER TABLE tenancy_tenant
      ADD CONSTRAINT tenancy_tenant_state_check
        CHECK (state IN ('trial', 'live', 'suspended', 'closed', 'merged', 'deleted')),
      ADD COLUMN closed_on date CHECK (closed_on IS NULL OR state IN ('closed', 'merged', 'deleted')),
      ADD COLUMN merged_into uuid REFERENCES tenancy_tenant (id),
      -- the successor's row stands behind its own wall, so what a banner says of it is kept here
      ADD COLUMN merged_into_name text,
      ADD COLUMN merged_into_slug text,
      ADD CONSTRAINT merged_into_somebody CHECK (state <> 'merged' OR (
        merged_into IS NOT NULL AND merged_into <> id AND merged_into_name IS NOT NULL
        AND merged_into_slug IS NOT NULL AND closed_on IS NOT NULL));
    """,
)
