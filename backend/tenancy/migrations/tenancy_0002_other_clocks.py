"""An index of the tenants that live by another clock, so that a look at what is due passes all others by."""

from backend.tenancy.sql import migration

ID = "2026-11-22T16:46:01"
VERSION = "1.38.0"
DESCRIPTION = "An index of the tenants with a clock of their own"

forwards = migration(
    "tenancy",
    ID,
    DESCRIPTION,
    "CREATE INDEX tenancy_tenant_by_clock ON tenancy_tenant (id) WHERE clock_offset IS NOT NULL;",
)
