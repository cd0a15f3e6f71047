"""Kinds of tenant are files of the catalogue; the database keeps the id of one and knows no list."""

from backend.tenancy.sql import migration

ID = "2026-11-24T08:00:01"
VERSION = "1.38.0"
DESCRIPTION = "Kinds of tenant are data"

forwards = migration(
    "tenancy",
    ID,
    DESCRIPTION,
    """
    ALTER TABLE tenancy_tenant DROP CONSTRAINT tenancy_tenant_kind_check;
    ALTER TABLE tenancy_tenant ADD CONSTRAINT tenancy_tenant_kind_check
      CHECK (kind ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(kind) <= 80);
    """,
)
